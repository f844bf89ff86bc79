/**
 * Marks: one name for one consistent snapshot of the whole lake. A mark is the same tag on every table, at snapshots of
 * one checkpoint, proven by the audit, and a file beside the tables that says all that going back to it takes.
 */
@NullMarked
package io.tidemark.lake.mark;

import org.jspecify.annotations.NullMarked;
