package io.tidemark.job.fence;

import io.tidemark.lake.guard.Refusal;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * The job may not write: it was fenced off, or a table is no longer what the job left behind. No restart would help, so
 * Flink gives up at once, and the job's failure says what to do.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class WriterRefused extends Refusal {
    private static final long serialVersionUID = 1;

    /** What the guard refused. */
    public WriterRefused(Refusal refusal) {
        super(refusal);
    }
}
