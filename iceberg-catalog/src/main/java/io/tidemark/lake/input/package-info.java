/** What the tables that people write have in common: how rows come to them, one commit after the other. */
@NullMarked
package io.tidemark.lake.input;

import org.jspecify.annotations.NullMarked;
