/** Carrying an existing lake over to this release, while no job writes to it. */
@NullMarked
package io.tidemark.ops.upgrade;

import org.jspecify.annotations.NullMarked;
