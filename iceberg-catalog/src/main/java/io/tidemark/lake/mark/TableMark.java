package io.tidemark.lake.mark;

import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.snapshot.SnapshotNotes;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * A table in a mark.
 *
 * @param uuid the table's own id: a table recreated under the same name has another
 * @param snapshotId the snapshot that has the tag
 * @param metadataLocation the table's metadata file when the mark was made; a later one may have taken its place
 * @param schemaId the schema of the snapshot
 * @param records how many rows the table has in it
 * @param contents what the rows are; null for all tables but the two of identity
 */
public record TableMark(
        String uuid,
        long snapshotId,
        String metadataLocation,
        int schemaId,
        long records,
        @Nullable Contents contents) {

    /** A table as it is loaded, at one of its snapshots. */
    static TableMark of(Table table, Snapshot snapshot, @Nullable Contents contents) {
        Integer schema = snapshot.schemaId();
        return new TableMark(
                table.uuid().toString(),
                snapshot.snapshotId(),
                ((HasTableOperations) table).operations().current().metadataFileLocation(),
                schema == null ? table.schema().schemaId() : schema,
                SnapshotNotes.of(snapshot).totalRecords(),
                contents);
    }

    /**
     * What the rows of an identity table are.
     *
     * @param rows the digest of all rows, with all columns
     * @param ids how many different ids have rows: in {@code identities} devices, in {@code merge_ids} ids merged away
     */
    public record Contents(RowsDigest rows, long ids) {}
}
