/**
 * What a lake needs over time: dropped tables lie in the trash until their time is up and can be brought back; old
 * snapshots expire, and files that nothing refers to any more lie in quarantine before they go. Nothing that a mark, the
 * running job or the floor needs is ever taken.
 */
@NullMarked
package io.tidemark.lake.care;

import org.jspecify.annotations.NullMarked;
