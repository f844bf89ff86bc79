/**
 * What a lake needs over time: dropped tables are kept in the trash until their time is up and can be brought back; old
 * snapshots expire, and files that nothing refers to any more are quarantined before they are deleted. Nothing that a
 * mark, the running job or the floor needs is ever taken.
 */
@NullMarked
package io.tidemark.lake.care;

import org.jspecify.annotations.NullMarked;
