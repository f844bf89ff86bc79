package io.tidemark.lake.catalog;

import io.tidemark.lake.guard.Refusal;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.util.Tasks;

/**
 * Commits to a table that others commit to at the same time: tries again where another commit came first, with a pause that
 * grows. Iceberg itself retries appends and properties a few times, and changes of refs and whole metadata not at all.
 */
public final class CommitRetry {
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 100;

    private final int tries;
    private final String remedy;

    /**
     * Retries of one kind of commit.
     *
     * @param tries how often it is tried in all
     * @param remedy what to do where others come first every time, as a sentence
     */
    public CommitRetry(int tries, String remedy) {
        this.tries = tries;
        this.remedy = remedy;
    }

    /**
     * Runs a commit until it is done. It must read the table each time and do nothing where it is done already: a commit of
     * which nobody knows whether it was done is tried again too.
     *
     * @param tried what is tried and on which table: {@code Could not change the table x}
     * @throws Refusal if the guard refuses it
     * @throws LakeFailure if others come first every time, or the table does not take it
     */
    public void run(String tried, Runnable commit) {
        try {
            Tasks.foreach(commit)
                    .retry(tries - 1)
                    .exponentialBackoff(FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS, Long.MAX_VALUE, 2)
                    .onlyRetryOn(CommitFailedException.class, CommitStateUnknownException.class)
                    .run(Runnable::run);
        } catch (CommitFailedException | CommitStateUnknownException e) {
            throw new LakeFailure(tried, "it was changed by others each of " + tries + " times", remedy, e);
        } catch (Refusal refused) {
            throw refused;
        } catch (RuntimeException e) {
            throw LakeFailure.of(tried, e);
        }
    }
}
