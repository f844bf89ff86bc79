/** A collector as a process: its parts are put together, started, watched and stopped here. */
@NullMarked
package io.tidemark.collector.main;

import org.jspecify.annotations.NullMarked;
