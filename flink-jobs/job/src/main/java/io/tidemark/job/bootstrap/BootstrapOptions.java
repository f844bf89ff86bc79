package io.tidemark.job.bootstrap;

import java.nio.file.Path;
import java.time.InstantSource;

/**
 * How the state is computed.
 *
 * @param history which events are remembered
 * @param threads how many threads read, and then fold
 * @param memoryBytes about how much heap the sorting may take, all threads together; the buffers come on top
 * @param scratch a directory on a local disk for some 64 bytes an event; what is written there is deleted again
 * @param clock tells how long it took
 */
public record BootstrapOptions(History history, int threads, long memoryBytes, Path scratch, InstantSource clock) {
    /** Heap for the sorting, unless said otherwise: 512 MiB. */
    public static final long DEFAULT_MEMORY_BYTES = 512L << 20;

    /** Which events are remembered. */
    public enum History {
        /** All of them: the state is what the stream would have. */
        ALL,
        /**
         * Those uploaded within twice the de-duplication window before the newest upload. Of a device without such an
         * event the state knows the identity and no more. What may be missed: a repetition of an older event that is
         * received with an old {@code server_received_time} (an import of old files), and the furthest second that a
         * silent device has shown.
         */
        RECENT
    }

    /** All events, two threads, the default memory. */
    public static BootstrapOptions of(Path scratch, InstantSource clock) {
        return new BootstrapOptions(History.ALL, 2, DEFAULT_MEMORY_BYTES, scratch, clock);
    }

    /** The same with another history. */
    public BootstrapOptions withHistory(History other) {
        return new BootstrapOptions(other, threads, memoryBytes, scratch, clock);
    }

    /** The same with other bounds. */
    public BootstrapOptions within(int otherThreads, long otherMemoryBytes) {
        return new BootstrapOptions(history, otherThreads, otherMemoryBytes, scratch, clock);
    }
}
