/**
 * What is too much for a collector, counted in its own memory, which is bounded: nothing here is shared between collectors,
 * for a limiter that queries another server lets everything through, unnoticed, when that server is gone.
 */
@NullMarked
package io.tidemark.collector.flood;

import org.jspecify.annotations.NullMarked;
