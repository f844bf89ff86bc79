/** Carrying a lake of an earlier release over to this one: the columns that its tables lack. */
@NullMarked
package io.tidemark.lake.upgrade;

import org.jspecify.annotations.NullMarked;
