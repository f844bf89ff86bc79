package io.tidemark.job.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.job.fence.LakeAtStart.CheckpointPosition;
import io.tidemark.job.fence.LakeAtStart.StartViolation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which state may begin on which tables. */
class LakeAtStartTest {
    private static final CheckpointPosition MARK = new CheckpointPosition(new WriterEpoch(1), 40);

    @Test
    void withoutStateOnlyTablesThatNoJobHasCommittedToAreBegun() {
        assertThat(LakeAtStart.EMPTY.validate(null, WriterLine.UNKNOWN)).isNull();
        assertThat(at(1, MARK, MARK).validate(null, WriterLine.UNKNOWN)).isEqualTo(StartViolation.STATELESS);
        assertThat(new LakeAtStart(
                                false,
                                new WriterEpoch(1),
                                new CheckpointPosition(new WriterEpoch(1), 1),
                                CheckpointPosition.NONE,
                                "job",
                                null)
                        .validate(null, WriterLine.UNKNOWN))
                .as("a job of the same id would take its first checkpoints for committed")
                .isEqualTo(StartViolation.STATELESS);
    }

    @Test
    void aStateOfTheTablesOwnEpochMayBeAtThemOrAheadOfThem() {
        LakeAtStart tables = at(1, MARK, new CheckpointPosition(new WriterEpoch(1), 39));

        assertThat(tables.validate(new CheckpointPosition(new WriterEpoch(1), 39), WriterLine.UNKNOWN))
                .isEqualTo(StartViolation.STALE);
        assertThat(tables.validate(new CheckpointPosition(new WriterEpoch(1), 40), WriterLine.UNKNOWN))
                .isNull();
        assertThat(tables.validate(new CheckpointPosition(new WriterEpoch(1), 41), WriterLine.UNKNOWN))
                .isNull();
    }

    @Test
    void afterARestoreTheCheckpointOfTheMarkItselfIsLetInAndNoOtherOfItsEpoch() {
        LakeAtStart restored = at(2, MARK, MARK);

        assertThat(restored.validate(MARK, WriterLine.UNKNOWN)).isNull();
        assertThat(restored.validate(new CheckpointPosition(new WriterEpoch(1), 41), WriterLine.UNKNOWN))
                .isEqualTo(StartViolation.BEFORE_RESTORE);
        assertThat(restored.validate(new CheckpointPosition(new WriterEpoch(1), 39), WriterLine.UNKNOWN))
                .isEqualTo(StartViolation.BEFORE_RESTORE);
    }

    @Test
    void afterARestoreAStateComputedFromTheTablesIsLetIn() {
        assertThat(at(2, MARK, MARK).validate(new CheckpointPosition(new WriterEpoch(2), 40), WriterLine.UNKNOWN))
                .isNull();
        assertThat(at(2, MARK, MARK).validate(new CheckpointPosition(new WriterEpoch(2), 39), WriterLine.UNKNOWN))
                .isEqualTo(StartViolation.STALE);
    }

    @Test
    void onceTheNewEpochHasCommittedTheMarksCheckpointIsTooOld() {
        assertThat(at(2, new CheckpointPosition(new WriterEpoch(2), 41), MARK).validate(MARK, WriterLine.UNKNOWN))
                .isEqualTo(StartViolation.BEFORE_RESTORE);
    }

    @Test
    void aStateOfAnEpochThatTheTablesDoNotKnowIsRefused() {
        assertThat(at(1, MARK, MARK).validate(new CheckpointPosition(new WriterEpoch(2), 50), WriterLine.UNKNOWN))
                .isEqualTo(StartViolation.AHEAD);
    }

    @Test
    void aStateOfAJobThatBeganWhereTheTablesJobDidIsRefused() {
        LakeAtStart tables = at(1, MARK, MARK);
        WriterLine fork = WriterLine.UNKNOWN.with("first", 1).with("fork", 38);

        assertThat(tables.validate(MARK, fork)).isEqualTo(StartViolation.FORKED);
        assertThat(tables.validate(new CheckpointPosition(new WriterEpoch(1), 41), fork))
                .isEqualTo(StartViolation.FORKED);
        assertThat(tables.validate(
                        new CheckpointPosition(new WriterEpoch(1), 41),
                        WriterLine.UNKNOWN.with("job", 38).with("later", 41)))
                .isNull();
        assertThat(at(2, MARK, MARK).validate(MARK, fork)).isEqualTo(StartViolation.FORKED);
    }

    @Test
    void aTableThatWasSetBackBeforeTheNewEpochHasCommittedToItIsNoticed() {
        CheckpointPosition state = new CheckpointPosition(new WriterEpoch(2), 41);

        assertThat(new LakeAtStart(true, new WriterEpoch(2), MARK, MARK, "job", 40L)
                        .validate(state, WriterLine.UNKNOWN))
                .isNull();
        assertThat(new LakeAtStart(
                                true,
                                new WriterEpoch(2),
                                MARK,
                                new CheckpointPosition(new WriterEpoch(1), 39),
                                "job",
                                40L)
                        .validate(state, WriterLine.UNKNOWN))
                .isEqualTo(StartViolation.SET_BACK);
        assertThat(new LakeAtStart(
                                true,
                                new WriterEpoch(2),
                                state,
                                new CheckpointPosition(new WriterEpoch(1), 39),
                                "job",
                                40L)
                        .validate(state, WriterLine.UNKNOWN))
                .isEqualTo(StartViolation.SET_BACK);
    }

    @Test
    void aLineIsWrittenAndReadAndASecondStartOfTheSameJobAddsNothing() {
        WriterLine line =
                WriterLine.UNKNOWN.with("a", 1).with("a", 5).with("b", 9).with("c", 7);

        assertThat(line.entries()).containsExactly("1 a", "7 c");
        assertThat(WriterLine.of(List.of("7 c", "1 a", "7 c"))).isEqualTo(line);
        assertThat(line.jobAt(6)).isEqualTo("a");
        assertThat(line.jobAt(7)).isEqualTo("c");
        assertThat(line.jobAt(0)).isNull();
    }

    private static LakeAtStart at(int epoch, CheckpointPosition newest, CheckpointPosition oldest) {
        return new LakeAtStart(true, new WriterEpoch(epoch), newest, oldest, "job", null);
    }
}
