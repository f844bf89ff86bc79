package io.tidemark.lake.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsistentCutTest {
    private final Map<LakeTable, List<SnapshotNotes>> histories = new EnumMap<>(LakeTable.class);

    private void commit(LakeTable table, int epoch, long checkpoint) {
        commit(table, new CheckpointStamp(epoch, checkpoint, "job", "sink"), epoch * 1_000L + checkpoint);
    }

    private void commit(LakeTable table, @Nullable CheckpointStamp stamp, long snapshot) {
        histories
                .computeIfAbsent(table, t -> new ArrayList<>())
                .add(0, new SnapshotNotes(snapshot, Instant.ofEpochSecond(snapshot), snapshot, stamp));
    }

    private void commitAll(int epoch, long checkpoint) {
        LakeTable.pipeline().forEach(table -> commit(table, epoch, checkpoint));
    }

    private ConsistentCut cut() {
        return ConsistentCut.of(new Heads(histories));
    }

    @Test
    void atRestTheCutIsTheHeads() {
        commitAll(1, 1);
        commitAll(1, 2);
        assertThat(cut().snapshots()).hasSize(6).allSatisfy((table, id) -> assertThat(id)
                .isEqualTo(1_002));
        assertThat(cut().newer()).isEmpty();
        assertThat(cut().checkpointId()).isEqualTo(2);
    }

    @Test
    void whileTheTablesCommitOneAfterAnotherItIsTheNewestThatAllHave() {
        commitAll(1, 1);
        commitAll(1, 2);
        commit(LakeTable.EVENTS, 1, 3);
        commit(LakeTable.EVENTS, 1, 4);
        commit(LakeTable.MERGE_IDS, 1, 3);
        assertThat(cut().snapshots()).allSatisfy((table, id) -> assertThat(id).isEqualTo(1_002));
        assertThat(cut().newer()).isEqualTo(Map.of(LakeTable.EVENTS, 2, LakeTable.MERGE_IDS, 1));
    }

    @Test
    void aLaterEpochIsNewerThanALargerCheckpoint() {
        commitAll(1, 90);
        commitAll(2, 5);
        commit(LakeTable.EVENTS, 2, 6);
        assertThat(cut().epoch()).isEqualTo(2);
        assertThat(cut().checkpointId()).isEqualTo(5);
    }

    @Test
    void theSameCheckpointOfAnotherEpochIsNotTheSameMoment() {
        commitAll(1, 5);
        commit(LakeTable.EVENTS, 2, 6);
        LakeTable.pipeline().stream().filter(table -> table != LakeTable.EVENTS).forEach(table -> commit(table, 1, 6));
        assertThat(cut().epoch()).isEqualTo(1);
        assertThat(cut().checkpointId()).isEqualTo(5);
    }

    @Test
    void snapshotsThatNoJobWroteArePassedOver() {
        commitAll(1, 1);
        commit(LakeTable.EVENTS, null, 77);
        assertThat(cut().snapshot(LakeTable.EVENTS)).isEqualTo(1_001);
        assertThat(cut().newer()).isEqualTo(Map.of(LakeTable.EVENTS, 1));
    }

    @Test
    void withoutASharedCheckpointItIsTheHeads() {
        commit(LakeTable.EVENTS, 1, 1);
        commit(LakeTable.IDENTITIES, null, 5);
        assertThat(cut().snapshots()).isEqualTo(Map.of(LakeTable.EVENTS, 1_001L, LakeTable.IDENTITIES, 5L));
        assertThat(cut().checkpointId()).isNull();
        assertThat(cut().describe()).isEqualTo("Every table was read at its head.");
    }

    @Test
    void headsKnowWhatTheirSnapshotsSay() {
        commitAll(1, 1);
        commit(LakeTable.EVENTS, null, 2_000);
        Heads heads = new Heads(histories);
        assertThat(heads.totalRecords(LakeTable.EVENTS)).isEqualTo(2_000);
        assertThat(heads.totalOutcomes()).isEqualTo(2_000 + 3 * 1_001);
        assertThat(heads.newestCommit()).isEqualTo(Instant.ofEpochSecond(2_000));
        assertThat(heads.stamp(LakeTable.EVENTS)).isEqualTo(new CheckpointStamp(1, 1, "job", "sink"));
        Heads none = new Heads(Map.of());
        assertThat(none.totalOutcomes()).isZero();
        assertThat(none.newestCommit()).isNull();
        assertThat(none.head(LakeTable.EVENTS)).isNull();
        assertThat(none.stamp(LakeTable.EVENTS)).isNull();
    }
}
