package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.LogFinding.TableBehind;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows an audit reads, and what its report says beside findings. */
class AuditTest {
    @TempDir
    Path directory;

    private final Story story = new Story();

    private static List<TableBehind> behind(Map<LakeTable, Integer> newer) {
        Findings.Accumulator findings = new Findings.Accumulator();
        Audit.checkNoneBehind(new ConsistentCut(Map.of(), 1, 1L, newer), findings);
        return findings.done().listed().stream().map(TableBehind.class::cast).toList();
    }

    private static Map<LakeTable, Integer> allBut(LakeTable table, int newer) {
        Map<LakeTable, Integer> each = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().stream().filter(other -> other != table).forEach(other -> each.put(other, newer));
        return each;
    }

    @Test
    void tenCommitsThatATableHasNotAreTheCommitsOfOneCheckpointAndElevenAreNot() {
        assertThat(behind(allBut(LakeTable.EVENTS, 10))).isEmpty();
        assertThat(behind(allBut(LakeTable.EVENTS, 11)))
                .singleElement()
                .satisfies(found -> assertThat(found.table()).isEqualTo(LakeTable.EVENTS))
                .satisfies(found -> assertThat(found.newer()).isEqualTo(11));
    }

    @Test
    void eachTableThatStandsStillIsNamedAndTheOneThatIsFarthestAhead() {
        assertThat(behind(Map.of(LakeTable.EVENTS, 3, LakeTable.THROTTLED, 20, LakeTable.DUPLICATES, 5)))
                .containsExactly(
                        new TableBehind(LakeTable.DEAD_LETTERS, 20, LakeTable.THROTTLED),
                        new TableBehind(LakeTable.IDENTITIES, 20, LakeTable.THROTTLED),
                        new TableBehind(LakeTable.MERGE_IDS, 20, LakeTable.THROTTLED));
    }

    @Test
    void tablesThatAllGoOnAreNotBehind() {
        Map<LakeTable, Integer> all = allBut(LakeTable.EVENTS, 40);
        all.put(LakeTable.EVENTS, 1);
        assertThat(behind(all)).isEmpty();
        assertThat(behind(Map.of())).isEmpty();
    }

    @Test
    void anAuditTakesAtLeastARowAPass() {
        try (TestLake lake = new TestLake(directory).write(story)) {
            assertThatThrownBy(() -> new Audit(lake.lake(), new SimpleRules(), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not 0");
            assertThat(new Audit(lake.lake(), new SimpleRules(), 1)
                            .run(null, true)
                            .holds())
                    .isTrue();
        }
    }

    @Test
    void aRunThatIsDoneIsReadAtItsHeadsAndAnyOtherAtACheckpoint() {
        story.event(0, "d", "ann");
        try (TestLake lake = new TestLake(directory)) {
            LakeTable.pipeline().forEach(table -> lake.checkpoint(1, 1, table, story.rows(table)));
            Story more = new Story();
            more.rejected(0, "invalid_json");
            more.rejected(0, "invalid_json");
            story.rejected(0, "invalid_json");
            lake.checkpoint(
                    1,
                    2,
                    LakeTable.DEAD_LETTERS,
                    more.rows(LakeTable.DEAD_LETTERS).subList(1, 2));

            Audit audit = new Audit(lake.lake(), new SimpleRules());
            AuditReport running = audit.run(story.log(), false);
            assertThat(running.cut().checkpointId()).isEqualTo(1);
            assertThat(running.counts().rows(LakeTable.DEAD_LETTERS)).isZero();
            assertThat(running.lag()).isOne();
            assertThat(running.holds()).isTrue();

            AuditReport done = audit.run(story.log(), true);
            assertThat(done.cut().checkpointId()).isNull();
            assertThat(done.counts().rows(LakeTable.DEAD_LETTERS)).isOne();
            assertThat(done.counts().rejected()).isEqualTo(Map.of("invalid_json", 1L));
            assertThat(done.lag()).isZero();
            assertThat(done.holds()).isTrue();
        }
    }

    @Test
    void withoutTheLogThereIsNoLagAndNothingOfTheLog() {
        story.event(0, "d", "ann");
        try (TestLake lake = new TestLake(directory).write(story)) {
            AuditReport report = new Audit(lake.lake(), new SimpleRules()).run(null, true);
            assertThat(report.holds()).isTrue();
            assertThat(report.lag()).isNull();
            assertThat(report.partitions()).singleElement().satisfies(span -> assertThat(span.log())
                    .isNull());
        }
    }

    @Test
    void peopleAreWhoeverOwnsAnEventWithoutThoseWhoWereMergedAway() {
        try (TestLake lake = new TestLake(directory)) {
            assertThat(People.count(lake.lake())).isZero();
            story.event(0, "d", null);
            story.event(0, "d", "ann");
            story.event(0, "tablet", "ann");
            story.event(1, "e", "bob");
            story.event(1, "f", null);
            lake.write(story);
            assertThat(People.count(lake.lake()))
                    .as("ann, bob and f; d is ann")
                    .isEqualTo(3)
                    .isEqualTo(lake.audit(story.log()).counts().people());
        }
    }

    @Test
    void peopleAreCountedOnceInHoweverManyPasses() {
        for (int device = 0; device < 12; device++) {
            story.event(0, "d" + device, null);
            story.event(0, "d" + device, "user" + device % 5);
        }
        try (TestLake lake = new TestLake(directory).write(story)) {
            for (int rowsPerPass : new int[] {1, 5, 24, 1_000}) {
                assertThat(new Audit(lake.lake(), new SimpleRules(), rowsPerPass)
                                .run(story.log(), true)
                                .counts()
                                .people())
                        .as("%d rows a pass", rowsPerPass)
                        .isEqualTo(5);
            }
        }
    }
}
