/** The ingest job, reading like the picture in the README, and what is checked before it starts. */
@NullMarked
package io.tidemark.job.topology;

import org.jspecify.annotations.NullMarked;
