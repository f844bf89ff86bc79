package io.tidemark.bench.query;

import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.Partitioning;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;

/**
 * A physical layout of the table of events.
 *
 * @param name in a word, which is a catalog's name too
 * @param partitioning how it is cut
 * @param sortedBy the columns by which the rows of a file are sorted
 * @param properties of the table, beside its own
 */
record Layout(String name, Partitioning partitioning, List<String> sortedBy, Map<String, String> properties) {
    private static final List<String> BY_TIME = List.of(Columns.EVENT_TIME, Columns.AMPLITUDE_ID);

    /** The one that care makes, first, and others that could be chosen in its place. */
    static List<Layout> all() {
        Partitioning daily = Partitioning.daily();
        Map<String, String> blooms = new LinkedHashMap<>();
        for (String column : List.of(Columns.AMPLITUDE_ID, Columns.USER_ID, Columns.DEVICE_ID)) {
            blooms.put(TableProperties.PARQUET_BLOOM_FILTER_COLUMN_ENABLED_PREFIX + column, "true");
            blooms.put(TableProperties.PARQUET_BLOOM_FILTER_COLUMN_NDV_PREFIX + column, "100000");
        }
        Map<String, String> noMetrics = new LinkedHashMap<>();
        Map<String, String> fullMetrics = new LinkedHashMap<>();
        for (String column : List.of(
                Columns.EVENT_TIME, Columns.EVENT_TYPE, Columns.AMPLITUDE_ID, Columns.USER_ID, Columns.DEVICE_ID)) {
            noMetrics.put(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + column, "none");
            fullMetrics.put(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + column, "full");
        }
        return List.of(
                new Layout("as_it_is", daily, BY_TIME, Map.of()),
                new Layout("by_type", daily, List.of(Columns.EVENT_TYPE, Columns.EVENT_TIME), Map.of()),
                new Layout("by_person", daily, List.of(Columns.AMPLITUDE_ID, Columns.EVENT_TIME), Map.of()),
                new Layout("bloom", daily, BY_TIME, blooms),
                new Layout(
                        "small_groups",
                        daily,
                        BY_TIME,
                        Map.of(TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, Integer.toString(2 << 20))),
                new Layout("no_metrics", daily, BY_TIME, noMetrics),
                new Layout("full_metrics", daily, BY_TIME, fullMetrics),
                new Layout("day_of_event", Partitioning.parse("day(event_time)"), BY_TIME, Map.of()),
                new Layout(
                        "buckets",
                        Partitioning.parse("day(server_upload_time), bucket(8, amplitude_id)"),
                        BY_TIME,
                        Map.of()));
    }

    Comparator<Record> order() {
        return LayoutLake.by(sortedBy);
    }
}
