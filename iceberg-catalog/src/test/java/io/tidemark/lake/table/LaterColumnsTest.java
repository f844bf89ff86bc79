package io.tidemark.lake.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.EarlierRelease;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LaterColumnsTest {
    private static final LakeTable TABLE = LakeTable.DUPLICATES;
    private static final Schema NOW = TABLE.schema();
    private static final Schema BEFORE = EarlierRelease.schema(TABLE);
    private static final int LAST_ID = BEFORE.highestFieldId();

    private static Schema with(Schema schema, NestedField... more) {
        List<NestedField> columns = new ArrayList<>(schema.columns());
        columns.addAll(List.of(more));
        return new Schema(columns);
    }

    private static NestedField later(String name) {
        return NOW.findField(name);
    }

    @ParameterizedTest
    @EnumSource
    void theyAreTheLastOnesAndOptional(LakeTable table) {
        List<NestedField> columns = table.schema().columns();
        List<NestedField> later = LaterColumns.of(table);
        assertThat(columns.subList(columns.size() - later.size(), columns.size()))
                .isEqualTo(later)
                .allMatch(NestedField::isOptional);
    }

    @Test
    void theOutcomeTablesHaveTwo() {
        for (LakeTable table : LakeTable.all()) {
            assertThat(LaterColumns.of(table))
                    .extracting(NestedField::name)
                    .isEqualTo(table.isOutcome() ? List.of("config_version", "released_from") : List.of());
        }
    }

    @Test
    void aTableOfTheFirstReleaseLacksAllAndANewOneNone() {
        assertThat(LaterColumns.missing(TABLE, BEFORE)).isEqualTo(LaterColumns.of(TABLE));
        assertThat(LaterColumns.missingNames(TABLE, BEFORE)).containsExactly("config_version", "released_from");
        assertThat(LaterColumns.missing(TABLE, NOW)).isEmpty();
        assertThat(LaterColumns.missing(LakeTable.IDENTITIES, LakeTable.IDENTITIES.schema()))
                .isEmpty();
    }

    @Test
    void whatCameWithOneReleaseIsMissingAsAWholeOrNotAtAll() {
        for (NestedField one : LaterColumns.of(TABLE)) {
            assertThat(LaterColumns.missing(TABLE, with(BEFORE, one)))
                    .as(one.name())
                    .isEmpty();
        }
    }

    @Test
    void addedToATableOfTheFirstReleaseTheyHaveTheNumbersOfANewTable() {
        Schema added = LaterColumns.added(TABLE, BEFORE, List.of(BEFORE), LAST_ID);
        assertThat(added.sameSchema(NOW)).isTrue();
        assertThat(LaterColumns.added(TABLE, NOW, List.of(BEFORE, NOW), NOW.highestFieldId())
                        .sameSchema(NOW))
                .as("nothing is missing")
                .isTrue();
    }

    @Test
    void noNumberIsGivenTwice() {
        Schema added = LaterColumns.added(TABLE, BEFORE, List.of(BEFORE), 90);
        assertThat(SameColumns.areThose(added.columns(), NOW.columns())).isTrue();
        assertThat(ids(LaterColumns.of(TABLE).stream()
                        .map(column -> added.findField(column.name()))
                        .toList()))
                .containsExactlyInAnyOrder(91, 92, 93, 94, 95);
    }

    private static List<Integer> ids(List<NestedField> columns) {
        return List.copyOf(TypeUtil.indexById(new Schema(columns).asStruct()).keySet());
    }

    @Test
    void aColumnThatTheTableHadHasItsNumberAgain() {
        Schema once = LaterColumns.added(TABLE, BEFORE, List.of(BEFORE), 90);
        Schema again = LaterColumns.added(TABLE, BEFORE, List.of(BEFORE, once, BEFORE), 95);
        assertThat(SameColumns.ofTable(again, once)).isTrue();
    }

    @Test
    void ofSeveralThatTheTableHadItIsTheLast() {
        Schema once = LaterColumns.added(TABLE, BEFORE, List.of(BEFORE), 90);
        Schema twice = LaterColumns.added(TABLE, BEFORE, List.of(BEFORE), 100);
        assertThat(SameColumns.ofTable(LaterColumns.kept(TABLE, BEFORE, List.of(BEFORE, once, twice)), twice))
                .isTrue();
    }

    @Test
    void oneOfAnotherTypeOrWithoutNullsWasAnotherColumn() {
        Schema text = with(BEFORE, NestedField.optional(60, "config_version", Types.StringType.get()));
        Schema required = with(BEFORE, NestedField.required(61, "config_version", Types.LongType.get()));
        Schema added = LaterColumns.added(TABLE, BEFORE, List.of(BEFORE, text, required), 61);
        assertThat(added.findField("config_version").fieldId()).isEqualTo(62);
        assertThat(LaterColumns.kept(TABLE, BEFORE, List.of(BEFORE, text, required)))
                .isSameAs(BEFORE);
    }

    /** A column was renamed, and what it was called came again under another number. */
    @Test
    void aNumberThatAnotherColumnHasNowIsNotTaken() {
        int taken = later("config_version").fieldId();
        Schema renamed = with(BEFORE, NestedField.optional(taken, "version", Types.LongType.get()));
        Schema added = LaterColumns.added(TABLE, renamed, List.of(BEFORE, NOW, renamed), NOW.highestFieldId());
        assertThat(added.findField("config_version").fieldId()).isEqualTo(NOW.highestFieldId() + 1);
        assertThat(added.findField("released_from").fieldId())
                .isEqualTo(later("released_from").fieldId());
    }

    @Test
    void whatTheTableHasHadIsKeptAndWhatItNeverHadIsNotAdded() {
        assertThat(LaterColumns.kept(TABLE, BEFORE, List.of(BEFORE))).isSameAs(BEFORE);
        assertThat(LaterColumns.kept(TABLE, NOW, List.of(BEFORE, NOW))).isSameAs(NOW);
        assertThat(LaterColumns.kept(TABLE, BEFORE, List.of(BEFORE, NOW)).sameSchema(NOW))
                .isTrue();
    }

    @Test
    void whatCameWithOneReleaseIsKeptAsAWholeOrNotAtAll() {
        for (NestedField one : LaterColumns.of(TABLE)) {
            assertThat(LaterColumns.kept(TABLE, BEFORE, List.of(BEFORE, with(BEFORE, one))))
                    .as(one.name())
                    .isSameAs(BEFORE);
        }
    }
}
