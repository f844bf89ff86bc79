/** The commands: each parses its options, calls the package that owns the use case, and prints the result. */
@NullMarked
package io.tidemark.cli.command;

import org.jspecify.annotations.NullMarked;
