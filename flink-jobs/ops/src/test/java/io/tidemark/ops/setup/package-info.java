/** Setting a pipeline up, on a real broker. */
@NullMarked
package io.tidemark.ops.setup;

import org.jspecify.annotations.NullMarked;
