/** The benchmark's arithmetic on values, and each pipeline once on a few records. */
@NullMarked
package io.tidemark.job.bench.pipeline;

import org.jspecify.annotations.NullMarked;
