package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.LogFinding.BeyondLog;
import io.tidemark.lake.audit.LogFinding.Doubled;
import io.tidemark.lake.audit.LogFinding.Hole;
import io.tidemark.lake.audit.LogFinding.Hole.Proof;
import io.tidemark.lake.audit.LogFinding.RepeatsNothing;
import io.tidemark.lake.audit.LogFinding.TableBehind;
import io.tidemark.lake.audit.LogFinding.TailMissing;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.log.PartitionSpan;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thing is broken in each test, and exactly that is found. */
class TilingTest {
    @TempDir
    Path directory;

    private final Story story = new Story();

    @BeforeEach
    void tell() {
        LogPosition first = story.event(0, "d1", null);
        story.throttled(0);
        story.rejected(0, "invalid_json");
        story.duplicate(0, first);
        story.event(0, "d1", "david");
        story.log().marker(0);
        story.event(0, "d1", null);
        story.event(1, "d2", "john");
        story.rejected(1, "too_large");
        story.rejected(1, "invalid_json");
        story.groupIdentify(1, "d2");
    }

    @Test
    void whatIsWholeHolds() {
        try (TestLake lake = new TestLake(directory).write(story)) {
            AuditReport report = lake.audit(story.log());
            assertThat(report.findings().listed()).isEmpty();
            assertThat(report.holds()).isTrue();
            assertThat(report.lag()).isZero();
            assertThat(report.counts())
                    .isEqualTo(new Counts(
                            Map.of(
                                    LakeTable.EVENTS, 5L,
                                    LakeTable.DUPLICATES, 1L,
                                    LakeTable.THROTTLED, 1L,
                                    LakeTable.DEAD_LETTERS, 3L,
                                    LakeTable.IDENTITIES, 3L,
                                    LakeTable.MERGE_IDS, 1L),
                            Map.of("invalid_json", 2L, "too_large", 1L),
                            2));
            assertThat(report.counts().records()).isEqualTo(10);
            assertThat(report.partitions())
                    .containsExactly(
                            new PartitionSpan(1, 0, 6, 0, 6, new OffsetRange(0, 7)),
                            new PartitionSpan(1, 1, 4, 0, 3, new OffsetRange(0, 4)));
        }
    }

    @Test
    void anEmptyLakeHolds() {
        try (TestLake lake = new TestLake(directory)) {
            AuditReport report = lake.audit(new FakeLog(1));
            assertThat(report.holds()).isTrue();
            assertThat(report.counts().people()).isZero();
            assertThat(report.cut().describe()).isEqualTo("The tables were never written.");
        }
    }

    @Test
    void withoutTheLogEveryHoleInsideIsAFinding() {
        try (TestLake lake = new TestLake(directory).write(story)) {
            AuditReport report = new Audit(lake.lake(), new SimpleRules()).run(null, true);
            assertThat(report.findings().listed())
                    .containsExactly(new Hole(1, 0, new OffsetRange(5, 6), Proof.NOT_ASKED));
            assertThat(report.lag()).isNull();
            assertThat(report.findings().listed().get(0).message())
                    .isEqualTo("Partition 0, offset 5: in none of the four outcome tables;"
                            + " the log was not queried for them.");
        }
    }

    @Test
    void aLostRecordIsAHole() {
        story.rows(LakeTable.THROTTLED).clear();
        story.rows(LakeTable.DEAD_LETTERS).remove(0);
        assertFinds(new Hole(1, 0, new OffsetRange(1, 3), Proof.RECORDS));
    }

    @Test
    void aLostFirstRecordIsAHole() {
        // The log still has it, so it should have been taken in.
        story.rejected(2, "invalid_json");
        story.rejected(2, "invalid_json");
        story.rows(LakeTable.DEAD_LETTERS).remove(3);
        assertFinds(new Hole(1, 2, new OffsetRange(0, 1), Proof.RECORDS));
    }

    @Test
    void whatWasForgottenBeforeTheFirstRecordIsNoHole() {
        story.log().forget(3, 40);
        story.rejected(3, "invalid_json");
        story.log().forget(1, 2);
        assertFinds();
    }

    @Test
    void aHoleThatTheLogHasForgottenIsToldApart() {
        story.rows(LakeTable.THROTTLED).clear();
        story.rows(LakeTable.DEAD_LETTERS).remove(0);
        story.log().forget(0, 2);
        assertFinds(
                new Hole(1, 0, new OffsetRange(1, 2), Proof.FORGOTTEN),
                new Hole(1, 0, new OffsetRange(2, 3), Proof.RECORDS));
        assertThat(new Hole(1, 0, new OffsetRange(1, 2), Proof.FORGOTTEN).message())
                .contains("cannot be told from transaction markers, for Kafka no longer has them");
    }

    @Test
    void aRecordThatATableHoldsTwiceIsDoubled() {
        story.rows(LakeTable.THROTTLED).add(story.rows(LakeTable.THROTTLED).get(0));
        assertFinds(new Doubled(new LogPosition(1, 0, 1), List.of(LakeTable.THROTTLED, LakeTable.THROTTLED)));
    }

    @Test
    void aRecordWithTwoOutcomesIsDoubled() {
        story.rows(LakeTable.THROTTLED).get(0).put(Columns.KAFKA_OFFSET, 2L);
        assertFinds(
                new Doubled(new LogPosition(1, 0, 2), List.of(LakeTable.THROTTLED, LakeTable.DEAD_LETTERS)),
                new Hole(1, 0, new OffsetRange(1, 2), Proof.RECORDS));
        assertThat(new Doubled(new LogPosition(2, 0, 2), List.of(LakeTable.EVENTS, LakeTable.THROTTLED)).message())
                .isEqualTo("The record of partition 0, offset 2 of epoch 2 is there 2 times: in events and throttled.");
    }

    @Test
    void aMissingTailIsAFindingOnceTheRunSaysThatItIsDone() {
        story.log().record(1).record(1);
        assertFinds(new TailMissing(1, 1, new OffsetRange(4, 6)));
    }

    @Test
    void aMissingTailIsLagWhileTheJobRuns() {
        story.log().record(1).record(1);
        try (TestLake lake = new TestLake(directory).write(story)) {
            AuditReport report = new Audit(lake.lake(), new SimpleRules()).run(story.log(), false);
            assertThat(report.holds()).isTrue();
            assertThat(report.lag()).isEqualTo(2);
        }
    }

    @Test
    void aPartitionThatWasNeverReadIsAMissingTail() {
        story.log().forget(7, 30);
        story.log().record(7);
        assertFinds(new TailMissing(1, 7, new OffsetRange(30, 31)));
    }

    @Test
    void markersAtTheEndAreNoTail() {
        story.log().marker(0).marker(1).marker(9);
        assertFinds();
    }

    @Test
    void aTailThatTheLogHasForgottenIsAFinding() {
        story.log().record(1).forget(1, 5);
        assertFinds(new Hole(1, 1, new OffsetRange(4, 5), Proof.FORGOTTEN));
    }

    @Test
    void rowsBeyondTheLogsEndAreOfAnotherTopic() {
        FakeLog anew = new FakeLog(1).record(0).record(1).record(1).record(1).record(1);
        try (TestLake lake = new TestLake(directory).write(story)) {
            assertThat(lake.audit(anew).findings().listed()).contains(new BeyondLog(1, 0, 6, 1));
        }
    }

    @Test
    void anotherEpochIsAnotherLog() {
        Story anew = new Story(2);
        anew.rejected(0, "invalid_json");
        try (TestLake lake = new TestLake(directory).write(story).write(anew)) {
            AuditReport report = lake.audit(anew.log());
            assertThat(report.findings().listed())
                    .as("the marker of the first topic, which nobody can be asked for")
                    .containsExactly(new Hole(1, 0, new OffsetRange(5, 6), Proof.FORGOTTEN));
            assertThat(report.partitions()).hasSize(3);
        }
    }

    @Test
    void aDuplicateOfNothingIsAFinding() {
        story.rows(LakeTable.DUPLICATES).get(0).put(Columns.REPEATS_OFFSET, 2L);
        assertFinds(new RepeatsNothing(new LogPosition(1, 0, 3), new LogPosition(1, 0, 2)));
    }

    @Test
    void onlyTheFirstHundredOfAKindAreListed() {
        for (int i = 0; i < 150; i++) {
            story.log().record(5);
            story.rejected(5, "invalid_json");
        }
        try (TestLake lake = new TestLake(directory).write(story)) {
            Findings findings = lake.audit(story.log()).findings();
            assertThat(findings.listed()).hasSize(Findings.LISTED_PER_KIND);
            assertThat(findings.counts()).isEqualTo(Map.of("hole", 150L));
            assertThat(findings.total()).isEqualTo(150);
        }
    }

    @Test
    void whileTheJobWritesTheTablesAreReadAtACheckpointThatAllHave() {
        try (TestLake lake = new TestLake(directory)) {
            LakeTable.pipeline().forEach(table -> lake.checkpoint(1, 1, table, story.rows(table)));
            Story more = new Story();
            more.log().forget(0, 7);
            more.event(0, "d3", null);
            lake.checkpoint(1, 2, LakeTable.EVENTS, more.rows(LakeTable.EVENTS));
            story.log().record(0);
            AuditReport report = new Audit(lake.lake(), new SimpleRules()).run(story.log(), false);
            assertThat(report.findings().listed()).isEmpty();
            assertThat(report.lag()).isOne();
            assertThat(report.cut().describe()).isEqualTo("Every table was read at checkpoint 1 of epoch 1.");
            assertThat(report.cut().newer()).isEqualTo(Map.of(LakeTable.EVENTS, 1));
        }
    }

    @Test
    void aTableThatStandsStillIsAFinding() {
        try (TestLake lake = new TestLake(directory)) {
            LakeTable.pipeline().forEach(table -> lake.checkpoint(1, 1, table, story.rows(table)));
            for (int checkpoint = 2; checkpoint <= 12; checkpoint++) {
                for (LakeTable table : LakeTable.pipeline()) {
                    if (table != LakeTable.MERGE_IDS) {
                        lake.checkpoint(1, checkpoint, table, List.of());
                    }
                }
            }
            AuditReport report = new Audit(lake.lake(), new SimpleRules()).run(story.log(), false);
            assertThat(report.findings().listed()).singleElement().isInstanceOfSatisfying(TableBehind.class, behind -> {
                assertThat(behind.table()).isEqualTo(LakeTable.MERGE_IDS);
                assertThat(behind.newer()).isEqualTo(11);
            });
        }
    }

    @Test
    void aMissingTableIsAFailureThatNamesIt() {
        try (TestLake lake = new TestLake(directory)) {
            lake.lose(LakeTable.THROTTLED);
            assertThatThrownBy(() -> lake.audit(story.log()))
                    .isInstanceOf(LakeFailure.class)
                    .hasMessageContaining("tidemark.throttled");
        }
    }

    @Test
    void aMissingFileIsAFailureThatNamesIt() throws IOException {
        try (TestLake lake = new TestLake(directory).write(story)) {
            Table table = lake.lake().table(LakeTable.THROTTLED);
            try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
                tasks.forEach(task -> table.io().deleteFile(task.file().location()));
            }
            assertThatThrownBy(() -> lake.audit(story.log()))
                    .isInstanceOf(LakeFailure.class)
                    .hasMessageContaining("Could not read the table")
                    .hasMessageContaining("throttled")
                    .hasMessageContaining("a data file is gone");
        }
    }

    private void assertFinds(Finding... expected) {
        try (TestLake lake = new TestLake(directory).write(story)) {
            AuditReport report = lake.audit(story.log());
            assertThat(report.findings().listed()).containsExactlyInAnyOrder(expected);
            Map<String, Long> counts = new HashMap<>();
            for (Finding finding : expected) {
                counts.merge(finding.kind(), 1L, Long::sum);
                assertThat(finding.message()).endsWith(".");
            }
            assertThat(report.findings().counts()).isEqualTo(counts);
        }
    }
}
