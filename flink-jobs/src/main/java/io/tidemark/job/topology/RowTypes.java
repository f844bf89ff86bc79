package io.tidemark.job.topology;

import io.tidemark.job.connect.LakeSinks;
import io.tidemark.job.operator.OutcomeTags;
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
record RowTypes(Map<LakeTable, TypeInformation<RowData>> byTable) {
    /** The types that the tables' own schemas give. */
    static RowTypes ofSchemas() {
        Map<LakeTable, TypeInformation<RowData>> types = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().forEach(table -> types.put(table, LakeSinks.rows(table)));
        return new RowTypes(types);
    }

    TypeInformation<RowData> of(LakeTable table) {
        return Objects.requireNonNull(byTable.get(table));
    }

    OutcomeTags tags() {
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
