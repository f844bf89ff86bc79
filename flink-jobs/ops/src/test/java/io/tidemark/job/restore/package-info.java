/** Tests of going back. */
@NullMarked
package io.tidemark.job.restore;

import org.jspecify.annotations.NullMarked;
