package io.tidemark.lake.guard;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The job as the guard knows it. A writer of an older epoch, of an earlier start, or one that was made for another
 * table of the same name cannot commit.
 *
 * @param epoch the epoch for which the job was made
 * @param claim the name of this start of the job; null where Flink may restart the job without our start check, under
 *     high availability
 * @param tableIds the Iceberg UUID of each table that the job was made for, by table name
 */
public record Writer(int epoch, @Nullable String claim, Map<String, String> tableIds) implements Serializable {
    /** Keeps a copy. */
    public Writer {
        tableIds = Map.copyOf(tableIds);
    }

    /** A writer of an epoch, of whatever start, into whatever tables carry the names. */
    public static Writer of(int epoch) {
        return new Writer(epoch, null, Map.of());
    }
}
