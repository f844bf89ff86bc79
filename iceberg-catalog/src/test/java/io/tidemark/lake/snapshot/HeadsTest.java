package io.tidemark.lake.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadsTest {
    @TempDir
    Path directory;

    @Test
    void readsTheNotesThatFlinksSinkLeaves() {
        try (Lake lake = Lake.open(
                CatalogSettings.local(directory.resolve("catalog.db"), directory.resolve("warehouse")),
                Caller.of("test").as(Writer.of(1)))) {
            lake.createMissing(TableOptions.defaults());
            commit(
                    lake,
                    Map.of(
                            "flink.max-committed-checkpoint-id", "17",
                            "flink.job-id", "a1b2",
                            "flink.operator-id", "c3d4",
                            "tidemark.epoch", "3"));
            commit(lake, Map.of());
            Heads heads = Heads.of(lake);
            assertThat(heads.history(LakeTable.EVENTS)).hasSize(2);
            assertThat(heads.stamp(LakeTable.EVENTS)).isEqualTo(new CheckpointStamp(3, 17, "a1b2", "c3d4"));
            assertThat(heads.head(LakeTable.EVENTS))
                    .isEqualTo(SnapshotNotes.ofHead(lake.table(LakeTable.EVENTS)))
                    .satisfies(head -> assertThat(head.stamp()).isNull());
            assertThat(heads.newestCommit())
                    .isEqualTo(Instant.ofEpochMilli(
                            lake.table(LakeTable.EVENTS).currentSnapshot().timestampMillis()));
            assertThat(heads.head(LakeTable.THROTTLED)).isNull();
            assertThat(heads.totalOutcomes()).isZero();
        }
    }

    private static void commit(Lake lake, Map<String, String> notes) {
        AppendFiles append = lake.table(LakeTable.EVENTS).newAppend();
        notes.forEach(append::set);
        append.commit();
    }
}
