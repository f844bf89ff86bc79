/** What a command prints and how it ends: texts and JSON of results, progress, failures, exit codes. */
@NullMarked
package io.tidemark.cli.output;

import org.jspecify.annotations.NullMarked;
