/** Where the files of this checkout are. */
@NullMarked
package io.tidemark.job.checkout;

import org.jspecify.annotations.NullMarked;
