package io.tidemark.lake.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableOptionsTest {
    private final TableOptions options = TableOptions.defaults();

    @ParameterizedTest
    @EnumSource
    void everyTableIsMadeForBoundedHistoryAndCommitsAtEveryCheckpoint(LakeTable table) {
        assertThat(options.properties(table))
                .containsEntry("format-version", "2")
                .containsEntry("write.format.default", "parquet")
                .containsEntry("write.parquet.compression-codec", "zstd")
                .containsEntry("write.parquet.compression-level", "1")
                .containsEntry("write.target-file-size-bytes", "134217728")
                .containsEntry("write.metadata.delete-after-commit.enabled", "true")
                .containsEntry("write.metadata.previous-versions-max", "100")
                .containsEntry("flink.max-continuous-empty-commits", "1")
                .containsEntry("gc.enabled", "false")
                .containsEntry("write.metadata.metrics.default", "none");
    }

    @Test
    void whatIsChosenIsWritten() {
        assertThat(new TableOptions(Partitioning.none(), 9, 1 << 25, 7).properties(LakeTable.EVENTS))
                .containsEntry("write.parquet.compression-level", "9")
                .containsEntry("write.target-file-size-bytes", "33554432")
                .containsEntry("write.metadata.previous-versions-max", "7");
    }

    @Test
    void columnsThatPeopleFilterByHaveMetricsAndOthersHaveNone() {
        Map<String, String> properties = options.properties(LakeTable.EVENTS);
        Map<String, String> expected = Map.of(
                "event_type", "truncate(16)",
                "user_id", "truncate(16)",
                "event_time", "full",
                "amplitude_id", "full",
                "kafka_offset", "full",
                "event_properties", "none",
                "user_agent", "none",
                "price", "none");
        expected.forEach(
                (column, mode) -> assertThat(properties.getOrDefault("write.metadata.metrics.column." + column, "none"))
                        .as(column)
                        .isEqualTo(mode));
    }

    @ParameterizedTest
    @EnumSource
    void noMetricsAreAskedOfColumnsThatTheTableDoesNotHave(LakeTable table) {
        String prefix = "write.metadata.metrics.column.";
        assertThat(options.properties(table).keySet())
                .filteredOn(key -> key.startsWith(prefix))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(table.schema().findField(key.substring(prefix.length())))
                        .as(key)
                        .isNotNull());
    }

    @Test
    void theLargestAndTheSmallestNumbersAreTaken() {
        assertThat(new TableOptions(Partitioning.none(), 22, 1 << 20, 1).zstdLevel())
                .isEqualTo(22);
        assertThat(new TableOptions(Partitioning.none(), 1, Long.MAX_VALUE, Integer.MAX_VALUE).metadataVersions())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new TableOptions(Partitioning.none(), 0, 1 << 20, 1))
                .hasMessage("The zstd level is 0; allowed is 1 to 22");
        assertThatThrownBy(() -> new TableOptions(Partitioning.none(), 23, 1 << 20, 1))
                .hasMessageContaining("zstd level");
        assertThatThrownBy(() -> new TableOptions(Partitioning.none(), 1, 1_000, 1))
                .hasMessageContaining("target file size");
        assertThatThrownBy(() -> new TableOptions(Partitioning.none(), 1, 1 << 20, 0))
                .hasMessageContaining("metadata versions");
    }
}
