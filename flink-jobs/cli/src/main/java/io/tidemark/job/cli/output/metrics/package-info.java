/** An audit as a file of metrics for Prometheus. */
@NullMarked
package io.tidemark.job.cli.output.metrics;

import org.jspecify.annotations.NullMarked;
