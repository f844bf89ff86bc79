package io.tidemark.job.bootstrap;

import io.tidemark.job.fence.WriterEpoch;

/**
 * The savepoint to be written.
 *
 * @param directory where, as Flink names file systems ({@code file:///…}, {@code s3a://…}); made if it is not there, and
 *     must not hold a savepoint
 * @param checkpointId the number that the savepoint has as a checkpoint; the job's next one is the number after it
 * @param writerEpoch the epoch of the writer that will start from it
 * @param maxParallelism the number of key groups; fixed for the life of the state
 */
public record SavepointTarget(String directory, long checkpointId, WriterEpoch writerEpoch, int maxParallelism) {}
