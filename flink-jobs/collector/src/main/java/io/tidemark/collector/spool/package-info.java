/**
 * The spool: a write-ahead log on disk for events that Kafka does not take at present.
 *
 * <p>What was appended is on the disk, after an fsync, before anybody is told so. Reading is in the order of appending.
 * Nothing but an acknowledgement deletes a record, and what cannot be read is kept under another name.
 */
@NullMarked
package io.tidemark.collector.spool;

import org.jspecify.annotations.NullMarked;
