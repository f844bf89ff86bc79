/** Tests of the package of the same name. */
@NullMarked
package io.tidemark.collector.http.tls;

import org.jspecify.annotations.NullMarked;
