package io.tidemark.lake.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitioningTest {
    private static List<String> terms(String text, LakeTable table) {
        PartitionSpec spec = new TableOptions(Partitioning.parse(text), 1, 1 << 20, 1).spec(table);
        return spec.fields().stream().map(PartitioningTest::term).toList();
    }

    private static String term(PartitionField field) {
        return field.name() + "=" + field.transform();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "day(server_upload_time)     | server_upload_time_day=day",
                "hour(server_received_time)  | server_received_time_hour=hour",
                "MONTH ( event_time )        | event_time_month=month",
                "year(event_time)            | event_time_year=year",
                "project_id                  | project_id=identity",
                "bucket(16, device_id)       | device_id_bucket=bucket[16]",
                "truncate( 4 ,user_id)       | user_id_trunc=truncate[4]",
                "bucket(8,amplitude_id)      | amplitude_id_bucket=bucket[8]",
                "productId                   | productId=identity",
            })
    void aTermIsRead(String text, String expected) {
        assertThat(terms(text, LakeTable.EVENTS)).containsExactly(expected);
    }

    @Test
    void severalTermsAreReadInTheirOrder() {
        assertThat(terms(" project_id ,bucket(16, device_id),day(server_upload_time)", LakeTable.EVENTS))
                .containsExactly("project_id=identity", "device_id_bucket=bucket[16]", "server_upload_time_day=day");
    }

    @Test
    void aTableIsCutOnlyByTheColumnsThatItHas() {
        Map<LakeTable, Integer> expected = Map.of(
                LakeTable.EVENTS, 4,
                LakeTable.DUPLICATES, 3,
                LakeTable.THROTTLED, 3,
                LakeTable.DEAD_LETTERS, 1,
                LakeTable.IDENTITIES, 0,
                LakeTable.MERGE_IDS, 0);
        String text = "project_id, day(server_upload_time), bucket(4, user_id), country";
        expected.forEach((table, count) ->
                assertThat(terms(text, table)).as(table.tableName()).hasSize(count));
    }

    @Test
    void nothingIsNoPartitioning() {
        assertThat(Partitioning.parse("  ")).isEqualTo(Partitioning.none());
        assertThat(terms("", LakeTable.EVENTS)).isEmpty();
    }

    @Test
    void theDefaultIsByDayOfUpload() {
        assertThat(Partitioning.parse("day(server_upload_time)")).isEqualTo(Partitioning.daily());
        assertThat(TableOptions.defaults().partitioning()).isEqualTo(Partitioning.daily());
    }

    @Test
    void theTextReadsBack() {
        String text = "project_id, bucket(16, device_id), truncate(3, country), hour(event_time)";
        assertThat(Partitioning.parse(text)).hasToString(text);
        assertThat(Partitioning.parse(Partitioning.parse(text).toString())).isEqualTo(Partitioning.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "day()",
                "day(server_upload_time",
                "week(server_upload_time)",
                "day(3, server_upload_time)",
                "bucket(device_id)",
                "bucket(-1, device_id)",
                "bucket(99999999999, device_id)",
                "project_id,",
                ",",
                "project_id; user_id",
                "identity(project_id)x",
                "day(server_upload_time) hour(event_time)",
            })
    void whatIsNotUnderstoodIsRefusedWithWhatIsAllowed(String text) {
        assertThatThrownBy(() -> Partitioning.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not understood; allowed are terms separated by commas")
                .hasMessageContaining("day(server_upload_time)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "day(colour)                | names the column 'colour', which events does not have",
                "raw                        | names the column 'raw', which events does not have",
                "day(user_id)               | cannot cut the column 'user_id', whose type is string",
                "bucket(4, price)           | cannot cut the column 'price', whose type is double",
                "truncate(4, event_time)    | cannot cut the column 'event_time'",
                "bucket(0, user_id)         | needs a number above 0",
            })
    void whatIcebergCannotCutIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> Partitioning.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "project_id, project_id",
                "day(event_time), hour(event_time)",
                "bucket(4, user_id), bucket(8, user_id)",
            })
    void termsThatDoNotGoTogetherAreRefused(String text) {
        assertThatThrownBy(() -> Partitioning.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not go together");
    }
}
