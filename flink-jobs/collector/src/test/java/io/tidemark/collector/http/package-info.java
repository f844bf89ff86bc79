/** Tests of the package of the same name. */
@NullMarked
package io.tidemark.collector.http;

import org.jspecify.annotations.NullMarked;
