package io.tidemark.lake.care;

import java.time.Instant;
import org.apache.iceberg.catalog.TableIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * A table in the trash.
 *
 * @param name what it is called there
 * @param of what it was called; null if the drop was cut off before that was written down
 * @param uuid its Iceberg UUID
 * @param records how many rows its head has
 * @param droppedAt when it was dropped; null if the drop was cut off
 * @param diesAt when its files may be removed; null if the drop was cut off, and then they never may
 */
public record Trashed(
        TableIdentifier name,
        @Nullable String of,
        String uuid,
        long records,
        @Nullable Instant droppedAt,
        @Nullable Instant diesAt) {

    /** Whether its time is up. */
    public boolean isDue(Instant now) {
        return diesAt != null && !diesAt.isAfter(now);
    }

    /** Whether it was called this, as far as can be told. */
    boolean was(TableIdentifier table) {
        String full = table.toString();
        return of == null ? name.name().startsWith(full.replace(".", "__") + "__") : of.equals(full);
    }
}
