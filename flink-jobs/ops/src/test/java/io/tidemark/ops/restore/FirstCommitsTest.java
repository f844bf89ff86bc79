package io.tidemark.ops.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FirstCommitsTest {
    private static final long TARGET = 70;
    private static final int EPOCH = 3;

    @Test
    void aTableThatStandsOnItsTargetHasNotGoneOn() {
        assertThat(follows(written(TARGET, 2), written(69, 2))).isFalse();
    }

    @Test
    void aTableHasGoneOnWithTheFirstCommitOfTheNewEpoch() {
        assertThat(follows(written(71, EPOCH), written(TARGET, 2))).isTrue();
        assertThat(follows(written(72, EPOCH), written(71, EPOCH), written(TARGET, 2)))
                .isTrue();
    }

    @Test
    void theRewritingOfFilesIsNoCommitOfTheJobAndNoHarm() {
        assertThat(follows(notes(71, null), written(TARGET, 2))).isFalse();
        assertThat(follows(written(72, EPOCH), notes(71, null), written(TARGET, 2)))
                .isTrue();
    }

    @Test
    void aCommitOfAnotherEpochInBetweenIsAFailure() {
        assertThatThrownBy(() -> follows(written(72, EPOCH), written(71, 2), written(TARGET, 2)))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("table events")
                .hasMessageContaining("snapshot 71 was written by the job of epoch 2")
                .hasMessageContaining("the target 70");
    }

    @Test
    void aTableThatNoLongerStandsOnItsTargetIsAFailure() {
        assertThatThrownBy(() -> follows(written(72, EPOCH), written(71, EPOCH)))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("head is no longer at the target 70");
        assertThatThrownBy(() -> follows()).isInstanceOf(LakeFailure.class);
    }

    private static boolean follows(SnapshotNotes... history) {
        return FirstCommits.follows(LakeTable.EVENTS, List.of(history), TARGET, EPOCH);
    }

    private static SnapshotNotes written(long id, int epoch) {
        return notes(id, new CheckpointStamp(epoch, id, "job", "operator"));
    }

    private static SnapshotNotes notes(long id, @Nullable CheckpointStamp stamp) {
        return new SnapshotNotes(id, Instant.EPOCH.plusSeconds(id), 0, stamp);
    }
}
