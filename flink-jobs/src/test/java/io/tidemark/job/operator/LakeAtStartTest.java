package io.tidemark.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.job.operator.LakeAtStart.Fault;
import io.tidemark.job.operator.LakeAtStart.Moment;
import org.junit.jupiter.api.Test;

/** Which state may begin on which tables. */
class LakeAtStartTest {
    private static final Moment MARK = new Moment(1, 40);

    @Test
    void withoutStateOnlyTablesWithoutRecordsAreBegun() {
        assertThat(LakeAtStart.EMPTY.judge(null)).isNull();
        assertThat(at(1, MARK, MARK).judge(null)).isEqualTo(Fault.STATELESS);
    }

    @Test
    void aStateOfTheTablesOwnEpochMayBeAtThemOrAheadOfThem() {
        LakeAtStart tables = at(1, MARK, new Moment(1, 39));

        assertThat(tables.judge(new Moment(1, 39))).isEqualTo(Fault.STALE);
        assertThat(tables.judge(new Moment(1, 40))).isNull();
        assertThat(tables.judge(new Moment(1, 41))).isNull();
    }

    @Test
    void afterARestoreTheCheckpointOfTheMarkItselfIsLetInAndNoOtherOfItsEpoch() {
        LakeAtStart restored = at(2, MARK, MARK);

        assertThat(restored.judge(MARK)).isNull();
        assertThat(restored.judge(new Moment(1, 41))).isEqualTo(Fault.BEFORE_RESTORE);
        assertThat(restored.judge(new Moment(1, 39))).isEqualTo(Fault.BEFORE_RESTORE);
    }

    @Test
    void afterARestoreAStateComputedFromTheTablesIsLetIn() {
        assertThat(at(2, MARK, MARK).judge(new Moment(2, 40))).isNull();
        assertThat(at(2, MARK, MARK).judge(new Moment(2, 39))).isEqualTo(Fault.STALE);
    }

    @Test
    void onceTheNewEpochHasCommittedTheMarksCheckpointIsTooOld() {
        assertThat(at(2, new Moment(2, 41), MARK).judge(MARK)).isEqualTo(Fault.BEFORE_RESTORE);
    }

    @Test
    void aStateOfAnEpochThatTheTablesDoNotKnowIsRefused() {
        assertThat(at(1, MARK, MARK).judge(new Moment(2, 50))).isEqualTo(Fault.AHEAD);
    }

    private static LakeAtStart at(int epoch, Moment newest, Moment oldest) {
        return new LakeAtStart(true, epoch, newest, oldest);
    }
}
