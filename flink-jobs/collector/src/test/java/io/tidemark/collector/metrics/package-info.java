/** Tests of the package of the same name. */
@NullMarked
package io.tidemark.collector.metrics;

import org.jspecify.annotations.NullMarked;
