/**
 * {@code tidemark rebuild}: identities and merge_ids are computed from the events beside what is there, compared with it,
 * and published when a person says so.
 */
@NullMarked
package io.tidemark.ops.rebuild;

import org.jspecify.annotations.NullMarked;
