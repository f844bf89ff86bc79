/** The status of one lake together with its log, from metadata alone. */
@NullMarked
package io.tidemark.ops.status;

import org.jspecify.annotations.NullMarked;
