/**
 * Going back, as values and as what it does to the tables: which target, what would change, how far a restore has come,
 * and where the job begins again. The steps are driven from outside, where the job and Kafka are.
 */
@NullMarked
package io.tidemark.lake.restore;

import org.jspecify.annotations.NullMarked;
