/**
 * The log's end of the pipeline: the topic of raw events as a source, a log and a destination.
 */
@NullMarked
package io.tidemark.job.kafka;

import org.jspecify.annotations.NullMarked;
