package io.tidemark.rules.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people said of identities, as it holds in the end: a model of its own of what {@code tidemark override} promises.
 *
 * @param apart devices whose past is their own, and users who get nobody's past, as {@code device:…} and {@code user:…}
 * @param maps who is somebody else, and which user
 */
public record Corrections(Set<String> apart, Map<String, String> maps) {
    /** Nobody has said anything. */
    public static final Corrections NONE = new Corrections(Set.of(), Map.of());

    /** Keeps copies. */
    public Corrections {
        apart = Set.copyOf(apart);
        maps = Map.copyOf(maps);
    }

    /** Whether a merge of a device into a user counts. */
    public boolean lets(String device, String user) {
        return !apart.contains(device) && !apart.contains(user);
    }

    /** Who an owner is, by the merges of a log and by what was said. */
    public @Nullable String person(@Nullable String owner, Map<String, String> merges) {
        if (owner == null) {
            return null;
        }
        String survivor = merges.get(owner);
        String merged = survivor != null && lets(owner, survivor) ? survivor : owner;
        return maps.getOrDefault(merged, merged);
    }

    /** Everybody who is somebody else, and who. */
    Map<String, String> resolved(Map<String, String> merges) {
        Map<String, String> resolved = new HashMap<>(maps);
        merges.forEach((device, user) -> {
            if (lets(device, user)) {
                resolved.put(device, maps.getOrDefault(user, user));
            }
        });
        return resolved;
    }
}
