/** Tests of what commands print. */
@NullMarked
package io.tidemark.job.cli.output;

import org.jspecify.annotations.NullMarked;
