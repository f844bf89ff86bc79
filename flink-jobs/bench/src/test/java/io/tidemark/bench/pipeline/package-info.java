/** The benchmark's arithmetic on values, and each pipeline once on a few records. */
@NullMarked
package io.tidemark.bench.pipeline;

import org.jspecify.annotations.NullMarked;
