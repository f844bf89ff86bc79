/**
 * HTTP/1.1 as bytes: where a request begins and ends, and what its body is. Netty parses the head; everything in which two
 * parsers could differ is refused here, before or after it. Knows neither connections nor threads nor clocks.
 */
@NullMarked
package io.tidemark.collector.http.wire;

import org.jspecify.annotations.NullMarked;
