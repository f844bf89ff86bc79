/** The collector of a lake in a directory. */
@NullMarked
package io.tidemark.cli.collect;

import org.jspecify.annotations.NullMarked;
