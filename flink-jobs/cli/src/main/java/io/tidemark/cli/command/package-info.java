/**
 * The commands: each parses its options, calls the package that owns the use case, and prints the result.
 *
 * <p>More than 20 classes: one for each command, and nothing else.
 */
@NullMarked
package io.tidemark.cli.command;

import org.jspecify.annotations.NullMarked;
