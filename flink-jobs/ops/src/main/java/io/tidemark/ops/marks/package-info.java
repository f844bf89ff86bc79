/** Marks of one lake as its configuration wants them: made on request or by the schedule, and deleted when they expire. */
@NullMarked
package io.tidemark.ops.marks;

import org.jspecify.annotations.NullMarked;
