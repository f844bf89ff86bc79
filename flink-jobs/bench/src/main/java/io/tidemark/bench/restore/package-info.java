/**
 * What going back costs: a restore, the state computed from the tables, identities computed again.
 */
@NullMarked
package io.tidemark.bench.restore;

import org.jspecify.annotations.NullMarked;
