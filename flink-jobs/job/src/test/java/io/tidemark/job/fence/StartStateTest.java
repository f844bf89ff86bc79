package io.tidemark.job.fence;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Flink is told of the state that a job begins from. */
class StartStateTest {
    @Test
    void withoutStateFlinkIsToldNothing() {
        Configuration flink = new Configuration();
        StartState.NONE.configure(flink);

        assertThat(flink.toMap()).isEmpty();
    }

    /** What the sinks of an earlier epoch kept is left behind only where a restore has committed all of it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onlyAStateThatARestoreMadeReadyMayLeaveStateBehind(boolean restored) {
        Configuration flink = new Configuration();
        new StartState("s3://c/chk-7", restored).configure(flink);

        assertThat(flink.get(StateRecoveryOptions.SAVEPOINT_PATH)).isEqualTo("s3://c/chk-7");
        assertThat(flink.get(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE))
                .isEqualTo(restored);
    }

    @Test
    void theStateStaysWhoseItIs() {
        Configuration flink = new Configuration();
        new StartState("s3://c/chk-7", false).configure(flink);

        assertThat(flink.get(StateRecoveryOptions.RESTORE_MODE)).isEqualTo(RecoveryClaimMode.NO_CLAIM);
    }
}
