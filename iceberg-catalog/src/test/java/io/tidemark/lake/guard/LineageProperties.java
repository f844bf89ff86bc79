package io.tidemark.lake.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.guard.Lineage.Commit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A writer notices that its own commit is gone, and is not stopped by anything else; against a model by words. */
class LineageProperties {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int ROUNDS = 5_000;
    private static final String UUID = "u-1";

    private final Random random = new Random(SEED);

    private static Commit stamped(long id, int epoch, long checkpoint) {
        return new Commit(id, epoch, checkpoint);
    }

    private static Commit other(long id, int epoch) {
        return new Commit(id, epoch, null);
    }

    /** The newest commit of the line comes first, as Iceberg walks it. */
    private static @Nullable Long lost(List<Commit> line, List<Commit> all, int epoch, @Nullable Long lastOwn) {
        Lineage found = Lineage.of(UUID, line, all, Writer.of(epoch), lastOwn);
        assertThat(found.uuid()).isEqualTo(UUID);
        return found.lostOwn();
    }

    @Test
    void aTableThatNobodyHasWrittenToHasLostNothing() {
        assertThat(lost(List.of(), List.of(), 1, null)).isNull();
        assertThat(lost(List.of(), List.of(), 1, 7L))
                .as("but one that the writer wrote to has")
                .isEqualTo(7L);
    }

    @Test
    void theLastCommitOfThisProcessMustBeInTheLineWhateverElseIs() {
        List<Commit> line = List.of(stamped(2, 1, 20), stamped(1, 1, 10));
        assertThat(lost(line, line, 1, 2L)).isNull();
        assertThat(lost(line, line, 1, 3L)).isEqualTo(3L);
    }

    @Test
    void aCommitOfALaterCheckpointOutsideTheLineIsLost() {
        Commit kept = stamped(1, 1, 10);
        Commit later = stamped(2, 1, 11);
        Commit same = stamped(3, 1, 10);
        assertThat(lost(List.of(kept), List.of(kept, later), 1, null)).isEqualTo(2L);
        assertThat(lost(List.of(kept), List.of(kept, same), 1, null))
                .as("the checkpoint that the line has is not lost")
                .isNull();
    }

    @Test
    void aCommitOfAnotherEpochOutsideTheLineIsNotThisWritersLoss() {
        Commit kept = stamped(1, 2, 10);
        assertThat(lost(List.of(kept), List.of(kept, stamped(2, 1, 99), stamped(3, 3, 99)), 2, null))
                .isNull();
    }

    @Test
    void whereTheLineHasALaterEpochNothingOfThisOneIsMissed() {
        Commit raised = stamped(5, 3, 1);
        assertThat(lost(List.of(raised), List.of(raised, stamped(2, 2, 99)), 2, null))
                .isNull();
    }

    @Test
    void whereTheLinesNewestCheckpointIsOfAnOlderEpochEveryOwnCommitOutsideItIsLost() {
        Commit old = stamped(1, 1, 500);
        assertThat(lost(List.of(old), List.of(old, stamped(2, 2, 3)), 2, null)).isEqualTo(2L);
    }

    @Test
    void commitsWithoutACheckpointDecideNothing() {
        Commit kept = stamped(1, 1, 10);
        Commit compaction = other(2, 0);
        assertThat(lost(List.of(compaction, kept), List.of(compaction, kept, stamped(3, 1, 9)), 1, null))
                .as("compaction on top of the newest checkpoint hides it not")
                .isNull();
        assertThat(lost(List.of(kept), List.of(kept, other(3, 1)), 1, null))
                .as("nor is a compaction that was rolled away a loss of the job")
                .isNull();
    }

    @Test
    void whatIsLostIsWhatTheRuleSaysOfAnyHistory() {
        System.out.println("LineageProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < ROUNDS; round++) {
            List<Commit> line = new ArrayList<>();
            List<Commit> all = new ArrayList<>();
            int snapshots = random.nextInt(8);
            for (int id = 1; id <= snapshots; id++) {
                Commit commit =
                        new Commit(id, 1 + random.nextInt(3), random.nextInt(4) == 0 ? null : (long) random.nextInt(6));
                all.add(commit);
                if (random.nextInt(3) > 0) {
                    line.add(0, commit);
                }
            }
            int epoch = 1 + random.nextInt(3);
            Long lastOwn = random.nextInt(4) == 0 ? (long) random.nextInt(9) : null;
            String where = "seed " + SEED + ", round " + round + ": " + line + " of " + all + ", writer " + epoch;

            Long found = lost(line, all, epoch, lastOwn);
            Set<Long> expected = model(line, all, epoch, lastOwn);
            if (expected.isEmpty()) {
                assertThat(found).as(where).isNull();
            } else {
                assertThat(expected).as(where).contains(found);
            }
        }
    }

    private static Set<Long> model(List<Commit> line, List<Commit> all, int epoch, @Nullable Long lastOwn) {
        Set<Long> lost = new HashSet<>();
        if (lastOwn != null && line.stream().noneMatch(commit -> commit.snapshotId() == lastOwn)) {
            lost.add(lastOwn);
            return lost;
        }
        Commit top = null;
        for (Commit commit : line) {
            if (top == null && commit.checkpoint() != null) {
                top = commit;
            }
        }
        for (Commit commit : all) {
            if (commit.checkpoint() == null || commit.epoch() != epoch || line.contains(commit)) {
                continue;
            }
            boolean followed = top != null
                    && (top.epoch() > epoch || (top.epoch() == epoch && top.checkpoint() >= commit.checkpoint()));
            if (!followed) {
                lost.add(commit.snapshotId());
            }
        }
        return lost;
    }
}
