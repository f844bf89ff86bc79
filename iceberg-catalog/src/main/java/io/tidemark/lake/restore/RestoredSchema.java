package io.tidemark.lake.restore;

import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.LaterColumns;
import io.tidemark.lake.table.SameColumns;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The columns of a table once it is put back: those of its target, and behind them those that came with a later release
 * and that the table has had since. So a table that has only got such columns keeps its schema as it is; one of which a
 * column was dropped, renamed, moved or changed, or that has one that no release has, goes back.
 *
 * <p>It depends on the target and on the schemas that the table has had, never on which of them is the present one: a
 * restore that is done again decides the same.
 */
public final class RestoredSchema {
    private final Schema schema;
    private final TableMetadata base;
    private final int columnsThen;

    private RestoredSchema(Schema schema, TableMetadata base, int columnsThen) {
        this.schema = schema;
        this.base = base;
        this.columnsThen = columnsThen;
    }

    /**
     * The columns of a table that is put back.
     *
     * @param base the table as it is now
     * @param targetSchema the schema of the snapshot that it is put back to
     * @throws LakeFailure if the table no longer knows that schema
     */
    public static RestoredSchema of(LakeTable table, TableMetadata base, int targetSchema) {
        Schema then = base.schemasById().get(targetSchema);
        if (then == null) {
            throw new LakeFailure(
                    "Could not put back the table " + table.tableName(),
                    "its metadata no longer has the schema " + targetSchema + ": somebody has removed it",
                    "Choose another mark (`tidemark marks`).",
                    null);
        }
        Schema schema = LaterColumns.kept(table, then, base.schemas());
        return new RestoredSchema(schema, base, then.columns().size());
    }

    /** Whether the table has these columns now. */
    public boolean isPresent() {
        return SameColumns.ofTable(schema, base.schema());
    }

    /** The columns that the target did not have, in their order. */
    public List<String> later() {
        return schema.columns().stream()
                .skip(columnsThen)
                .map(NestedField::name)
                .toList();
    }

    /** The id of the schema with these columns, in the table once it is put back. */
    public int id() {
        return isPresent()
                ? base.currentSchemaId()
                : set(TableMetadata.buildFrom(base)).build().currentSchemaId();
    }

    /** Makes these columns the present ones of the table that a change is made to. */
    TableMetadata.Builder set(TableMetadata.Builder change) {
        return change.setCurrentSchema(schema, Math.max(base.lastColumnId(), schema.highestFieldId()));
    }
}
