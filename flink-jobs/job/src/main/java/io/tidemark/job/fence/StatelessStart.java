package io.tidemark.job.fence;

import io.tidemark.lake.guard.RefusalCode;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * The job came up without state although a job has committed to its tables, whoever started it and however. It fails at once and
 * is not restarted: a restart would end here again.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class StatelessStart extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** Where a job of a cluster finds the state that it was started without. */
    static final String NEWEST_CHECKPOINT = "its newest checkpoint (--from-checkpoint PATH, flink run -s PATH), or name"
            + " another catalog.namespace to begin a new lake";

    /** A start that is not to go on. */
    public StatelessStart() {
        super(RefusalCode.STATELESS_START
                .refuse(
                        "the job",
                        "what a job has committed",
                        "write records a second time, or lose its first ones",
                        NEWEST_CHECKPOINT)
                .getMessage());
    }
}
