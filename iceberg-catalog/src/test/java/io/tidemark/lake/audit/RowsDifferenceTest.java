package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.RowsDifference.Side;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.read.RebuiltTable;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsDifferenceTest {
    private static final OffsetDateTime TIME = OffsetDateTime.of(2016, 1, 4, 10, 0, 0, 0, ZoneOffset.UTC);

    @Test
    void theSameRowsInOtherFilesDoNotDiffer(@TempDir Path directory) {
        try (TestLake one = new TestLake(directory.resolve("one"));
                TestLake two = new TestLake(directory.resolve("two"))) {
            one.checkpoint(1, 1, LakeTable.MERGE_IDS, merges(0, 50));
            two.checkpoint(1, 1, LakeTable.MERGE_IDS, merges(20, 50))
                    .checkpoint(1, 2, LakeTable.MERGE_IDS, merges(0, 20));

            assertThat(difference(one, two, 7).isEmpty()).isTrue();
        }
    }

    @Test
    void whatOnlyOneHasIsCountedAndShownHoweverManyPasses(@TempDir Path directory) {
        try (TestLake one = new TestLake(directory.resolve("one"));
                TestLake two = new TestLake(directory.resolve("two"))) {
            one.checkpoint(1, 1, LakeTable.MERGE_IDS, merges(0, 50))
                    .checkpoint(1, 2, LakeTable.MERGE_IDS, merges(5, 6));
            two.checkpoint(1, 1, LakeTable.MERGE_IDS, merges(2, 53));
            for (int rowsPerPass : List.of(3, 40, 1_000)) {
                RowsDifference difference = difference(one, two, rowsPerPass);

                // Rows 0 and 1, and the second of row 5; against 50, 51 and 52.
                assertThat(difference.onlyFirst()).isEqualTo(3);
                assertThat(difference.onlySecond()).isEqualTo(3);
                assertThat(difference.keys()).isEqualTo(6);
                assertThat(difference.examples()).anyMatch(row -> row.startsWith("- ") && row.contains("cause_uuid=0"));
                assertThat(difference.examples())
                        .anyMatch(row -> row.startsWith("+ ") && row.contains("cause_uuid=52"));
            }
        }
    }

    @Test
    void publishingReplacesTheRowsInOneCommitAndKeepsWhatWas(@TempDir Path directory) {
        try (TestLake lake = new TestLake(directory)) {
            lake.checkpoint(1, 7, LakeTable.MERGE_IDS, merges(0, 10));
            RebuiltTable rebuilt = RebuiltTable.of(lake.lake(Purpose.REBUILD), LakeTable.MERGE_IDS);
            Long head = rebuilt.head();
            rebuilt.clear(TableOptions.defaults());
            CheckpointStamp stamp = new CheckpointStamp(1, 7, "job", "operator");

            assertThat(digest(lake.lake(), rebuilt.rebuilt())).isEqualTo(RowsDigest.EMPTY);
            assertThat(digest(lake.lake(), head).rows()).isEqualTo(10);
            assertThat(rebuilt.head()).isEqualTo(head);

            rebuilt.publish(head, stamp);
            Table table = lake.lake(Purpose.REBUILD).table(LakeTable.MERGE_IDS);
            assertThat(SnapshotNotes.ofHead(table).stamp()).isEqualTo(stamp);
            assertThat(SnapshotNotes.history(table)).hasSize(2);
            assertThat(table.snapshot("before-rebuild-" + head).snapshotId()).isEqualTo(head);
            assertThat(table.refs()).containsOnlyKeys("main", "before-rebuild-" + head);
        }
    }

    @Test
    void aTableThatWasWrittenToMeanwhileKeepsWhatCame(@TempDir Path directory) {
        try (TestLake lake = new TestLake(directory)) {
            lake.checkpoint(1, 7, LakeTable.MERGE_IDS, merges(0, 10));
            RebuiltTable rebuilt = RebuiltTable.of(lake.lake(Purpose.REBUILD), LakeTable.MERGE_IDS);
            Long head = rebuilt.head();
            rebuilt.clear(TableOptions.defaults());
            lake.checkpoint(1, 8, LakeTable.MERGE_IDS, merges(10, 11));
            Long later = rebuilt.head();

            assertThatThrownBy(() -> rebuilt.publish(head, new CheckpointStamp(1, 7, "job", "operator")))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("was written to since")
                    .hasMessageContaining("Stop the job");
            assertThat(rebuilt.head()).isEqualTo(later);
            assertThat(digest(lake.lake(), later).rows()).isEqualTo(11);
        }
    }

    @Test
    void rowsOfATableThatWasNeverWrittenAreItsFirst(@TempDir Path directory) {
        try (TestLake lake = new TestLake(directory)) {
            RebuiltTable rebuilt = RebuiltTable.of(lake.lake(Purpose.REBUILD), LakeTable.MERGE_IDS);
            rebuilt.clear(TableOptions.defaults());
            CheckpointStamp stamp = new CheckpointStamp(1, 7, "job", "operator");

            rebuilt.publish(null, stamp);
            Table table = lake.lake().table(LakeTable.MERGE_IDS);
            assertThat(SnapshotNotes.ofHead(table).stamp()).isEqualTo(stamp);
            assertThat(table.refs()).containsOnlyKeys("main");
        }
    }

    @Test
    void aCatalogThatCannotRenameIsToldSoBeforeAnythingIsComputed(@TempDir Path directory) {
        try (TestLake lake = new TestLake(directory)) {
            lake.lose(LakeTable.MERGE_IDS);
            RebuiltTable rebuilt = RebuiltTable.of(lake.lake(Purpose.REBUILD), LakeTable.MERGE_IDS);

            assertThatThrownBy(() -> rebuilt.clear(TableOptions.defaults()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("cannot rename");
        }
    }

    private static RowsDigest digest(Lake lake, Long snapshot) {
        return RowsDigest.of(lake.table(LakeTable.MERGE_IDS), snapshot);
    }

    private static RowsDifference difference(TestLake one, TestLake two, int rowsPerPass) {
        return RowsDifference.between(side(one), side(two), 103, "kafka_offset", rowsPerPass);
    }

    private static Side side(TestLake lake) {
        Table table = lake.lake(Purpose.REBUILD).table(LakeTable.MERGE_IDS);
        return new Side(table, table.currentSnapshot().snapshotId());
    }

    private static List<Map<String, Object>> merges(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(offset -> Map.<String, Object>of(
                        "project_id",
                        "default",
                        "amplitude_id",
                        1L,
                        "merged_amplitude_id",
                        2L,
                        "merge_event_time",
                        TIME,
                        "merge_server_time",
                        TIME,
                        "cause_uuid",
                        Long.toString(offset),
                        "rule_version",
                        1,
                        "ingest_epoch",
                        1,
                        "kafka_partition",
                        0,
                        "kafka_offset",
                        offset))
                .toList();
    }
}
