package io.tidemark.job.topology;

import io.tidemark.job.ingest.OutcomeTags;
import io.tidemark.job.tables.LakeSinks;
import io.tidemark.lake.table.LakeTable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.OutputTag;

/**
 * What the rows of each table are on their way to it.
 *
 * @param byTable the type of each table's rows
 */
public record RowTypes(Map<LakeTable, TypeInformation<RowData>> byTable) {
    /** The types that the tables' own schemas give. */
    public static RowTypes ofSchemas() {
        Map<LakeTable, TypeInformation<RowData>> types = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().forEach(table -> types.put(table, LakeSinks.rows(table)));
        return new RowTypes(types);
    }

    /** The type of a table's rows. */
    public TypeInformation<RowData> of(LakeTable table) {
        return Objects.requireNonNull(byTable.get(table));
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
