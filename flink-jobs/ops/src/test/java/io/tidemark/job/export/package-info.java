/** Tests of downloads. */
@NullMarked
package io.tidemark.job.export;

import org.jspecify.annotations.NullMarked;
