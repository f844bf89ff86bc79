/**
 * Everything that the pipeline needs, in this process: a Kafka broker, a Flink cluster with its web UI, and the lake
 * directory that holds what they write. For a laptop and for the tests; nothing here listens beyond loopback.
 *
 * <p>More than 20 classes: broker, cluster and lake directory start and stop together, and each has its settings and
 * faults.
 */
@NullMarked
package io.tidemark.ops.embedded;

import org.jspecify.annotations.NullMarked;
