package io.tidemark.lake.guard;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table, a view or a namespace as a change finds it.
 *
 * @param name its full name in the catalog
 * @param location where its files are stored; null where it has none, or none yet
 * @param trashed whether it is in the trash
 * @param properties what it says of itself; of a namespace what its tables say of theirs
 */
public record Target(String name, @Nullable String location, boolean trashed, Map<String, String> properties) {
    /** Keeps a copy. */
    public Target {
        properties = Map.copyOf(properties);
    }

    /** Whether it says that it is protected. */
    public boolean isProtected() {
        return LakeProperties.isProtected(properties);
    }

    /** Whether it is in the trash, and the time until which it can be restored has passed. */
    public boolean isDue(Instant now) {
        Instant expiresAt = LakeProperties.expiresAt(properties);
        return trashed && expiresAt != null && !expiresAt.isAfter(now);
    }
}
