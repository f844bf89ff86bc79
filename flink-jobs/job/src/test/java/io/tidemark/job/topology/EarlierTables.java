package io.tidemark.job.topology;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.types.Types.NestedField;

/** The tables as the first release made them, without what came to the outcome tables later. */
public final class EarlierTables {
    private static final Set<String> LATER = Set.of(Columns.CONFIG_VERSION, Columns.RELEASED_FROM);

    private EarlierTables() {}

    /** The columns of a table then. */
    public static Schema schema(LakeTable table) {
        return new Schema(columns(table, false));
    }

    private static List<NestedField> columns(LakeTable table, boolean later) {
        return table.schema().columns().stream()
                .filter(column -> LATER.contains(column.name()) == later)
                .toList();
    }

    /** Makes the tables of the pipeline with the columns of then. */
    public static void make(Lake lake, TableOptions options) {
        Namespace namespace = lake.identifier(LakeTable.EVENTS).namespace();
        SupportsNamespaces namespaces = (SupportsNamespaces) lake.catalog();
        if (!namespaces.namespaceExists(namespace)) {
            namespaces.createNamespace(namespace);
        }
        for (LakeTable table : LakeTable.pipeline()) {
            lake.catalog()
                    .createTable(lake.identifier(table), schema(table), options.spec(table), options.properties(table));
        }
    }

    /** Adds to the tables what came later. */
    public static void carryOver(Lake lake) {
        for (LakeTable table : LakeTable.outcomes()) {
            UpdateSchema update = lake.table(table).updateSchema();
            columns(table, true).forEach(column -> update.addColumn(column.name(), column.type(), column.doc()));
            update.commit();
        }
    }
}
