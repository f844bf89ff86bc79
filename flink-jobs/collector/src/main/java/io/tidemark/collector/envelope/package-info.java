/**
 * From the body of a request to the records that go to the log, or to the answer that says why not: what Amplitude's HTTP
 * API accepts, as functions of values, without a network, a clock or a log.
 *
 * <p>{@link io.tidemark.collector.envelope.EnvelopeReader} finds the API key and the events in a body,
 * {@link io.tidemark.collector.envelope.Admission} writes each event's record and judges it as the job will, by the same
 * decoder and the same rules, and {@link io.tidemark.collector.envelope.Answer} has the answers that need neither.
 */
@NullMarked
package io.tidemark.collector.envelope;

import org.jspecify.annotations.NullMarked;
