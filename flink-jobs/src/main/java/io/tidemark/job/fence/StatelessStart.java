package io.tidemark.job.fence;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * The job came up without state although a job has committed to its tables, whoever started it and however. It fails at once and
 * is not restarted: a restart would end here again.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class StatelessStart extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** A start that is not to go on. */
    public StatelessStart() {
        super(
                "The job was started without state, and a job has already committed to its tables: it would write records a"
                        + " second time, or lose its first ones. Start it from its newest checkpoint (flink run -s PATH), or name"
                        + " another catalog.namespace to begin a new lake.");
    }
}
