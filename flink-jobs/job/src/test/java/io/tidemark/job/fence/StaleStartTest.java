package io.tidemark.job.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.job.fence.LakeAtStart.CheckpointPosition;
import io.tidemark.job.fence.LakeAtStart.StartViolation;
import io.tidemark.lake.guard.RefusalCode;
import org.apache.flink.runtime.throwable.ThrowableClassifier;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a job that may not go on says: from where it was started, at what its tables are, and what to do. */
class StaleStartTest {
    private static final CheckpointPosition STATE = new CheckpointPosition(new WriterEpoch(2), 5);
    private static final LakeAtStart LAKE = new LakeAtStart(
            true,
            new WriterEpoch(3),
            new CheckpointPosition(new WriterEpoch(3), 9),
            new CheckpointPosition(new WriterEpoch(2), 4),
            "job-b",
            7L);

    @ParameterizedTest
    @CsvSource({
        "STALE, OLDER_CHECKPOINT, already hold checkpoint 9 of epoch 3, flink run -s PATH",
        "BEFORE_RESTORE, OLDER_EPOCH, put back to checkpoint 4 of epoch 2 and belong to epoch 3 now, without"
                + " --from-checkpoint",
        "AHEAD, ROLLED_BACK, are of epoch 3, Go back to a mark",
        "SET_BACK, ROLLED_BACK, has put back is at checkpoint 4 of epoch 2, Go back to a mark",
        "FORKED, FORKED_STATE, checkpoint 9 of epoch 3 of another job (job-b), from a checkpoint of that job"
    })
    void aStartThatDoesNotFitIsRefusedByTheNameThatTheFaultHasElsewhere(
            StartViolation fault, RefusalCode code, String found, String remedy) {
        StaleStart start = new StaleStart(fault, STATE, LAKE);
        assertThat(start.code()).isEqualTo(code);
        assertThat(start).hasMessageContainingAll("from checkpoint 5 of epoch 2", found, remedy);
    }

    @ParameterizedTest
    @EnumSource(StartViolation.class)
    void everyFaultEndsTheJobWithoutARestart(StartViolation fault) {
        assertThat(ThrowableClassifier.getThrowableType(new StaleStart(fault, STATE, LAKE)))
                .isEqualTo(ThrowableType.NonRecoverableError);
    }

    @Test
    void aStartWithoutStateEndsTheJobWithoutARestartAndSaysWhereTheStateIs() {
        StatelessStart failure = new StatelessStart();

        assertThat(ThrowableClassifier.getThrowableType(failure)).isEqualTo(ThrowableType.NonRecoverableError);
        assertThat(failure)
                .hasMessageContainingAll(
                        "a second time", "lose its first ones", "--from-checkpoint", "catalog.namespace");
    }
}
