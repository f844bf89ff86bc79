package io.tidemark.rules.service;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A key of which two states of the configuration say something else.
 *
 * @param key the key
 * @param before what the first says; null: nothing
 * @param after what the second says; null: nothing
 */
public record Difference(
        ConfigKey key,
        @Nullable ConfigValue before,
        @Nullable ConfigValue after) {
    /** Every difference of two states, in the order of the keys' texts. */
    public static List<Difference> between(ServiceConfig before, ServiceConfig after) {
        var old = before.entries();
        var now = after.entries();
        SortedSet<ConfigKey> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        List<Difference> differences = new ArrayList<>();
        for (ConfigKey key : keys) {
            ConfigValue was = old.get(key);
            ConfigValue is = now.get(key);
            if (was == null || !was.equals(is)) {
                differences.add(new Difference(key, was, is));
            }
        }
        return List.copyOf(differences);
    }
}
