/**
 * Positions in the log: of a record, a range of offsets, where a partition goes on, and the log itself as the
 * lake needs it. Values; nothing of Kafka.
 */
@NullMarked
package io.tidemark.lake.log;

import org.jspecify.annotations.NullMarked;
