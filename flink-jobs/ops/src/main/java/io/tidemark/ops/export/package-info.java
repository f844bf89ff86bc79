/**
 * Downloads: the events of a time range, from one snapshot of the lake, as an archive in Amplitude's format. In bounded
 * memory, and cut off anywhere, it goes on where it was.
 */
@NullMarked
package io.tidemark.ops.export;

import org.jspecify.annotations.NullMarked;
