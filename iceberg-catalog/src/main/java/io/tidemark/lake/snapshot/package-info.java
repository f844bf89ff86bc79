/**
 * What snapshots say of the job that committed them: the checkpoint of each, the heads of all tables, and the newest
 * checkpoint that all tables have.
 */
@NullMarked
package io.tidemark.lake.snapshot;

import org.jspecify.annotations.NullMarked;
