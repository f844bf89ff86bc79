/**
 * Questions to the lake: read-only SQL over its tables and views, with Flink SQL in batch mode in this process, and
 * answers as a table, as CSV or as JSON.
 */
@NullMarked
package io.tidemark.ops.sql;

import org.jspecify.annotations.NullMarked;
