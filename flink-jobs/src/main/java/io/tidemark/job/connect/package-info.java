/**
 * The two ends of the pipeline: records from Kafka, rows into Iceberg. Names that outlive a release (operator uids,
 * snapshot properties) are made here.
 */
@NullMarked
package io.tidemark.job.connect;

import org.jspecify.annotations.NullMarked;
