package io.tidemark.job.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.job.fence.LakeAtStart.CheckpointPosition;
import io.tidemark.job.fence.LakeAtStart.StartViolation;
import io.tidemark.rules.seeded.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The fence against a naive reading of its rules, and the line of writers against a plain list of who took what. */
class LakeAtStartProperties {
    /** A state is let in exactly if nothing that it has yet to read is in the tables, and all that it has read is. */
    @Test
    void aStateIsLetInExactlyIfTheTablesHoldWhatItHasReadAndNothingElse() {
        Seeds.forEach(5_000, seed -> {
            Random random = new Random(seed);
            int epoch = 1 + random.nextInt(3);
            CheckpointPosition newest = position(1 + random.nextInt(epoch), 1 + random.nextInt(4));
            CheckpointPosition oldest =
                    random.nextBoolean() ? newest : position(newest.epoch().number(), 1);
            CheckpointPosition state = position(1 + random.nextInt(3), 1 + random.nextInt(5));
            LakeAtStart lake = new LakeAtStart(true, new WriterEpoch(epoch), newest, oldest, "job", null);

            boolean sameEpochAndNotBehind =
                    state.epoch().number() == epoch && state.checkpoint() >= newest.checkpoint();
            boolean earlierEpochAndExactlyThere =
                    state.epoch().number() < epoch && newest.equals(state) && oldest.equals(state);

            assertThat(lake.validate(state, WriterLine.UNKNOWN) == null)
                    .as("%s on %s", state, lake)
                    .isEqualTo(sameEpochAndNotBehind || earlierEpochAndExactlyThere);
        });
    }

    @Test
    void aStateOfALaterEpochIsNeverLetInWhateverElseHolds() {
        Seeds.forEach(500, seed -> {
            Random random = new Random(seed);
            int epoch = 1 + random.nextInt(3);
            CheckpointPosition head = position(epoch, 1 + random.nextInt(9));
            LakeAtStart lake = new LakeAtStart(
                    random.nextBoolean(), new WriterEpoch(epoch), head, head, "job", random.nextBoolean() ? 1L : null);

            assertThat(lake.validate(position(epoch + 1 + random.nextInt(3), random.nextInt(20)), WriterLine.UNKNOWN))
                    .isEqualTo(StartViolation.AHEAD);
        });
    }

    @Test
    void checkpointsAreOrderedByEpochFirst() {
        Seeds.forEach(500, seed -> {
            Random random = new Random(seed);
            CheckpointPosition one = position(random.nextInt(4), random.nextInt(10));
            CheckpointPosition other = position(random.nextInt(4), random.nextInt(10));
            int expected = one.epoch().number() != other.epoch().number()
                    ? Integer.compare(one.epoch().number(), other.epoch().number())
                    : Long.compare(one.checkpoint(), other.checkpoint());

            assertThat(Integer.signum(one.compareTo(other))).isEqualTo(Integer.signum(expected));
            assertThat(one.compareTo(CheckpointPosition.NONE)).isGreaterThanOrEqualTo(0);
        });
    }

    /** Jobs begin one after another, sometimes again from an earlier checkpoint; a list knows who took each number. */
    @Test
    void theLineNamesTheJobThatTookEachCheckpoint() {
        Seeds.forEach(1_000, seed -> {
            Random random = new Random(seed);
            WriterLine line = WriterLine.UNKNOWN;
            Map<Long, String> took = new TreeMap<>();
            long next = 1;
            for (int start = 0; start < 6; start++) {
                long first = Math.max(1, next - random.nextInt(4));
                String job = "job-" + random.nextInt(3);
                line = line.with(job, first);
                took.keySet().removeIf(checkpoint -> checkpoint >= first);
                next = first + 1 + random.nextInt(5);
                for (long checkpoint = first; checkpoint < next; checkpoint++) {
                    took.put(checkpoint, job);
                }
            }
            for (Map.Entry<Long, String> each : took.entrySet()) {
                assertThat(line.jobAt(each.getKey())).as("%s in %s", each, line).isEqualTo(each.getValue());
            }
            assertThat(line.jobAt(0)).isNull();
            assertThat(neighboursDiffer(line)).as("%s", line).isTrue();
            assertThat(WriterLine.of(shuffled(line.entries(), random))).isEqualTo(line);
        });
    }

    @Test
    void aForkIsNoticedExactlyIfTheNewestCheckpointIsOfAnotherJob() {
        LakeAtStart lake = new LakeAtStart(true, WriterEpoch.FIRST, position(1, 10), position(1, 10), "tables", null);
        for (long first = 1; first <= 12; first++) {
            WriterLine line = WriterLine.UNKNOWN.with("tables", 1).with("fork", first);
            @Nullable StartViolation expected = first <= 10 ? StartViolation.FORKED : null;

            assertThat(lake.validate(position(1, 12), line))
                    .as("forked at %d", first)
                    .isEqualTo(expected);
        }
    }

    private static boolean neighboursDiffer(WriterLine line) {
        List<String> jobs = new ArrayList<>(line.jobs().values());
        for (int i = 1; i < jobs.size(); i++) {
            if (jobs.get(i).equals(jobs.get(i - 1))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> shuffled(List<String> entries, Random random) {
        List<String> twice = new ArrayList<>(entries);
        twice.addAll(entries);
        Collections.shuffle(twice, random);
        return twice;
    }

    private static CheckpointPosition position(int epoch, long checkpoint) {
        return new CheckpointPosition(new WriterEpoch(epoch), checkpoint);
    }
}
