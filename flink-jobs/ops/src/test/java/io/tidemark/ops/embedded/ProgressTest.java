package io.tidemark.ops.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Progress is what all six tables hold together. */
class ProgressTest {
    @Test
    void whatIsNotYetInEveryTableDoesNotCount() {
        Map<LakeTable, List<SnapshotNotes>> tables = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().forEach(table -> tables.put(table, commits(table == LakeTable.MERGE_IDS ? 1 : 2)));

        assertThat(Progress.of(new Heads(tables)).accepted()).isEqualTo(10);
        tables.put(LakeTable.MERGE_IDS, commits(2));
        assertThat(Progress.of(new Heads(tables)).accepted()).isEqualTo(20);
    }

    @Test
    void whileTheFirstCommitsComeOneAfterAnotherThereIsNone() {
        Map<LakeTable, List<SnapshotNotes>> tables = new EnumMap<>(LakeTable.class);
        tables.put(LakeTable.EVENTS, commits(1));

        assertThat(Progress.of(new Heads(tables)).records()).isZero();
    }

    @Test
    void tablesThatNoJobHasWrittenCountAsTheyAre() {
        Map<LakeTable, List<SnapshotNotes>> tables = new EnumMap<>(LakeTable.class);
        tables.put(LakeTable.EVENTS, List.of(new SnapshotNotes(1, Instant.EPOCH, 7, null)));

        assertThat(Progress.of(new Heads(tables)).records()).isEqualTo(7);
    }

    private static List<SnapshotNotes> commits(int checkpoints) {
        List<SnapshotNotes> history = new ArrayList<>();
        for (int id = checkpoints; id >= 1; id--) {
            CheckpointStamp stamp = new CheckpointStamp(1, id, "job", "operator");
            history.add(new SnapshotNotes(id, Instant.ofEpochSecond(id), 10L * id, stamp));
        }
        return history;
    }
}
