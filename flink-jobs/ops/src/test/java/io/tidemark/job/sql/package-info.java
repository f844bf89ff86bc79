/** Questions asked of small lakes. */
@NullMarked
package io.tidemark.job.sql;

import org.jspecify.annotations.NullMarked;
