/** Tests of the package of the same name. */
@NullMarked
package io.tidemark.collector.http.wire;

import org.jspecify.annotations.NullMarked;
