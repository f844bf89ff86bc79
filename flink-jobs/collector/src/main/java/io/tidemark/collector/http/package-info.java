/**
 * The HTTP server: takes requests whole, inflated and within bounded memory, hands them to a handler, and writes its answers
 * in order. Knows nothing about events. It also answers {@code /healthz}, {@code /readyz}, {@code /metrics} and
 * {@code OPTIONS}.
 */
@NullMarked
package io.tidemark.collector.http;

import org.jspecify.annotations.NullMarked;
