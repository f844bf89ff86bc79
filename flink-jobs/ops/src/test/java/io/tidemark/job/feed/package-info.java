/** Tests of what sends records into a pipeline. */
@NullMarked
package io.tidemark.job.feed;

import org.jspecify.annotations.NullMarked;
