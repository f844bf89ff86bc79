/** What the command prints, and the exit codes that scripts rely on. */
@NullMarked
package io.tidemark.cli;

import org.jspecify.annotations.NullMarked;
