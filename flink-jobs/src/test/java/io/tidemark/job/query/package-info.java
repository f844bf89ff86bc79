/** Questions asked of small lakes. */
@NullMarked
package io.tidemark.job.query;

import org.jspecify.annotations.NullMarked;
