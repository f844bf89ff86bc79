/**
 * What the job costs: CPU-seconds per million events beside what Flink SQL takes for the same table, and beside the limit
 * that decoding and Parquet set. Every figure stands on a run that lost and doubled no row.
 */
@NullMarked
package io.tidemark.job.bench;

import org.jspecify.annotations.NullMarked;
