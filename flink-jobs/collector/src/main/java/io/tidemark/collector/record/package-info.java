/** What the collector's parts hand to each other. */
@NullMarked
package io.tidemark.collector.record;

import org.jspecify.annotations.NullMarked;
