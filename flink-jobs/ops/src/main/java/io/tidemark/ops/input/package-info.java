/**
 * From the bytes of a file or a pipe to its records, one at a time: what wraps them (gzip, byte order marks, blank lines,
 * lists, whole requests of the HTTP API) is taken off, and what holds no events is told by its first bytes. Knows nothing
 * of what a record means beyond its being JSON.
 */
@NullMarked
package io.tidemark.ops.input;

import org.jspecify.annotations.NullMarked;
