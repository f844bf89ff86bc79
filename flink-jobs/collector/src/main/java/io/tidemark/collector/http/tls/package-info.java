/** TLS from PEM files, by the JDK's own implementation, loaded again when the files change. */
@NullMarked
package io.tidemark.collector.http.tls;

import org.jspecify.annotations.NullMarked;
