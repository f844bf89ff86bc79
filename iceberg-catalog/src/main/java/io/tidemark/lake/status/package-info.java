/**
 * How a lake is, looked at from outside: what its tables, marks, trash and journals say of themselves. Reads metadata
 * alone, changes nothing, and may look at any time.
 */
@NullMarked
package io.tidemark.lake.status;

import org.jspecify.annotations.NullMarked;
