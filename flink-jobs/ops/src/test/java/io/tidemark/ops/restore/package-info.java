/** Tests of going back. */
@NullMarked
package io.tidemark.ops.restore;

import org.jspecify.annotations.NullMarked;
