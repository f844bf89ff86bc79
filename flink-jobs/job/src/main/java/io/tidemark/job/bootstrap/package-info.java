/**
 * The job's state, computed from the tables: a savepoint from which the ingest job goes on as if it had never stopped,
 * where no checkpoint is left. The rows are read column by column, put down on the local disk by key group, and folded
 * per device by the operator's own code; Flink takes no part but for the form of what is written.
 */
@NullMarked
package io.tidemark.job.bootstrap;

import org.jspecify.annotations.NullMarked;
