package io.tidemark.lake.care;

import com.fasterxml.jackson.annotation.JsonProperty;
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
 * @param expiresAt when its files may be removed; null if the drop was cut off, and then they never may
 */
public record Trashed(
        @JsonProperty("name") TableIdentifier name,
        @JsonProperty("of") @Nullable String of,
        @JsonProperty("uuid") String uuid,
        @JsonProperty("records") long records,
        @JsonProperty("dropped_at") @Nullable Instant droppedAt,
        @JsonProperty("dies_at") @Nullable Instant expiresAt) {

    /** Whether its time is up. */
    public boolean isDue(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    /** Whether it was called this, as far as can be told. */
    boolean was(TableIdentifier table) {
        String full = table.toString();
        return of == null ? name.name().startsWith(full.replace(".", "__") + "__") : of.equals(full);
    }
}
