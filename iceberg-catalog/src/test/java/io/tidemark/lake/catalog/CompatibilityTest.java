package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.EarlierRelease;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.LaterColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which tables the job could write to by position, and every reason for which it could not. */
class CompatibilityTest {
    private static final NestedField ID = NestedField.required(1, "id", Types.LongType.get());
    private static final NestedField NAME = NestedField.optional(2, "name", Types.StringType.get());
    private static final Schema EXPECTED = new Schema(ID, NAME);

    private static List<String> differences(NestedField... found) {
        return Compatibility.differences(EXPECTED, new Schema(found));
    }

    @ParameterizedTest
    @EnumSource
    void everyTableFitsItself(LakeTable table) {
        assertThat(Compatibility.differences(table.schema(), table.schema())).isEmpty();
    }

    @Test
    void theNumbersOfTheColumnsAreTheTablesOwn() {
        assertThat(differences(
                        NestedField.required(7, "id", Types.LongType.get()),
                        NestedField.optional(9, "name", Types.StringType.get())))
                .isEmpty();
    }

    @Test
    void aColumnThatIsMissingIsNamed() {
        assertThat(differences(ID)).containsExactly("column 'name' is missing");
    }

    @Test
    void aColumnOfAnotherTypeIsNamedWithBothTypes() {
        assertThat(differences(ID, NestedField.optional(2, "name", Types.LongType.get())))
                .containsExactly("column 'name' is long instead of string");
        assertThat(differences(NestedField.required(1, "id", Types.IntegerType.get()), NAME))
                .containsExactly("column 'id' is int instead of long");
    }

    @Test
    void aColumnThatTakesFewerNullsIsNamedAndOneThatTakesMoreFits() {
        assertThat(differences(ID, NestedField.required(2, "name", Types.StringType.get())))
                .containsExactly("column 'name' allows no nulls");
        assertThat(differences(NestedField.optional(1, "id", Types.LongType.get()), NAME))
                .isEmpty();
    }

    @Test
    void aColumnThatNobodyKnowsIsNamed() {
        assertThat(differences(ID, NAME, NestedField.optional(3, "colour", Types.StringType.get())))
                .containsExactly("column 'colour' is unknown");
    }

    @Test
    void anotherOrderIsADifferenceOfItsOwn() {
        assertThat(differences(NAME, ID)).containsExactly("the columns are in another order: [name, id]");
        assertThat(differences(NAME))
                .as("where more is wrong the order is not worth a word")
                .hasSize(1);
    }

    @Test
    void everyDifferenceIsSaidAtOnce() {
        assertThat(differences(
                        NestedField.required(2, "name", Types.StringType.get()),
                        NestedField.optional(3, "colour", Types.StringType.get())))
                .containsExactly(
                        "column 'id' is missing", "column 'name' allows no nulls", "column 'colour' is unknown");
    }

    @ParameterizedTest
    @EnumSource
    void noColumnOfTheLakeCanBeTakenAwayUnnoticed(LakeTable table) {
        for (NestedField gone : table.schema().columns()) {
            List<NestedField> rest = new ArrayList<>(table.schema().columns());
            rest.remove(gone);
            assertThat(Compatibility.differences(table.schema(), new Schema(rest)))
                    .containsExactly("column '" + gone.name() + "' is missing");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableOfTheFirstReleaseFits(LakeTable table) {
        assertThat(Compatibility.differences(table, EarlierRelease.schema(table)))
                .isEmpty();
        assertThat(Compatibility.differences(table, table.schema())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void ofATableOfTheFirstReleaseNoColumnCanBeTakenAwayUnnoticedEither(LakeTable table) {
        for (NestedField gone : EarlierRelease.schema(table).columns()) {
            List<NestedField> rest =
                    new ArrayList<>(EarlierRelease.schema(table).columns());
            rest.remove(gone);
            assertThat(Compatibility.differences(table, new Schema(rest)))
                    .containsExactly("column '" + gone.name() + "' is missing");
        }
    }

    @Test
    void aTableThatLacksAnythingButTheLastThatCameIsOfNoRelease() {
        LakeTable table = LakeTable.THROTTLED;
        for (NestedField gone : LaterColumns.of(table)) {
            List<NestedField> rest = new ArrayList<>(table.schema().columns());
            rest.remove(gone);
            assertThat(Compatibility.differences(table, new Schema(rest)))
                    .containsExactly("column '" + gone.name() + "' is missing");
        }
        List<NestedField> foreign = new ArrayList<>(EarlierRelease.schema(table).columns());
        foreign.add(NestedField.optional(90, "colour", Types.StringType.get()));
        assertThat(Compatibility.differences(table, new Schema(foreign))).containsExactly("column 'colour' is unknown");
        List<NestedField> moved = new ArrayList<>(LaterColumns.of(table));
        moved.addAll(EarlierRelease.schema(table).columns());
        assertThat(Compatibility.differences(table, new Schema(moved)))
                .singleElement()
                .asString()
                .startsWith("the columns are in another order");
    }

    @Test
    void theNumbersInsideOfAColumnAreTheTablesOwnToo() {
        LakeTable table = LakeTable.THROTTLED;
        Schema before = EarlierRelease.schema(table);
        Schema added = LaterColumns.added(table, before, List.of(before), 300);
        assertThat(Compatibility.differences(table, added)).isEmpty();
    }

    @Test
    void aColumnWithOtherFieldsIsOfAnotherType() {
        LakeTable table = LakeTable.THROTTLED;
        List<NestedField> columns = new ArrayList<>(table.schema().columns());
        NestedField from = columns.remove(columns.size() - 1);
        columns.add(NestedField.optional(
                from.fieldId(),
                from.name(),
                Types.StructType.of(from.type().asStructType().fields().subList(0, 2))));
        assertThat(Compatibility.differences(table, new Schema(columns)))
                .singleElement()
                .asString()
                .startsWith("column 'released_from' is struct<")
                .contains(" instead of struct<");
    }
}
