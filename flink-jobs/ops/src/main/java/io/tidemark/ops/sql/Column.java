package io.tidemark.ops.sql;

import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * A column of an answer.
 *
 * @param name as the question names it
 * @param type its type in Flink SQL
 */
public record Column(String name, LogicalType type) {

    /** Whether it holds amplitude ids: 63 bits, more than a reader of JSON may keep of a number. */
    boolean isAmplitudeId() {
        return type.is(LogicalTypeRoot.BIGINT) && name.endsWith("amplitude_id");
    }

    /** Whether it holds numbers, which are read from the right. */
    boolean isNumber() {
        return switch (type.getTypeRoot()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, FLOAT, DOUBLE, DECIMAL -> true;
            default -> false;
        };
    }
}
