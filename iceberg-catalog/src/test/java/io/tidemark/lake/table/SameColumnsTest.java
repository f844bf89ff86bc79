package io.tidemark.lake.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;

class SameColumnsTest {
    private static final NestedField ID = NestedField.required(1, "id", Types.LongType.get());

    private static NestedField struct(int id, NestedField... fields) {
        return NestedField.optional(id, "place", Types.StructType.of(fields));
    }

    private static NestedField offset(int id) {
        return NestedField.required(id, "offset", Types.LongType.get(), "Of the record");
    }

    @Test
    void numbersOfFieldsAreTheTablesOwnUnlessItIsOneTable() {
        List<NestedField> one = List.of(ID, struct(2, offset(3)));
        List<NestedField> other = List.of(ID, struct(7, offset(8)));
        assertThat(SameColumns.areThose(one, other)).isTrue();
        assertThat(SameColumns.ofTable(new Schema(one), new Schema(other))).isFalse();
        assertThat(SameColumns.ofTable(new Schema(one), new Schema(ID, struct(2, offset(9)))))
                .as("a number inside of a column")
                .isFalse();
        assertThat(SameColumns.ofTable(new Schema(one), new Schema(one))).isTrue();
    }

    @Test
    void whatAColumnSaysOfItselfDoesNotMatter() {
        NestedField silent = NestedField.required(3, "offset", Types.LongType.get());
        assertThat(SameColumns.ofTable(new Schema(struct(2, offset(3))), new Schema(struct(2, silent))))
                .isTrue();
        assertThat(SameColumns.ofType(
                        struct(2, offset(3)).type(), struct(2, silent).type()))
                .isTrue();
    }

    @Test
    void namesTypesNullsAndTheOrderMatter() {
        NestedField name = NestedField.optional(2, "name", Types.StringType.get());
        List<NestedField> columns = List.of(ID, name);
        List<List<NestedField>> others = List.of(
                List.of(name, ID),
                List.of(ID),
                List.of(ID, NestedField.optional(2, "title", Types.StringType.get())),
                List.of(ID, NestedField.optional(2, "name", Types.LongType.get())),
                List.of(ID, NestedField.required(2, "name", Types.StringType.get())),
                List.of(ID, struct(2, offset(3))));
        for (List<NestedField> other : others) {
            assertThat(SameColumns.areThose(columns, other)).as("%s", other).isFalse();
            assertThat(SameColumns.ofTable(new Schema(columns), new Schema(other)))
                    .as("%s", other)
                    .isFalse();
        }
    }

    @Test
    void theSameIsSoInsideOfAColumn() {
        NestedField place = struct(2, offset(3));
        List<NestedField> others = List.of(
                struct(2, NestedField.optional(3, "offset", Types.LongType.get())),
                struct(2, NestedField.required(3, "offset", Types.IntegerType.get())),
                struct(2, NestedField.required(3, "position", Types.LongType.get())),
                struct(2, offset(3), NestedField.required(4, "partition", Types.IntegerType.get())),
                struct(2, struct(3, offset(4))));
        for (NestedField other : others) {
            assertThat(SameColumns.ofType(place.type(), other.type()))
                    .as("%s", other)
                    .isFalse();
        }
    }
}
