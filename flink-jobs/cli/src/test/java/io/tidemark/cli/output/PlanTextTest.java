package io.tidemark.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.Resume;
import io.tidemark.lake.restore.StandIns;
import io.tidemark.lake.restore.TableReturn;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.upgrade.UpgradePlan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a person reads of the columns of tables before a plan is executed. */
class PlanTextTest {
    private static final List<String> LATER = List.of("config_version", "released_from");
    private static final UpgradePlan UPGRADE =
            new UpgradePlan("the catalog 'x'", "test", Map.of(LakeTable.EVENTS, LATER, LakeTable.THROTTLED, LATER));

    private static String text(Consumer<PrintWriter> print) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        print.accept(out);
        out.flush();
        return text.toString();
    }

    @Test
    void anUpgradeNamesTablesAndColumnsAndWhatFollows() {
        assertThat(text(out -> UpgradeText.plan(UPGRADE, "--lake DIR", out)))
                .startsWith("""
                        This would add columns to tables of the catalog 'x', behind those that they have:
                          events: config_version, released_from
                          throttled: config_version, released_from
                        """)
                .contains("No data file is read or written")
                .contains("a job of an earlier release refuses the lake")
                .contains("Stop the job first")
                .contains("second-writer")
                .contains("another-start")
                .endsWith("Nothing is changed yet. To do it: tidemark upgrade --lake DIR --execute " + UPGRADE.hash()
                        + System.lineSeparator());
    }

    @Test
    void anUpgradeThatIsDoneOrNotNeededSaysSo() {
        UpgradePlan none = new UpgradePlan("the catalog 'x'", "test", Map.of());
        assertThat(text(out -> UpgradeText.done(UPGRADE, out)))
                .contains("events: config_version, released_from")
                .contains("Start the job");
        assertThat(text(out -> UpgradeText.plan(none, "--lake DIR", out)))
                .contains("nothing to do")
                .doesNotContain("--execute");
        assertThat(text(out -> UpgradeText.done(none, out))).contains("nothing was changed");
    }

    @Test
    void aRestoreSaysWhichColumnsStayAndWhichSchemaGoesBack() {
        RestorePlan plan = new RestorePlan(
                "test",
                1,
                new Target("monday", 1, 5, Map.of(), List.of(), null),
                List.of(
                        new TableReturn(LakeTable.EVENTS, 7L, 5, 10, 2, 1, 1),
                        new TableReturn(LakeTable.DUPLICATES, 7L, 5, 10, 2, 2, 1),
                        new TableReturn(LakeTable.THROTTLED, 7L, 5, 10, 2, 2, 0),
                        new TableReturn(LakeTable.IDENTITIES, 7L, 5, 10, 2, 0, 0)),
                List.of());
        List<String> lines = text(out -> RestoreText.print(
                        plan, Map.of(LakeTable.EVENTS, LATER, LakeTable.DUPLICATES, LATER), List.of(), out))
                .lines()
                .toList();
        assertThat(line(lines, "events")).endsWith(" 2  keeps its later columns config_version, released_from");
        assertThat(line(lines, "duplicates"))
                .endsWith(" 2  schema 2 -> 1  keeps its later columns config_version, released_from");
        assertThat(line(lines, "throttled")).endsWith(" 2  schema 2 -> 0");
        assertThat(line(lines, "identities")).endsWith(" 2");
    }

    @Test
    void aRestoreSaysWhichVersionsDecideInPlaceOfOthers() {
        RestorePlan plan = new RestorePlan(
                        "test", 1, new Target("monday", 1, 5, Map.of(), List.of(), null), List.of(), List.of())
                .with(new StandIns(
                        "ops",
                        "wrong",
                        List.of(
                                new StandIns.StandIn(7, 5L, null),
                                new StandIns.StandIn(8, 0L, 5L),
                                new StandIns.StandIn(9, null, 5L))));
        assertThat(text(out -> RestoreText.print(plan, Map.of(), List.of(8L), out)))
                .contains("for 3 versions")
                .contains("what version 7 decided after that will be decided by version 5\n")
                .contains("decided by none: as before anything was configured (now by version 5)\n")
                .contains("what version 9 decided after that will be decided by itself again (now by version 5)\n")
                .contains("Attention: everything that version 8 says is configured still")
                .doesNotContain("Kafka no longer");
        RestorePlan deleted = new RestorePlan(
                        "test", 1, plan.target(), List.of(), List.of(new Resume(1, 0, 40, 60, 90)))
                .with(plan.standIns());
        assertThat(text(out -> RestoreText.print(deleted, Map.of(), List.of(), out)))
                .contains("what Kafka no longer has keeps the version by which it was decided");
        assertThat(text(out -> RestoreText.print(plan.with(null), Map.of(), List.of(), out)))
                .doesNotContain("Service configuration");
    }

    private static String line(List<String> lines, String table) {
        return lines.stream()
                .filter(line -> line.startsWith(table + " "))
                .findFirst()
                .orElseThrow();
    }
}
