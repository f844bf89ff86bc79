/**
 * How events get into the log: to Kafka first, else into the spool and from there to Kafka, with the order of each
 * device kept. {@link io.tidemark.collector.delivery.Delivery} is what others use; the rest says when an event may be
 * sent directly, and what is done when Kafka does not acknowledge.
 *
 * <p>The order under failure rests on three rules. A lane (the devices whose keys have the same hash) that has anything
 * in the spool sends nothing directly. At the first record that is not acknowledged a producer is closed, in the
 * callback, and everything of it that is not acknowledged goes to the spool in the order in which it was sent. And a
 * producer has one request in flight for a partition, so that nothing behind the failed record is on its way yet.
 */
@NullMarked
package io.tidemark.collector.delivery;

import org.jspecify.annotations.NullMarked;
