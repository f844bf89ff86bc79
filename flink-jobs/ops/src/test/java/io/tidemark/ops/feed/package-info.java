/** Tests of what sends records into a pipeline. */
@NullMarked
package io.tidemark.ops.feed;

import org.jspecify.annotations.NullMarked;
