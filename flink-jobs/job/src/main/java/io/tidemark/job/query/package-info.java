/**
 * The functions of SQL that the questions call on Flink: how JSON is read, compared and folded. The names of these classes
 * are in {@code sql/connect/flink.md}, so they stay.
 */
@NullMarked
package io.tidemark.job.query;

import org.jspecify.annotations.NullMarked;
