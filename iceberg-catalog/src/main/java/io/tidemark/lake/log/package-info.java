/**
 * Where records stand in the log: a place, a range of offsets, where a partition goes on, and the log itself as the
 * lake asks for it. Values; nothing of Kafka.
 */
@NullMarked
package io.tidemark.lake.log;

import org.jspecify.annotations.NullMarked;
