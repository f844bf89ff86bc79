package io.tidemark.ops.sql;

import org.jspecify.annotations.Nullable;

/** A question that could not be answered; the message says in a sentence or two why, and what to do. */
public final class QueryFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param message what was run, where, why it failed, what to do
     * @param cause what Flink or Iceberg said about it, in full; null if there is no more to say
     */
    public QueryFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
