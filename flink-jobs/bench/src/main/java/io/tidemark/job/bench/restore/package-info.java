/**
 * What going back costs: a restore, the state computed from the tables, identities computed again.
 */
@NullMarked
package io.tidemark.job.bench.restore;

import org.jspecify.annotations.NullMarked;
