/** Tests of questions as values. */
@NullMarked
package io.tidemark.job.question;

import org.jspecify.annotations.NullMarked;
