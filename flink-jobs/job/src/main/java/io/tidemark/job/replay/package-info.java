/**
 * The source of the records that Kafka has deleted and the tables still have: the job reads them from there, in the order
 * of the log, before it goes on in Kafka.
 */
@NullMarked
package io.tidemark.job.replay;

import org.jspecify.annotations.NullMarked;
