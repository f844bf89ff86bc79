/** The command {@code bench}, which the command line finds through {@link java.util.ServiceLoader}. */
@NullMarked
package io.tidemark.bench.command;

import org.jspecify.annotations.NullMarked;
