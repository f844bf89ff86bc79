/** Where the files of this checkout are. */
@NullMarked
package io.tidemark.rules.checkout;

import org.jspecify.annotations.NullMarked;
