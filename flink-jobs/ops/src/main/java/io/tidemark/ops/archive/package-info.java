/**
 * The format of a download, Amplitude's Export API ({@code events.md}, "Downloads"), both ways: rows of {@code events} as
 * lines of an archive, and lines of an archive, ours or Amplitude's own, as raw events. Knows no lake and no Kafka.
 */
@NullMarked
package io.tidemark.ops.archive;

import org.jspecify.annotations.NullMarked;
