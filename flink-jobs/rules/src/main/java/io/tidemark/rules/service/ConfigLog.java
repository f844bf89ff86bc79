package io.tidemark.rules.service;

import java.io.Serializable;

/**
 * The log of versions, for those who decide by them: what is known of it, and a way to know more. Versions never change and
 * never go, so what is known once stays known.
 */
public interface ConfigLog extends AutoCloseable {
    /** What is known now; without waiting. */
    ConfigHistory known();

    /** Whether the log was read to its end so lately that no version can be in force that is not known. */
    boolean isCurrent();

    /**
     * How long ago the log was last read to its end, in ms; counted from its opening until it was read once. Always 0 where
     * there is nothing to follow.
     */
    default long behindMillis() {
        return 0;
    }

    /**
     * Reads the log to its present end.
     *
     * @return every version that was in the log when this was called
     * @throws IllegalStateException if the log could not be read for so long that waiting on is no use
     */
    ConfigHistory read() throws InterruptedException;

    @Override
    void close() throws InterruptedException;

    /** A log that has no version, and gets none. */
    static ConfigLog empty() {
        return new ConfigLog() {
            @Override
            public ConfigHistory known() {
                return ConfigHistory.EMPTY;
            }

            @Override
            public boolean isCurrent() {
                return true;
            }

            @Override
            public ConfigHistory read() {
                return ConfigHistory.EMPTY;
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    /** Opens the log, on a worker. */
    interface Source extends Serializable {
        /** Of a lake for which nothing can be configured. */
        Source NONE = known -> empty();

        /**
         * Opens it.
         *
         * @param known versions that are known already
         */
        ConfigLog open(ConfigHistory known);
    }
}
