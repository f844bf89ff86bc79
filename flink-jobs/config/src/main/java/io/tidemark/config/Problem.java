package io.tidemark.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param key the key by its dotted path, for example {@code kafka.bootstrap-servers}; empty for the file as a whole
 * @param message the line if it is known, what was found, and what is allowed; never the value of a secret
 */
public record Problem(String key, String message) {
    @Override
    public String toString() {
        return key.isEmpty() ? message : key + ": " + message;
    }
}
