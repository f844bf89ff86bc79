/** The command {@code tidemark}: it parses, calls, prints, and says in its exit code how it went. */
@NullMarked
package io.tidemark.job.cli;

import org.jspecify.annotations.NullMarked;
