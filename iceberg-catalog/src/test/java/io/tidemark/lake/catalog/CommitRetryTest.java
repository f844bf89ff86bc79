package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.guard.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.junit.jupiter.api.Test;

class CommitRetryTest {
    private static final String TRIED = "Could not change the table x";

    private final CommitRetry retry = new CommitRetry(4, "Try again.");
    private final List<Long> tries = new ArrayList<>();

    @Test
    void whatIsDoneIsNotDoneAgain() {
        retry.run(TRIED, () -> failing(0, new IllegalStateException()));

        assertThat(tries).hasSize(1);
    }

    @Test
    void aCommitThatOthersCameBeforeIsTriedAgainAfterAPauseThatGrows() {
        retry.run(TRIED, () -> failing(3, new CommitFailedException("others were first")));

        assertThat(tries).hasSize(4);
        assertThat(millisBefore(1)).isGreaterThanOrEqualTo(10);
        assertThat(millisBefore(2)).isGreaterThanOrEqualTo(20);
        assertThat(millisBefore(3)).isGreaterThanOrEqualTo(40);
    }

    @Test
    void aCommitOfWhichNobodyKnowsIsTriedAgain() {
        retry.run(TRIED, () -> failing(1, new CommitStateUnknownException(new IllegalStateException("cut off"))));

        assertThat(tries).hasSize(2);
    }

    @Test
    void itGivesUpAfterSoManyTries() {
        var busy = new CommitFailedException("others were first");

        assertThatThrownBy(() -> retry.run(TRIED, () -> failing(9, busy)))
                .isInstanceOf(LakeFailure.class)
                .hasMessage(TRIED + ": it was changed by others each of 4 times. Try again.")
                .hasCause(busy);
        assertThat(tries).hasSize(4);
    }

    @Test
    void aRefusalAndAFailureInPlainWordsAreHandedOnAsTheyAre() {
        var refused = RefusalCode.NO_MARK.refuse("one");
        var failure = new LakeFailure(TRIED, "it is gone", "Bring it back.", null);

        assertThatThrownBy(() -> retry.run(TRIED, () -> failing(9, refused))).isSameAs(refused);
        assertThatThrownBy(() -> retry.run(TRIED, () -> failing(9, failure))).isSameAs(failure);
        assertThat(tries).hasSize(2);
    }

    @Test
    void anythingElseIsExplainedAtOnce() {
        assertThatThrownBy(() -> retry.run(TRIED, () -> failing(9, new IllegalStateException("no room"))))
                .isInstanceOf(LakeFailure.class)
                .hasMessageStartingWith(TRIED + ": no room");
        assertThat(tries).hasSize(1);
    }

    private void failing(int times, RuntimeException thrown) {
        tries.add(System.nanoTime());
        if (tries.size() <= times) {
            throw thrown;
        }
    }

    private long millisBefore(int retry) {
        return (tries.get(retry) - tries.get(retry - 1)) / 1_000_000;
    }
}
