/** Tests of what commands print. */
@NullMarked
package io.tidemark.cli.output;

import org.jspecify.annotations.NullMarked;
