package io.tidemark.lake.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * A schema while it is written down. Field ids are the columns' positions from 1, as Iceberg itself assigns them when it
 * creates a table, with those inside of a last column behind them; so a column that comes later is added at the end, never in
 * between.
 */
final class Draft {
    private final List<NestedField> fields = new ArrayList<>();

    Draft text(String name, String doc) {
        return optional(name, Types.StringType.get(), doc);
    }

    Draft number(String name, String doc) {
        return optional(name, Types.LongType.get(), doc);
    }

    Draft decimal(String name, String doc) {
        return optional(name, Types.DoubleType.get(), doc);
    }

    Draft bytes(String name, String doc) {
        return optional(name, Types.BinaryType.get(), doc);
    }

    Draft time(String name, String doc) {
        return optional(name, Types.TimestampType.withZone(), doc);
    }

    Draft requiredText(String name, String doc) {
        return required(name, Types.StringType.get(), doc);
    }

    Draft requiredInt(String name, String doc) {
        return required(name, Types.IntegerType.get(), doc);
    }

    Draft requiredNumber(String name, String doc) {
        return required(name, Types.LongType.get(), doc);
    }

    Draft requiredFlag(String name, String doc) {
        return required(name, Types.BooleanType.get(), doc);
    }

    Draft requiredTime(String name, String doc) {
        return required(name, Types.TimestampType.withZone(), doc);
    }

    /** The record's place in the log: the last three columns of every table. */
    Draft place() {
        return requiredInt(
                        Columns.INGEST_EPOCH,
                        "The topic's generation: 1 for the first topic, one more for each made anew")
                .requiredInt(Columns.KAFKA_PARTITION, "The Kafka partition of the record")
                .requiredNumber(Columns.KAFKA_OFFSET, "The Kafka offset of the record");
    }

    /** What came to the outcome tables later: it is last, and tables of an earlier release lack it. */
    Draft decidedBy() {
        number(
                Columns.CONFIG_VERSION,
                "The version of the service configuration by which it was decided; null where there was none");
        int id = fields.size() + 1;
        return optional(
                Columns.RELEASED_FROM,
                Types.StructType.of(
                        NestedField.required(
                                id + 1, Columns.INGEST_EPOCH, Types.IntegerType.get(), "The topic's generation"),
                        NestedField.required(
                                id + 2, Columns.KAFKA_PARTITION, Types.IntegerType.get(), "The Kafka partition"),
                        NestedField.required(id + 3, Columns.KAFKA_OFFSET, Types.LongType.get(), "The Kafka offset")),
                "Of a record that was let back in: where it was when it was parked");
    }

    Schema schema() {
        return new Schema(fields);
    }

    private Draft required(String name, Type type, String doc) {
        fields.add(NestedField.required(fields.size() + 1, name, type, doc));
        return this;
    }

    private Draft optional(String name, Type type, String doc) {
        fields.add(NestedField.optional(fields.size() + 1, name, type, doc));
        return this;
    }
}
