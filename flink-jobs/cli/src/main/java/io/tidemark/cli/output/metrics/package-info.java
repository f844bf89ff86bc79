/** An audit as a file of metrics for Prometheus. */
@NullMarked
package io.tidemark.cli.output.metrics;

import org.jspecify.annotations.NullMarked;
