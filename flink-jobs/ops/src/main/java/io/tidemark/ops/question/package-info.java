/**
 * The questions of {@code sql/} as values: what parameters each takes, and its text for an engine, now or as of a mark. It
 * knows the words of three dialects, and no engine.
 *
 * <p>More than 20 classes: each kind of value that a question takes is a type of its own, and they are rendered together.
 */
@NullMarked
package io.tidemark.ops.question;

import org.jspecify.annotations.NullMarked;
