/** What the drills measure by. */
@NullMarked
package io.tidemark.ops.drill;

import org.jspecify.annotations.NullMarked;
