/** Tests of downloads. */
@NullMarked
package io.tidemark.ops.export;

import org.jspecify.annotations.NullMarked;
