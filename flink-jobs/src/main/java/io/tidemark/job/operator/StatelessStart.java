package io.tidemark.job.operator;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * The job came up without state although its tables hold records, whoever started it and however. It fails at once and
 * is not restarted: a restart would end here again.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class StatelessStart extends IllegalStateException {
    private static final long serialVersionUID = 1;

    StatelessStart() {
        super(
                "The job was started without state, and its tables already hold records of the topic: it would write every"
                        + " record a second time. Start it from its newest checkpoint (flink run -s PATH), or name another"
                        + " catalog.namespace to begin a new lake.");
    }
}
