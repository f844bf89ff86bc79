/** Files of this machine: deleted with all that is below them, replaced as a whole, and locked. */
@NullMarked
package io.tidemark.lake.io;

import org.jspecify.annotations.NullMarked;
