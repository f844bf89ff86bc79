/**
 * Reading and sorting the rows of tables without an engine, in bounded memory, and the place beside a table where its rows
 * are computed again.
 */
@NullMarked
package io.tidemark.lake.read;

import org.jspecify.annotations.NullMarked;
