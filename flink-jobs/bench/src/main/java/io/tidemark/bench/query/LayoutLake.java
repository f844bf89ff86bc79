package io.tidemark.bench.query;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;

/** The events of some days once more, in another layout than the lake's own: a lake in a directory of its own. */
final class LayoutLake implements AutoCloseable {
    private static final Comparator<Comparable<Object>> NULLS_FIRST = Comparator.nullsFirst(Comparator.naturalOrder());
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    private final Layout layout;
    private final Lake lake;
    private final Table table;
    private final AppendFiles append;
    private final InternalRecordWrapper wrapper;
    private int opened;
    private int files;
    private long bytes;

    /**
     * Makes the tables.
     *
     * @param directory for the lake
     */
    LayoutLake(Layout layout, Path directory) throws IOException {
        this.layout = layout;
        TidemarkConfig config = DirectoryLake.config(Files.createDirectories(directory));
        TableOptions defaults = TableOptions.defaults();
        this.lake = Lake.open(
                LakeTables.settings(config), LakeTables.caller(config).as(Writer.of(LakeProperties.FIRST_EPOCH)));
        lake.createMissing(new TableOptions(
                layout.partitioning(),
                defaults.zstdLevel(),
                defaults.targetFileSizeBytes(),
                defaults.metadataVersions()));
        this.table = lake.table(LakeTable.EVENTS);
        this.append = table.newAppend();
        this.wrapper = new InternalRecordWrapper(table.schema().asStruct());
    }

    /**
     * Where a row goes. Rows whose clock is wrong are stored apart, as care does it, unless they are in other
     * partitions anyway.
     */
    private record Place(PartitionKey partition, int side) {}

    /** Writes the events of one day: a file a partition, and one more for those before it and one for those behind. */
    void writeDay(List<Record> rows) throws IOException {
        List<Record> sorted = new ArrayList<>(rows);
        sorted.sort(layout.order());
        Map<Place, List<Record>> places = new LinkedHashMap<>();
        PartitionKey key = new PartitionKey(table.spec(), table.schema());
        for (Record row : sorted) {
            key.partition(wrapper.wrap(row));
            Place place = new Place(key, side(row));
            List<Record> there = places.get(place);
            if (there == null) {
                there = new ArrayList<>();
                places.put(new Place(key.copy(), place.side()), there);
            }
            there.add(row);
        }
        // One after the other: clocks that are wrong by centuries come to a thousand partitions where these are of
        // days.
        for (Map.Entry<Place, List<Record>> place : places.entrySet()) {
            DataWriter<Record> writer = open(table, place.getKey().partition());
            try (writer) {
                place.getValue().forEach(writer::write);
            }
            append.appendFile(writer.toDataFile());
            files++;
            bytes += writer.toDataFile().fileSizeInBytes();
        }
    }

    private static int side(Record row) {
        OffsetDateTime happened = (OffsetDateTime) row.getField(Columns.EVENT_TIME);
        OffsetDateTime uploaded = (OffsetDateTime) row.getField(Columns.SERVER_UPLOAD_TIME);
        return happened.isBefore(uploaded.minus(CLOCKS_DIFFER))
                ? -1
                : happened.isAfter(uploaded.plus(CLOCKS_DIFFER)) ? 1 : 0;
    }

    private DataWriter<Record> open(Table of, PartitionKey partition) throws IOException {
        String name = "day-" + opened++ + ".parquet";
        boolean cut = of.spec().isPartitioned();
        String location = cut
                ? of.locationProvider().newDataLocation(of.spec(), partition, name)
                : of.locationProvider().newDataLocation(name);
        Map<String, String> properties = new HashMap<>(of.properties());
        properties.putAll(layout.properties());
        return Parquet.writeData(of.io().newOutputFile(location))
                .forTable(of)
                .withSpec(of.spec())
                .withPartition(cut ? partition : null)
                .setAll(properties)
                .metricsConfig(MetricsConfig.from(properties, of.schema(), null))
                .createWriterFunc(GenericParquetWriter::create)
                .build();
    }

    /** Commits all days, and the merges beside them. */
    void finish(List<Record> merges) throws IOException {
        append.commit();
        Table mergeIds = lake.table(LakeTable.MERGE_IDS);
        DataWriter<Record> writer = open(mergeIds, new PartitionKey(mergeIds.spec(), mergeIds.schema()));
        try (writer) {
            merges.forEach(writer::write);
        }
        mergeIds.newAppend().appendFile(writer.toDataFile()).commit();
    }

    int files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        lake.close();
    }

    /** Rows by these columns, nulls first. */
    static Comparator<Record> by(List<String> columns) {
        return (left, right) -> {
            for (String column : columns) {
                int order = NULLS_FIRST.compare(comparable(left.getField(column)), comparable(right.getField(column)));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    @SuppressWarnings("unchecked") // columns to sort by are texts, numbers and times
    private static @Nullable Comparable<Object> comparable(@Nullable Object value) {
        return (Comparable<Object>) value;
    }
}
