/**
 * Proof on real parts: broker, object store, catalog database, JobManager and TaskManagers as processes of their own,
 * on loopback, killed and started as a machine room would. What the classes here start they also stop, by process id,
 * whether the test held or not; the logs stay in {@code target/it/logs}.
 */
@NullMarked
package io.tidemark.ops.cluster;

import org.jspecify.annotations.NullMarked;
