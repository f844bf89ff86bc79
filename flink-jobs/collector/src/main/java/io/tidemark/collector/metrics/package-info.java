/** What the collector says of itself to Prometheus. No label names a key, a device, a project or an address. */
@NullMarked
package io.tidemark.collector.metrics;

import org.jspecify.annotations.NullMarked;
