/** The alerts of {@code deploy/prometheus}, read and tried with Prometheus's own tool. */
@NullMarked
package io.tidemark.ops.alerts;

import org.jspecify.annotations.NullMarked;
