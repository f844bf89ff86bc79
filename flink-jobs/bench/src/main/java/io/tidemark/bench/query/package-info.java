/**
 * What the questions read and cost in Trino, by layout of the files.
 */
@NullMarked
package io.tidemark.bench.query;

import org.jspecify.annotations.NullMarked;
