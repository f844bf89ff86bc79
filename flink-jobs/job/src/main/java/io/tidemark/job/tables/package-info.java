/**
 * The lake's end of the pipeline: its catalog, and its tables as sinks. The sinks' uids and snapshot properties are
 * made here, and outlive a release.
 */
@NullMarked
package io.tidemark.job.tables;

import org.jspecify.annotations.NullMarked;
