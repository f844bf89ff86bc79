package io.tidemark.ops.setup;

import java.util.Map;

/**
 * A topic as it is.
 *
 * @param partitions how many it has
 * @param settings the value of each of its settings, the brokers' where it has none of its own
 */
record TopicState(int partitions, Map<String, String> settings) {
    /** Keeps a copy. */
    TopicState {
        settings = Map.copyOf(settings);
    }

    /** The value of a setting; empty where brokers of this version have no such setting. */
    String setting(String name) {
        return settings.getOrDefault(name, "");
    }
}
