package io.tidemark.job.operator;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * The job came up with a state that is older than its tables, whoever started it and whatever the checkpoint or savepoint
 * was called. It fails at once and is not restarted: a restart would end here again.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class StaleStart extends IllegalStateException {
    private static final long serialVersionUID = 1;

    StaleStart(long given, long committed) {
        super("The job was started from checkpoint " + given + ", and its tables already hold checkpoint " + committed
                + ": it would write every record since a second time. Start it from checkpoint " + committed
                + " or a later one (flink run -s PATH), or name another catalog.namespace to begin a new lake.");
    }
}
