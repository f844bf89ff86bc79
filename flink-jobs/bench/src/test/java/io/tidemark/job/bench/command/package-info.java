/** Tests of the command that measures. */
@NullMarked
package io.tidemark.job.bench.command;

import org.jspecify.annotations.NullMarked;
