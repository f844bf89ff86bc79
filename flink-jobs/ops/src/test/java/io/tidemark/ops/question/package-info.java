/** Tests of questions as values. */
@NullMarked
package io.tidemark.ops.question;

import org.jspecify.annotations.NullMarked;
