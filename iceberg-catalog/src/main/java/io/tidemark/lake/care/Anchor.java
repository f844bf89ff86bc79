package io.tidemark.lake.care;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a table that may be missing, from somewhere that outlives it: a mark's file.
 *
 * @param table the table's full name
 * @param uuid its Iceberg UUID
 * @param metadataLocation where its metadata was then; null if that was not written down
 * @param snapshotId the snapshot that the mark holds
 */
public record Anchor(String table, String uuid, @Nullable String metadataLocation, long snapshotId) {}
