/** Tests of the files of metrics. */
@NullMarked
package io.tidemark.cli.output.metrics;

import org.jspecify.annotations.NullMarked;
