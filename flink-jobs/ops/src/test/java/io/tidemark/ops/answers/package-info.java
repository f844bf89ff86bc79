/**
 * Are the answers right? Each question of {@code sql/queries} is asked in several ways, and the rows are held against a
 * model in plain Java over the same log.
 */
@NullMarked
package io.tidemark.ops.answers;

import org.jspecify.annotations.NullMarked;
