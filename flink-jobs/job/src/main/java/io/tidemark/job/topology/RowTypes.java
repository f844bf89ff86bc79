package io.tidemark.job.topology;

import io.tidemark.job.ingest.OutcomeColumns;
import io.tidemark.job.ingest.OutcomeTags;
import io.tidemark.job.tables.LakeSinks;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.util.OutputTag;
import org.apache.iceberg.Schema;

/**
 * What the rows of each table are on their way to it.
 *
 * @param byTable the type of each table's rows
 */
public record RowTypes(Map<LakeTable, TypeInformation<RowData>> byTable) {
    private static final List<String> LATER = List.of(Columns.CONFIG_VERSION, Columns.RELEASED_FROM);

    /** The types of rows with every column that a table of this release has. */
    public static RowTypes ofSchemas() {
        return of(LakeTable::schema);
    }

    /**
     * The types of rows for tables as they are.
     *
     * @param schemas the schema of each table of the pipeline
     */
    public static RowTypes of(Function<LakeTable, Schema> schemas) {
        Map<LakeTable, TypeInformation<RowData>> types = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().forEach(table -> types.put(table, LakeSinks.rows(schemas.apply(table))));
        return new RowTypes(types);
    }

    /** The type of a table's rows. */
    public TypeInformation<RowData> of(LakeTable table) {
        return Objects.requireNonNull(byTable.get(table));
    }

    /** The columns of the outcome tables. */
    public OutcomeColumns columns() {
        return new OutcomeColumns(
                names(LakeTable.EVENTS),
                names(LakeTable.DUPLICATES).size(),
                names(LakeTable.THROTTLED).size(),
                names(LakeTable.DEAD_LETTERS).size(),
                LakeTable.outcomes().stream().allMatch(table -> names(table).containsAll(LATER)));
    }

    private List<String> names(LakeTable table) {
        return ((InternalTypeInfo<RowData>) of(table)).toRowType().getFieldNames();
    }

    /** The tags of the side outputs, one for each table but the first. */
    public OutcomeTags tags() {
        return new OutcomeTags(
                tag(LakeTable.DUPLICATES),
                tag(LakeTable.THROTTLED),
                tag(LakeTable.DEAD_LETTERS),
                tag(LakeTable.IDENTITIES),
                tag(LakeTable.MERGE_IDS));
    }

    private OutputTag<RowData> tag(LakeTable table) {
        return OutcomeTags.tag(table.tableName(), of(table));
    }
}
