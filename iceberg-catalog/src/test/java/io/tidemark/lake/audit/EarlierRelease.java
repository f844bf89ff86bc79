package io.tidemark.lake.audit;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.LaterColumns;
import io.tidemark.lake.table.TableOptions;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.types.Types.NestedField;

/** The tables as the first release made them: without the columns that came later. */
public final class EarlierRelease {
    private EarlierRelease() {}

    /** The columns of a table of the first release. */
    public static Schema schema(LakeTable table) {
        List<NestedField> columns = new ArrayList<>(table.schema().columns());
        columns.removeAll(LaterColumns.of(table));
        return new Schema(columns);
    }

    /** Makes the tables of a lake that has none. */
    public static void make(Lake lake, TableOptions options) {
        Namespace namespace = lake.identifier(LakeTable.EVENTS).namespace();
        if (lake.catalog() instanceof SupportsNamespaces namespaces && !namespaces.namespaceExists(namespace)) {
            namespaces.createNamespace(namespace);
        }
        for (LakeTable table : LakeTable.outcomes()) {
            lake.catalog()
                    .createTable(lake.identifier(table), schema(table), options.spec(table), options.properties(table));
        }
        lake.createMissing(options);
    }
}
