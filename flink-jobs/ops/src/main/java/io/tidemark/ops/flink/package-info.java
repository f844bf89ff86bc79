/** A Flink cluster through its REST interface: which jobs write to a lake, and what their tasks know. */
@NullMarked
package io.tidemark.ops.flink;

import org.jspecify.annotations.NullMarked;
