/**
 * Going back: plan, then the steps in order, each written down when it is done, so that a restore that is cut off is run
 * again and finishes. What a step does to tables is {@code io.tidemark.lake.restore}'s; this drives it together with the
 * job, its state and Kafka.
 */
@NullMarked
package io.tidemark.ops.restore;

import org.jspecify.annotations.NullMarked;
