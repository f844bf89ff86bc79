package io.tidemark.cli.output.json;

import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.audit.Counts;
import io.tidemark.lake.audit.Findings;
import io.tidemark.lake.audit.LogFinding;
import io.tidemark.lake.audit.RowsDifference;
import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.care.CarePlan;
import io.tidemark.lake.care.Trashed;
import io.tidemark.lake.care.Undrop;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.TableMark;
import io.tidemark.lake.overrides.IdentityOverride;
import io.tidemark.lake.overrides.OverrideKind;
import io.tidemark.lake.overrides.OverridePlan;
import io.tidemark.lake.overrides.Subject;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.RestoreStep;
import io.tidemark.lake.restore.Resume;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.restore.TableReturn;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.status.LakeStatus;
import io.tidemark.lake.status.LastAudit;
import io.tidemark.lake.status.Position;
import io.tidemark.lake.status.TableStatus;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.upgrade.UpgradePlan;
import io.tidemark.ops.audit.CheckResults;
import io.tidemark.ops.configure.ConfigStatus;
import io.tidemark.ops.drill.DrillReport;
import io.tidemark.ops.drill.DrillSettings;
import io.tidemark.ops.flink.FlinkJobs;
import io.tidemark.ops.flink.JobVersions;
import io.tidemark.ops.rebuild.RebuildPlan;
import io.tidemark.ops.restore.CatchUp;
import io.tidemark.ops.restore.RestoreOutcome;
import io.tidemark.ops.sql.SqlChecks;
import io.tidemark.ops.status.StatusReport;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.catalog.TableIdentifier;
import org.jspecify.annotations.Nullable;

/** Results made up, one with everything and one with as little as there may be. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-01-04T12:00:00Z");
    static final String TEXT = "before the \"big\" deploy, 5 %\n\u00e9";

    /** A job that catches up. */
    static final CatchUp CATCH_UP = new CatchUp(
            List.of(look(0, 100_000, 1), look(1, 100_000, 10_000), look(2, 100_500, 12_500), look(3, 101_000, 17_001)));

    /** One that did not gain on the log in its worst stretch. */
    static final CatchUp SLOW = new CatchUp(
            List.of(look(0, 500, 1), look(1, 900, 2), look(2, 920, 12), look(3, 930, 25), look(4, 1_000, 26)));

    /** One of which nothing is known yet. */
    static final CatchUp UNKNOWN = new CatchUp(List.of(look(0, 10, 3)));

    private static final ConfigStatus NOTHING_CONFIGURED = new ConfigStatus(ConfigHistory.EMPTY, null, List.of(), NOON);

    private Samples() {}

    private static CatchUp.Sample look(int second, long logEnd, long committed) {
        return new CatchUp.Sample(Instant.EPOCH.plusSeconds(second), logEnd, committed);
    }

    static Mark mark(@Nullable String text) {
        Map<LakeTable, TableMark> tables = new EnumMap<>(LakeTable.class);
        for (LakeTable table : LakeTable.all()) {
            tables.put(
                    table,
                    new TableMark(
                            "u-" + table.tableName(),
                            Long.MAX_VALUE - table.ordinal(),
                            "/lake/1.metadata.json",
                            0,
                            100 + table.ordinal(),
                            null));
        }
        return new Mark(
                "monday",
                new Mark.Origin(NOON.plusNanos(123_456_789), TEXT, text != null),
                new Mark.Commit("staging", 2, 41, NOON.plusMillis(50), text),
                new Mark.Source("events.raw", 1, List.of(new NextOffset(1, 0, 5))),
                tables,
                new Mark.Proof(text, 412, List.of()));
    }

    static StatusReport status() {
        CheckpointStamp stamp = new CheckpointStamp(2, 41, "job", "operator");
        TableStatus events = new TableStatus(
                LakeTable.EVENTS,
                true,
                null,
                true,
                new SnapshotNotes(Long.MAX_VALUE, NOON.minusMillis(1_234), 127, stamp),
                stamp,
                List.of("monday", "tuesday"));
        TableStatus unwritten = new TableStatus(LakeTable.DUPLICATES, true, null, false, null, null, List.of());
        TableStatus lost =
                new TableStatus(LakeTable.THROTTLED, false, "/lake/2.metadata.json", false, null, null, List.of());
        LakeStatus lake = new LakeStatus(
                new LakeStatus.Owner("staging", 2, "a-start"),
                List.of(events, unwritten, lost),
                new LakeStatus.Flow(NOON.minusSeconds(60), new Position(List.of(), 0, List.of())),
                new LakeStatus.Past(3, mark("earlier"), trash()),
                new LakeStatus.Unfinished(journal(), List.of("wednesday")),
                new LastAudit("2026-01-03T12:00:00.5Z", false, 7, Map.of("hole", 2L, "double", 1L)));
        Map<Integer, OffsetRange> log = Map.of(1, new OffsetRange(3, 70), 0, new OffsetRange(0, 500));
        return new StatusReport(
                lake, log, SLOW, true, List.of("The table throttled is lost.", TEXT), NOON, configuration(), jobs());
    }

    /** Two versions, the newest in an hour; the topic has the first and, of another table, a third. */
    static ConfigStatus configuration() {
        List<ConfigVersion> versions = new ArrayList<>();
        for (long number = 1; number <= 3; number++) {
            versions.add(new ConfigVersion(
                    number,
                    new TreeMap<>(Map.of(new ConfigKey.Project("p" + number), Optional.of(ConfigValue.Project.PLAIN))),
                    NOON.plusSeconds(3_600 * (number - 1)).toEpochMilli(),
                    "ops",
                    "ticket " + number,
                    NOON.minusSeconds(90).toEpochMilli()));
        }
        return new ConfigStatus(
                Objects.requireNonNull(ConfigHistory.of(versions.subList(0, 2)).orNull()),
                List.of(versions.get(0), versions.get(2)),
                List.of(),
                NOON);
    }

    static List<JobVersions> jobs() {
        return List.of(new JobVersions(
                "a-job", "tidemark", new FlinkJobs.TaskNumbers(4, new TreeMap<>(Map.of(0, 2L, 1, 2L, 3, 1L)))));
    }

    static StatusReport emptyStatus() {
        LakeStatus lake = new LakeStatus(
                new LakeStatus.Owner(null, 1, null),
                List.of(),
                null,
                new LakeStatus.Past(0, null, List.of()),
                new LakeStatus.Unfinished(null, List.of()),
                null);
        return new StatusReport(lake, null, new CatchUp(List.of()), false, List.of(), NOON, NOTHING_CONFIGURED, null);
    }

    /** With a log, and what is known of the job without having watched it. */
    static StatusReport unwatchedStatus(CatchUp catchUp) {
        return new StatusReport(
                emptyStatus().lake(),
                Map.of(0, new OffsetRange(0, 9)),
                catchUp,
                false,
                List.of(),
                NOON,
                NOTHING_CONFIGURED,
                null);
    }

    static List<Trashed> trash() {
        return List.of(
                new Trashed(
                        TableIdentifier.of("tidemark_trash", "tidemark__events__1"),
                        "tidemark.events",
                        "u-1",
                        120,
                        NOON.minusSeconds(9),
                        NOON.plusSeconds(9)),
                new Trashed(TableIdentifier.of("tidemark_trash", "tidemark__x__2"), null, "u-2", 0, null, null));
    }

    static AuditReport audit(@Nullable Long lag, boolean holds) {
        Findings findings = holds
                ? new Findings(List.of(), Map.of())
                : new Findings(
                        List.of(
                                new LogFinding.Hole(1, 3, new OffsetRange(17, 20), LogFinding.Hole.Proof.RECORDS),
                                new LogFinding.TableBehind(LakeTable.MERGE_IDS, 12, LakeTable.EVENTS)),
                        Map.of("table-behind", 1L, "hole", 1_234L));
        return new AuditReport(
                new ConsistentCut(Map.of(), 1, null, Map.of()),
                new Counts(
                        Map.of(LakeTable.EVENTS, 1_200L, LakeTable.MERGE_IDS, 7L, LakeTable.DEAD_LETTERS, 5L),
                        Map.of("invalid_json", 3L, "id_too_short", 2L),
                        53),
                List.of(),
                lag,
                findings);
    }

    static CheckResults checks(@Nullable Mark mark) {
        return new CheckResults(
                List.of(
                        new SqlChecks.Finding("merges_have_depth_one", "A row is a chain.", List.of(), 0, null),
                        new SqlChecks.Finding(
                                "no_record_is_missing",
                                "A row is a hole.",
                                List.of("{\"partition\":0,\"x\":1.50}", "{\"partition\":1}"),
                                2,
                                null),
                        new SqlChecks.Finding("a_check", "A row is a device.", List.of(), 0, "No \"such\" table.")),
                mark,
                NOON,
                Duration.ofMillis(41));
    }

    static RestorePlan restorePlan() {
        return new RestorePlan(
                "staging",
                2,
                new Target("monday", 1, 5, Map.of(), List.of(), null),
                List.of(
                        new TableReturn(LakeTable.EVENTS, Long.MAX_VALUE, Long.MIN_VALUE, 127, 4, 0, 1),
                        new TableReturn(LakeTable.DUPLICATES, null, 3, 0, 0, 0, 0)),
                List.of(new Resume(1, 0, 44, 0, 72), new Resume(1, 1, 24, 30, 35)));
    }

    static RestoreJournal journal() {
        return RestoreJournal.begin(restorePlan())
                .with(new RestoreJournal.Done(RestoreStep.FENCE, NOON.toString(), 307, "epoch 3 on every table"))
                .with(new RestoreJournal.Done(RestoreStep.STOP, NOON.toString(), 0, "no job runs"));
    }

    static RestoreOutcome restored(@Nullable AuditReport audit, @Nullable CatchUp catchUp) {
        StartPoint start = catchUp == null ? null : new StartPoint(3, 5, "file:/lake/checkpoints/5", List.of());
        return new RestoreOutcome(journal(), start, audit == null, audit, catchUp);
    }

    static DrillReport drill() {
        RowsDigest rows = new RowsDigest(4_878, 1, 2);
        return new DrillReport(
                "january-4",
                new DrillSettings(Path.of("drill"), 30_000, 700, 4),
                List.of(
                        new DrillReport.Step("The right job runs", null, 13.649, "2000 records committed"),
                        new DrillReport.Step("A mark", "tidemark mark --name good", 2, TEXT)),
                List.of(new DrillReport.Check("`tidemark mark` succeeds", true, "")),
                List.of(
                        new DrillReport.TableComparison(LakeTable.EVENTS, rows, rows),
                        new DrillReport.TableComparison(LakeTable.THROTTLED, rows, RowsDigest.EMPTY)),
                List.of(new DrillReport.Compared("back at the mark", "days", 0.04)));
    }

    static CarePlan carePlan() {
        return new CarePlan(
                NOON,
                Map.of(LakeTable.EVENTS, List.of(1L, 2L), LakeTable.MERGE_IDS, List.of(3L)),
                Map.of(LakeTable.DUPLICATES, List.of("/lake/a")),
                List.of("one.json", "two.json"),
                Map.of(
                        LakeTable.EVENTS,
                        List.of(
                                new CarePlan.Bin(List.of("/lake/b", "/lake/c"), 1L << 40, 1),
                                new CarePlan.Bin(List.of("/lake/d"), 5, 2))));
    }

    static UpgradePlan upgradePlan() {
        return new UpgradePlan(
                "here",
                "staging",
                Map.of(
                        LakeTable.DEAD_LETTERS,
                        List.of("released_from"),
                        LakeTable.EVENTS,
                        List.of("config_version", "released_from")));
    }

    static Undrop.Plan undropFromTrash() {
        return new Undrop.Plan(
                TableIdentifier.of("tidemark", "events"),
                "u-1",
                7,
                TableIdentifier.of("tidemark_trash", "tidemark__events__1"),
                null,
                null,
                List.of("config_version"),
                "0123456789ab");
    }

    static Undrop.Plan undropFromFiles() {
        return new Undrop.Plan(
                TableIdentifier.of("tidemark", "events"),
                "u-1",
                7,
                null,
                "/lake/1.metadata.json",
                "/lake/2.metadata.json",
                List.of(),
                "ab0123456789");
    }

    static IdentityOverride map() {
        return new IdentityOverride(
                2,
                OverrideKind.MAP,
                new Subject("sparkify", null, "ann@old.example", Long.MAX_VALUE),
                new Subject("sparkify", null, "ann@new.example", -5),
                "root",
                TEXT,
                NOON.plusNanos(1_000));
    }

    static IdentityOverride block() {
        return new IdentityOverride(
                1, OverrideKind.BLOCK_DEVICE, new Subject(null, "till-3", null, 17), null, "root", "shared", NOON);
    }

    static OverridePlan overridePlan() {
        return new OverridePlan(
                3,
                new OverridePlan.Request(OverrideKind.MAP, map().subject(), map().to(), "root", "why"),
                "Who is ann.",
                1,
                31);
    }

    static RebuildPlan rebuildPlan() {
        RowsDigest before = new RowsDigest(85, 1, 2);
        RowsDigest after = new RowsDigest(86, 3, 4);
        TableMark.Contents counted = new TableMark.Contents(before, 40);
        return new RebuildPlan(
                Long.MAX_VALUE,
                270,
                List.of(
                        new RebuildPlan.Change(
                                LakeTable.IDENTITIES,
                                false,
                                5L,
                                5L,
                                before,
                                after,
                                new RowsDifference(1, 2, 3, List.of("- a \"row\"", "+ a row")),
                                new RebuildPlan.Marked(counted, new TableMark.Contents(after, 41))),
                        new RebuildPlan.Change(
                                LakeTable.MERGE_IDS,
                                true,
                                null,
                                null,
                                RowsDigest.EMPTY,
                                after,
                                new RowsDifference(0, 0, 0, List.of()),
                                null)));
    }
}
