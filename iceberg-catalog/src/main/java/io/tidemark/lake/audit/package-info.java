/**
 * The proof that nothing is lost and nothing double: every record of the log is in exactly one outcome table, and
 * the identity tables agree with the events and the rules. Reads only.
 *
 * <p>More than 20 classes: each check and its findings are small classes of their own, and they share their counts.
 */
@NullMarked
package io.tidemark.lake.audit;

import org.jspecify.annotations.NullMarked;
