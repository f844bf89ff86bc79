package io.tidemark.job.bootstrap;

/**
 * What was computed.
 *
 * @param path the savepoint, to be given to Flink
 * @param devices how many devices the state holds
 * @param insertKeys how many accepted events with an insert key were told to them; some may be evicted again
 * @param rows how many rows of {@code events} and {@code throttled} were read
 * @param bytes the size of the savepoint
 * @param readingSeconds how long reading the tables took
 * @param seconds how long all of it took
 */
public record BootstrapReport(
        String path, long devices, long insertKeys, long rows, long bytes, double readingSeconds, double seconds) {}
