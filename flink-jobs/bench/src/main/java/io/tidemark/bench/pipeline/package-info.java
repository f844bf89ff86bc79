/**
 * What the job costs: CPU-seconds per million events beside what Flink SQL takes for the same table, and beside the limit
 * that decoding and Parquet set. Every figure is of a run that lost and doubled no row.
 */
@NullMarked
package io.tidemark.bench.pipeline;

import org.jspecify.annotations.NullMarked;
