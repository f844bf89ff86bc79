/** What the drills measure by. */
@NullMarked
package io.tidemark.job.drill;

import org.jspecify.annotations.NullMarked;
