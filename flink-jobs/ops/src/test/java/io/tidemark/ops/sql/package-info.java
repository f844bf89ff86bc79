/** Questions asked of small lakes. */
@NullMarked
package io.tidemark.ops.sql;

import org.jspecify.annotations.NullMarked;
