package io.tidemark.lake.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LakeTableTest {
    @ParameterizedTest
    @EnumSource
    void everyColumnSaysWhatItHolds(LakeTable table) {
        assertThat(table.schema().columns())
                .allSatisfy(column -> assertThat(column.doc()).as(column.name()).isNotBlank());
    }

    @ParameterizedTest
    @EnumSource
    void fieldIdsAreThoseThatIcebergGivesWhenItMakesTheTable(LakeTable table) {
        assertThat(TypeUtil.assignIncreasingFreshIds(table.schema()).sameSchema(table.schema()))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everyRowNamesItsPlaceInTheLastThreeColumnsOfTheFirstRelease(LakeTable table) {
        assumeTrue(table.isOfPipeline(), "What people say has no place in the log");
        List<NestedField> columns = new ArrayList<>(table.schema().columns());
        columns.removeAll(LaterColumns.of(table));
        List<NestedField> last = columns.subList(columns.size() - 3, columns.size());
        assertThat(last)
                .extracting(NestedField::name)
                .containsExactly(Columns.INGEST_EPOCH, Columns.KAFKA_PARTITION, Columns.KAFKA_OFFSET);
        assertThat(last).allMatch(NestedField::isRequired);
    }

    @ParameterizedTest
    @EnumSource
    void everyTimeKnowsItsZone(LakeTable table) {
        assertThat(table.schema().columns())
                .filteredOn(column -> column.type().typeId() == Type.TypeID.TIMESTAMP)
                .isNotEmpty()
                .allMatch(column -> column.type().equals(Types.TimestampType.withZone()));
    }

    @Test
    void recordsEndInFourTables() {
        assertThat(LakeTable.outcomes())
                .containsExactly(LakeTable.EVENTS, LakeTable.DUPLICATES, LakeTable.THROTTLED, LakeTable.DEAD_LETTERS);
        assertThat(LakeTable.pipeline()).hasSize(6).doesNotContainAnyElementsOf(LakeTable.inputs());
        assertThat(LakeTable.inputs()).containsExactly(LakeTable.IDENTITY_OVERRIDES, LakeTable.SERVICE_CONFIG);
        assertThat(LakeTable.all()).hasSize(8);
    }

    @Test
    void eventsKeepsEveryFieldOfARawEvent() {
        List<String> fields =
                List.of(("user_id device_id event_type insert_id user_agent app_version platform os_name os_version"
                                + " device_brand device_manufacturer device_model carrier country region city dma"
                                + " language productId revenueType currency ip idfa idfv adid android_id"
                                + " android_app_set_id partner_id session_id event_id quantity price revenue"
                                + " location_lat location_lng event_properties user_properties groups"
                                + " group_properties plan project_id client_upload_time server_received_time"
                                + " min_id_length client_event_time")
                        .split(" "));
        assertThat(fields)
                .allSatisfy(field -> assertThat(LakeTable.EVENTS.schema().findField(field))
                        .as(field)
                        .isNotNull());
    }
}
