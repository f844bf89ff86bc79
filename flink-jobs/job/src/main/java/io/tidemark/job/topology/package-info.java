/** The ingest job, reading like the picture in the README. */
@NullMarked
package io.tidemark.job.topology;

import org.jspecify.annotations.NullMarked;
