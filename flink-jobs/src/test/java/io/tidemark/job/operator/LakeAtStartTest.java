package io.tidemark.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.job.operator.LakeAtStart.Fault;
import io.tidemark.job.operator.LakeAtStart.Moment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which state may begin on which tables. */
class LakeAtStartTest {
    private static final Moment MARK = new Moment(1, 40);

    @Test
    void withoutStateOnlyTablesThatNoJobHasCommittedToAreBegun() {
        assertThat(LakeAtStart.EMPTY.judge(null, WriterLine.UNKNOWN)).isNull();
        assertThat(at(1, MARK, MARK).judge(null, WriterLine.UNKNOWN)).isEqualTo(Fault.STATELESS);
        assertThat(new LakeAtStart(false, 1, new Moment(1, 1), Moment.NONE, "job", null)
                        .judge(null, WriterLine.UNKNOWN))
                .as("a job of the same id would take its first checkpoints for committed")
                .isEqualTo(Fault.STATELESS);
    }

    @Test
    void aStateOfTheTablesOwnEpochMayBeAtThemOrAheadOfThem() {
        LakeAtStart tables = at(1, MARK, new Moment(1, 39));

        assertThat(tables.judge(new Moment(1, 39), WriterLine.UNKNOWN)).isEqualTo(Fault.STALE);
        assertThat(tables.judge(new Moment(1, 40), WriterLine.UNKNOWN)).isNull();
        assertThat(tables.judge(new Moment(1, 41), WriterLine.UNKNOWN)).isNull();
    }

    @Test
    void afterARestoreTheCheckpointOfTheMarkItselfIsLetInAndNoOtherOfItsEpoch() {
        LakeAtStart restored = at(2, MARK, MARK);

        assertThat(restored.judge(MARK, WriterLine.UNKNOWN)).isNull();
        assertThat(restored.judge(new Moment(1, 41), WriterLine.UNKNOWN)).isEqualTo(Fault.BEFORE_RESTORE);
        assertThat(restored.judge(new Moment(1, 39), WriterLine.UNKNOWN)).isEqualTo(Fault.BEFORE_RESTORE);
    }

    @Test
    void afterARestoreAStateComputedFromTheTablesIsLetIn() {
        assertThat(at(2, MARK, MARK).judge(new Moment(2, 40), WriterLine.UNKNOWN))
                .isNull();
        assertThat(at(2, MARK, MARK).judge(new Moment(2, 39), WriterLine.UNKNOWN))
                .isEqualTo(Fault.STALE);
    }

    @Test
    void onceTheNewEpochHasCommittedTheMarksCheckpointIsTooOld() {
        assertThat(at(2, new Moment(2, 41), MARK).judge(MARK, WriterLine.UNKNOWN))
                .isEqualTo(Fault.BEFORE_RESTORE);
    }

    @Test
    void aStateOfAnEpochThatTheTablesDoNotKnowIsRefused() {
        assertThat(at(1, MARK, MARK).judge(new Moment(2, 50), WriterLine.UNKNOWN))
                .isEqualTo(Fault.AHEAD);
    }

    @Test
    void aStateOfAJobThatBeganWhereTheTablesJobDidIsRefused() {
        LakeAtStart tables = at(1, MARK, MARK);
        WriterLine fork = WriterLine.UNKNOWN.with("first", 1).with("fork", 38);

        assertThat(tables.judge(MARK, fork)).isEqualTo(Fault.FORKED);
        assertThat(tables.judge(new Moment(1, 41), fork)).isEqualTo(Fault.FORKED);
        assertThat(tables.judge(
                        new Moment(1, 41), WriterLine.UNKNOWN.with("job", 38).with("later", 41)))
                .isNull();
        assertThat(at(2, MARK, MARK).judge(MARK, fork)).isEqualTo(Fault.FORKED);
    }

    @Test
    void aTableThatWasSetBackBeforeTheNewEpochHasCommittedToItIsNoticed() {
        Moment state = new Moment(2, 41);

        assertThat(new LakeAtStart(true, 2, MARK, MARK, "job", 40L).judge(state, WriterLine.UNKNOWN))
                .isNull();
        assertThat(new LakeAtStart(true, 2, MARK, new Moment(1, 39), "job", 40L).judge(state, WriterLine.UNKNOWN))
                .isEqualTo(Fault.SET_BACK);
        assertThat(new LakeAtStart(true, 2, state, new Moment(1, 39), "job", 40L).judge(state, WriterLine.UNKNOWN))
                .isEqualTo(Fault.SET_BACK);
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

    private static LakeAtStart at(int epoch, Moment newest, Moment oldest) {
        return new LakeAtStart(true, epoch, newest, oldest, "job", null);
    }
}
