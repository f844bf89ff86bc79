package io.tidemark.lake.catalog;

import java.io.FileNotFoundException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * An operation on the lake failed. The message says what was tried, on what, why it failed and what to do
 * next; it holds no secret. The cause is kept for its stack trace.
 */
public final class LakeFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param tried what was tried and on what: {@code Could not open the catalog 'x'}
     * @param why why it failed, without a full stop
     * @param remedy what to do next, as a sentence
     * @param cause what was thrown, if anything was
     */
    public LakeFailure(String tried, String why, String remedy, @Nullable Throwable cause) {
        super(tried + ": " + why + ". " + remedy, cause);
    }

    /**
     * The failure behind something that Iceberg, a database or a file system threw, in plain words where it is known.
     *
     * @param tried what was tried and on what
     * @param thrown what was thrown; a failure already in plain words is handed back as it is
     */
    public static LakeFailure of(String tried, Throwable thrown) {
        return FailureExplainer.explain(tried, thrown);
    }

    /** Whether a file of a table was looked for and is not there. */
    public boolean isOfMissingFile() {
        for (Throwable t = getCause(); t != null && t != t.getCause(); t = t.getCause()) {
            if (t instanceof NotFoundException || t instanceof FileNotFoundException) {
                return true;
            }
        }
        return false;
    }
}
