/** Proofs of the spool: faults of the disk at every operation, and every byte cut off or turned round. */
@NullMarked
package io.tidemark.collector.spool;

import org.jspecify.annotations.NullMarked;
