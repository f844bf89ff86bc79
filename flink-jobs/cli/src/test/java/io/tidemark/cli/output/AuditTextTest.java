package io.tidemark.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.audit.Counts;
import io.tidemark.lake.audit.Finding;
import io.tidemark.lake.audit.Findings;
import io.tidemark.lake.audit.LogFinding;
import io.tidemark.lake.audit.VersionCounts;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.log.PartitionSpan;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.LakeTable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTextTest {
    private static final Counts COUNTS = new Counts(
            Map.of(
                    LakeTable.EVENTS, 1_200L,
                    LakeTable.DUPLICATES, 30L,
                    LakeTable.DEAD_LETTERS, 5L,
                    LakeTable.IDENTITIES, 60L,
                    LakeTable.MERGE_IDS, 7L),
            Map.of("invalid_json", 3L, "id_too_short", 2L),
            53);
    private static final Findings NONE = new Findings(List.of(), Map.of());

    @Test
    void lakeThatHoldsIsCountedAndSaidToHold() {
        assertThat(text(0L, NONE)).isEqualTo("""
                1,235 records, each in one table: 1,200 accepted, 30 duplicate, 0 throttled, 5 rejected.
                  rejected: id_too_short 2, invalid_json 3
                  partition 0: offsets 0 to 999, 1,000 records
                  partition 1: offsets 10 to 244, 235 records
                60 identity changes, 7 merges: 53 people.
                The audit holds: nothing lost, nothing double, everybody who they should be.
                """);
    }

    @Test
    void recordsOnTheirWayAreNoFinding() {
        assertThat(text(1_500L, NONE))
                .contains("1,500 records in the topic are not committed yet.\n")
                .endsWith("everybody who they should be.\n");
    }

    @Test
    void logThatWasNotAskedSaysNothingOfWhatIsStillToCome() {
        assertThat(text(null, NONE)).doesNotContain("in the topic").doesNotContain("null");
    }

    @Test
    void whatDoesNotHoldIsNamedWithItsPlaceAndCounted() {
        Finding hole = new LogFinding.Hole(1, 3, new OffsetRange(17, 20), LogFinding.Hole.Proof.RECORDS);
        Finding behind = new LogFinding.TableBehind(LakeTable.MERGE_IDS, 12, LakeTable.EVENTS);
        String text = text(0L, new Findings(List.of(hole, behind), Map.of("hole", 1_234L, "table-behind", 1L)));
        assertThat(text)
                .contains("  ✗ Partition 3, offsets 17 to 19: in none of the four outcome tables")
                .contains("  ✗ Table merge_ids was not written to, or was set back: events has 12 newer snapshots.")
                .endsWith("The audit does not hold: 1,235 findings (hole 1234, table-behind 1).\n")
                .doesNotContain("The audit holds");
    }

    @Test
    void lakeWithoutRecordsIsSaidSo() {
        AuditReport empty = new AuditReport(
                new ConsistentCut(Map.of(), 0, null, Map.of()), new Counts(Map.of(), Map.of(), 0), List.of(), 0L, NONE);
        assertThat(print(empty))
                .startsWith("0 records")
                .doesNotContain("partition")
                .doesNotContain("rejected:");
    }

    @Test
    void versionsAreSaidWhereThereAreAny() {
        assertThat(text(0L, NONE)).doesNotContain("service configuration");
        assertThat(text(0L, NONE, new VersionCounts(7, 0, 0)))
                .contains("53 people.\nThe newest version of the service configuration is 7.\nThe audit holds");
        assertThat(text(0L, NONE, new VersionCounts(7, 1_234, 0)))
                .contains(
                        "configuration is 7.\n  decided by an earlier version than the one in force, as a collector may"
                                + " that is behind: 1,234\n");
        assertThat(text(0L, NONE, new VersionCounts(7, 1_234, 200)))
                .contains(": 1,234 (of 200 that were looked at in the log, each names its version)\n");
    }

    private static String text(Long lag, Findings findings) {
        return text(lag, findings, null);
    }

    private static String text(Long lag, Findings findings, VersionCounts versions) {
        return print(new AuditReport(
                new ConsistentCut(Map.of(), 1, 7L, Map.of()),
                COUNTS,
                List.of(
                        new PartitionSpan(1, 0, 1_000, 0, 999, new OffsetRange(0, 1_000)),
                        new PartitionSpan(1, 1, 235, 10, 244, null)),
                lag,
                findings,
                versions));
    }

    private static String print(AuditReport report) {
        StringWriter text = new StringWriter();
        AuditText.print(report, new PrintWriter(text, true));
        return text.toString();
    }
}
