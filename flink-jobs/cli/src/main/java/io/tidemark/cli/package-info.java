/** The command {@code tidemark}: its entry. A command parses, calls the package that owns the use case, and prints. */
@NullMarked
package io.tidemark.cli;

import org.jspecify.annotations.NullMarked;
