package io.tidemark.cli.output.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.care.CareReport;
import io.tidemark.lake.care.UndropAll;
import io.tidemark.lake.upgrade.UpgradePlan;
import io.tidemark.ops.embedded.Progress;
import io.tidemark.ops.export.ExportResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What commands print that change a lake, to the byte. */
class ChangeDocumentsTest {
    @Test
    void aPlanOfCare() {
        assertThat(JsonOutput.text(CarePlanDocument.of(Samples.carePlan()))).isEqualTo("""
                        {"hash":"b147cec7128d","empty":false,"snapshots":{"events":2,"merge_ids":1},\
                        "orphans":{"duplicates":1},"compact":{"events":{"files_in":3,"files_out":3,\
                        "bytes":1099511627781}},"quarantine_lists":["one.json","two.json"]}""");
    }

    @Test
    void care() {
        assertThat(JsonOutput.text(new CareDocument(
                        new CareReport(1, 2, 3, 4, new CareReport.Compacted(5, 6, 7)), List.of("monday"))))
                .isEqualTo("""
                        {"snapshots":1,"quarantined":2,"deleted":3,"spared":4,"files_compacted":5,"files_made":6,\
                        "compactions_skipped":7,"unfinished_marks":["monday"]}""");
    }

    @Test
    void theTrash() {
        assertThat(JsonOutput.text(new TrashDocument(null, Samples.trash()))).isEqualTo("""
                        {"tables":[{"name":"tidemark_trash.tidemark__events__1","of":"tidemark.events","uuid":"u-1",\
                        "records":120,"dropped_at":"2026-01-04T11:59:51Z","dies_at":"2026-01-04T12:00:09Z"},\
                        {"name":"tidemark_trash.tidemark__x__2","of":null,"uuid":"u-2","records":0,"dropped_at":null,\
                        "dies_at":null}]}""");
    }

    @Test
    void aPlanOfEmptyingTheTrash() {
        assertThat(JsonOutput.text(new TrashDocument("0123456789ab", Samples.trash())))
                .isEqualTo("""
                        {"hash":"0123456789ab","tables":[{"name":"tidemark_trash.tidemark__events__1",\
                        "of":"tidemark.events","uuid":"u-1","records":120,"dropped_at":"2026-01-04T11:59:51Z",\
                        "dies_at":"2026-01-04T12:00:09Z"},{"name":"tidemark_trash.tidemark__x__2","of":null,\
                        "uuid":"u-2","records":0,"dropped_at":null,"dies_at":null}]}""");
    }

    @Test
    void anEmptiedTrash() {
        assertThat(JsonOutput.text(new TrashDocument(null, List.of()))).isEqualTo("""
                        {"tables":[]}""");
    }

    @Test
    void aPlanOfACorrection() {
        assertThat(JsonOutput.text(OverridePlanDocument.of(Samples.overridePlan())))
                .isEqualTo("""
                        {"hash":"f9afd31a92b8","seq":3,"kind":"map","effect":"Who is ann.","merges":1,"events":31,\
                        "done":false}""");
    }

    @Test
    void aCorrectionThatWasMade() {
        assertThat(JsonOutput.text(new OverrideDocument.Made(OverrideDocument.of(Samples.map(), true), true)))
                .isEqualTo("""
                        {"seq":2,"kind":"map","project_id":"sparkify","device_id":null,"user_id":"ann@old.example",\
                        "amplitude_id":"9223372036854775807","to_user_id":"ann@new.example","to_amplitude_id":"-5",\
                        "author":"root","reason":"before the \\"big\\" deploy, 5 %\\né",\
                        "made_at":"2026-01-04T12:00:00.000001Z","in_force":true,"done":true}""");
    }

    @Test
    void allCorrections() {
        assertThat(JsonOutput.text(new OverrideDocument.Listed(List.of(
                        OverrideDocument.of(Samples.map(), true), OverrideDocument.of(Samples.block(), false)))))
                .isEqualTo("""
                        {"overrides":[{"seq":2,"kind":"map","project_id":"sparkify","device_id":null,\
                        "user_id":"ann@old.example","amplitude_id":"9223372036854775807","to_user_id":"ann@new.example",\
                        "to_amplitude_id":"-5","author":"root","reason":"before the \\"big\\" deploy, 5 %\\né",\
                        "made_at":"2026-01-04T12:00:00.000001Z","in_force":true},{"seq":1,"kind":"block_device",\
                        "project_id":null,"device_id":"till-3","user_id":null,"amplitude_id":"17","to_user_id":null,\
                        "to_amplitude_id":null,"author":"root","reason":"shared","made_at":"2026-01-04T12:00:00Z",\
                        "in_force":false}]}""");
    }

    @Test
    void aPlanOfAnUndrop() {
        assertThat(JsonOutput.text(UndropDocument.of(Samples.undropFromTrash(), false)))
                .isEqualTo("""
                        {"hash":"0123456789ab","table":"tidemark.events","uuid":"u-1","snapshots":7,\
                        "from":"tidemark_trash.tidemark__events__1","lost_metadata":null,\
                        "missing_columns":["config_version"],"done":false}""");
    }

    @Test
    void anUndropOfAllTables() {
        assertThat(JsonOutput.text(UndropDocument.All.of(
                        new UndropAll.Plan(List.of(Samples.undropFromTrash(), Samples.undropFromFiles()), "c0ffee"),
                        true)))
                .isEqualTo("""
                        {"hash":"c0ffee","tables":[{"table":"tidemark.events","uuid":"u-1","snapshots":7,\
                        "from":"tidemark_trash.tidemark__events__1","lost_metadata":null,\
                        "missing_columns":["config_version"]},{"table":"tidemark.events",\
                        "uuid":"u-1","snapshots":7,"from":"/lake/1.metadata.json",\
                        "lost_metadata":"/lake/2.metadata.json"}],"done":true}""");
    }

    @Test
    void aPlanOfAnUpgrade() {
        UpgradePlan plan = Samples.upgradePlan();
        assertThat(JsonOutput.text(UpgradeDocument.of(plan, false)))
                .isEqualTo("{\"hash\":\"" + plan.hash() + "\",\"done\":false,\"add_columns\":{\"events\":"
                        + "[\"config_version\",\"released_from\"],\"dead_letters\":[\"released_from\"]}}");
    }

    @Test
    void anUpgradeOfALakeThatLacksNothing() {
        UpgradePlan plan = new UpgradePlan("here", "test", Map.of());
        assertThat(JsonOutput.text(UpgradeDocument.of(plan, true)))
                .isEqualTo("{\"hash\":\"" + plan.hash() + "\",\"done\":true,\"add_columns\":{}}");
    }

    @Test
    void aPlanOfARebuild() {
        assertThat(JsonOutput.text(RebuildDocument.of(Samples.rebuildPlan(), Duration.ofMillis(2_482), false)))
                .isEqualTo("""
                        {"hash":"5cdb32080d25","published":false,"changes_anything":true,\
                        "events_snapshot":9223372036854775807,"events":270,"seconds":2.482,"events_per_second":108,\
                        "tables":{"identities":{"gone":false,"rows_before":85,\
                        "hash_before":"00000000000000010000000000000002","rows_after":86,\
                        "hash_after":"00000000000000030000000000000004","mark":{"same":false,"rows":85,"ids":40,\
                        "hash":"00000000000000010000000000000002","ids_after":41},"only_before":1,"only_after":2,\
                        "differing_keys":3,"examples":["- a \\"row\\"","+ a row"]},"merge_ids":{"gone":true,\
                        "rows_before":0,"hash_before":"00000000000000000000000000000000","rows_after":86,\
                        "hash_after":"00000000000000030000000000000004","only_before":0,"only_after":0,\
                        "differing_keys":0,"examples":[]}}}""");
    }

    @Test
    void aRebuildThatWasPublished() {
        assertThat(JsonOutput.text(RebuildDocument.of(Samples.rebuildPlan(), null, true)))
                .isEqualTo("""
                        {"hash":"5cdb32080d25","published":true,"changes_anything":true,\
                        "events_snapshot":9223372036854775807,"events":270,"tables":{"identities":{"gone":false,\
                        "rows_before":85,"hash_before":"00000000000000010000000000000002","rows_after":86,\
                        "hash_after":"00000000000000030000000000000004","mark":{"same":false,"rows":85,"ids":40,\
                        "hash":"00000000000000010000000000000002","ids_after":41},"only_before":1,"only_after":2,\
                        "differing_keys":3,"examples":["- a \\"row\\"","+ a row"]},"merge_ids":{"gone":true,\
                        "rows_before":0,"hash_before":"00000000000000000000000000000000","rows_after":86,\
                        "hash_after":"00000000000000030000000000000004","only_before":0,"only_after":0,\
                        "differing_keys":0,"examples":[]}}}""");
    }

    @Test
    void anIngest() {
        assertThat(JsonOutput.text(IngestDocument.of(new Progress(143, 1, 2, 56, null), 6, 61.249)))
                .isEqualTo("""
                        {"records":202,"accepted":143,"duplicate":1,"throttled":2,"rejected":56,"people":6,\
                        "seconds":61.2}""");
    }

    @Test
    void anExport() {
        assertThat(JsonOutput.text(new ExportDocument(
                        "/data/export.zip",
                        Samples.NOON,
                        Samples.NOON.plusSeconds(9),
                        Long.MAX_VALUE,
                        2,
                        new ExportResult(270, 2, 1, 8, 15_561),
                        null)))
                .isEqualTo("""
                        {"file":"/data/export.zip","from":"2026-01-04T12:00:00Z","to":"2026-01-04T12:00:09Z",\
                        "snapshot":9223372036854775807,"finished_before":2,"rows":270,"hours":2,"files":1,"merges":8,\
                        "bytes":15561}""");
    }

    @Test
    void anExportOfNothing() {
        assertThat(JsonOutput.text(new ExportDocument(
                        "/data/export.zip",
                        Samples.NOON,
                        Samples.NOON.plusSeconds(9),
                        null,
                        0,
                        new ExportResult(0, 0, 0, 0, 100),
                        "The lake has no events yet. The archive is well formed and has no event.")))
                .isEqualTo("""
                        {"file":"/data/export.zip","from":"2026-01-04T12:00:00Z","to":"2026-01-04T12:00:09Z",\
                        "finished_before":0,"rows":0,"hours":0,"files":0,"merges":0,"bytes":100,\
                        "note":"The lake has no events yet. The archive is well formed and has no event."}""");
    }
}
