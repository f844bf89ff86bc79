/**
 * Downloads: the events of a time, from one moment of the lake, as an archive in Amplitude's format. In bounded memory,
 * and cut off anywhere, it goes on where it was.
 */
@NullMarked
package io.tidemark.job.export;

import org.jspecify.annotations.NullMarked;
