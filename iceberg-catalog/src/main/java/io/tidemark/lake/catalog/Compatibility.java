package io.tidemark.lake.catalog;

import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.LaterColumns;
import io.tidemark.lake.table.SameColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types.NestedField;

/** Whether a table that is there already can be written and read as the table that is expected. */
final class Compatibility {
    private Compatibility() {}

    /**
     * The same of a table of the lake, which may be of an earlier release: then its rows are written and read without
     * the {@linkplain LaterColumns columns that came later}.
     */
    static List<String> differences(LakeTable table, Schema found) {
        List<NestedField> expected = new ArrayList<>(table.schema().columns());
        expected.removeAll(LaterColumns.missing(table, found));
        return differences(new Schema(expected), found);
    }

    /**
     * How a table's columns differ from the expected ones, one sentence without a full stop each; none if rows of the
     * expected schema can be written by position and read back.
     */
    static List<String> differences(Schema expected, Schema found) {
        List<String> differences = new ArrayList<>();
        for (NestedField column : expected.columns()) {
            NestedField there = found.findField(column.name());
            if (there == null) {
                differences.add("column '" + column.name() + "' is missing");
            } else if (!SameColumns.ofType(there.type(), column.type())) {
                differences.add("column '" + column.name() + "' is " + there.type() + " instead of " + column.type());
            } else if (there.isRequired() && column.isOptional()) {
                differences.add("column '" + column.name() + "' allows no nulls");
            }
        }
        for (NestedField column : found.columns()) {
            if (expected.findField(column.name()) == null) {
                differences.add("column '" + column.name() + "' is unknown");
            }
        }
        if (differences.isEmpty() && !names(expected).equals(names(found))) {
            differences.add("the columns are in another order: " + names(found));
        }
        return differences;
    }

    private static List<String> names(Schema schema) {
        return schema.columns().stream().map(NestedField::name).toList();
    }
}
