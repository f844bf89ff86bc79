/** Proofs of the delivery: a simulation of collectors, log, disk and kills, and what real threads add. */
@NullMarked
package io.tidemark.collector.delivery;

import org.jspecify.annotations.NullMarked;
