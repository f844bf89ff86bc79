/** Tests of the JSON that commands print. */
@NullMarked
package io.tidemark.cli.output.json;

import org.jspecify.annotations.NullMarked;
