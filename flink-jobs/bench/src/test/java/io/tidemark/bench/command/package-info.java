/** Tests of the command that measures. */
@NullMarked
package io.tidemark.bench.command;

import org.jspecify.annotations.NullMarked;
