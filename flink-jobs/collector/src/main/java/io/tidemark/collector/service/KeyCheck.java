package io.tidemark.collector.service;

import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ServiceConfig;
import java.util.List;

/** What an API key is good for at a time. */
public sealed interface KeyCheck {
    /**
     * It is valid.
     *
     * @param project the project of the events that are sent with it
     * @param origins the origins of the pages that may use it; empty: every one
     * @param config the configuration in force, which has the limits of that project's devices
     */
    record Valid(String project, List<String> origins, ServiceConfig config) implements KeyCheck {
        /** Of an entry of the configuration. */
        static Valid of(ConfigValue.ApiKey key, ServiceConfig config) {
            return new Valid(key.project(), key.origins(), config);
        }

        /** Whether a page of this origin may use it, as the header {@code Origin} names it. */
        public boolean allows(String origin) {
            return origins.isEmpty() || origins.contains(origin);
        }
    }

    /** There is no such key, or it is valid no longer. */
    enum Invalid implements KeyCheck {
        /** The configuration has no such key. */
        UNKNOWN,
        /** It was valid until a time that is past. */
        EXPIRED
    }

    /** No configuration was read yet, neither from the topic nor from the file, so no key can be called invalid. */
    enum NotKnown implements KeyCheck {
        /** The only one. */
        YET
    }
}
