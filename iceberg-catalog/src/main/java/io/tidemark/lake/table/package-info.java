/**
 * The lake as values: which tables there are, their columns, how they are partitioned and with which properties they are
 * made. This package opens nothing and writes nothing.
 */
@NullMarked
package io.tidemark.lake.table;

import org.jspecify.annotations.NullMarked;
