package io.tidemark.bench.restore;

import io.tidemark.bench.measure.BenchFailure;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.sink.RowDataTaskWriterFactory;
import org.apache.iceberg.io.TaskWriter;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * A lake of many devices, each with an identity row and one event on each of seven days, every event with an
 * {@code insert_id} of its own: what a bootstrap reads of a week. Written by Iceberg's own writer, without a job; columns
 * on which the state does not depend are left empty where they may be.
 */
final class BootstrapLake {
    /** Events, and so insert ids, of a device. */
    static final int EVENTS_A_DEVICE = 7;

    private static final int PARTITIONS = 8;
    private static final int SLICES = 4;
    private static final long START = 1_700_000_000_000L;
    private static final long DAY = 86_400_000L;
    private static final int THREADS = 2;

    private final Lake lake;
    private final long devices;
    private final IdentityKeys keys = new IdentityKeys(IdentityScope.ORGANISATION, "default");

    private BootstrapLake(Lake lake, long devices) {
        this.lake = lake;
        this.devices = devices;
    }

    /** What writes the rows of one slice of the devices. */
    private interface Rows {
        void write(long from, long to, TaskWriter<RowData> writer) throws IOException;
    }

    /** Fills the tables of a lake, which must be empty. */
    static void fill(Lake lake, long devices, Consumer<String> progress) {
        BootstrapLake made = new BootstrapLake(lake, devices);
        made.append(LakeTable.IDENTITIES, made::identities);
        for (int day = 0; day < EVENTS_A_DEVICE; day++) {
            int of = day;
            made.append(LakeTable.EVENTS, (from, to, writer) -> made.events(of, from, to, writer));
            progress.accept("day %d of %d is written".formatted(day + 1, EVENTS_A_DEVICE));
        }
    }

    private void append(LakeTable name, Rows rows) {
        Table table = lake.table(name);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<DataFile[]>> slices = new ArrayList<>();
            for (int slice = 0; slice < SLICES; slice++) {
                int number = slice;
                slices.add(pool.submit(() -> write(table, number, rows)));
            }
            AppendFiles append = table.newAppend();
            for (Future<DataFile[]> slice : slices) {
                Arrays.stream(slice.get()).forEach(append::appendFile);
            }
            append.commit();
        } catch (ExecutionException e) {
            throw new BenchFailure("The lake of the benchmark could not be written: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("Interrupted while the lake of the benchmark was written", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private DataFile[] write(Table table, int slice, Rows rows) throws IOException {
        RowDataTaskWriterFactory factory = new RowDataTaskWriterFactory(
                table,
                FlinkSchemaUtil.convert(table.schema()),
                128L << 20,
                FileFormat.PARQUET,
                table.properties(),
                null,
                false);
        factory.initialize(slice, 0);
        try (TaskWriter<RowData> writer = factory.create()) {
            rows.write(devices * slice / SLICES, devices * (slice + 1) / SLICES, writer);
            return writer.complete().dataFiles();
        }
    }

    private void identities(long from, long to, TaskWriter<RowData> writer) throws IOException {
        for (long device = from; device < to; device++) {
            String id = device(device);
            String user = user(device);
            UUID key = user == null ? keys.ofDevice("default", id) : keys.ofUser("default", user);
            writer.write(GenericRowData.of(
                    StringData.fromString("default"),
                    StringData.fromString(id),
                    1L,
                    StringData.fromString(id),
                    user == null ? null : StringData.fromString(user),
                    StringData.fromString(key.toString()),
                    IdentityKeys.amplitudeId(key),
                    TimestampData.fromEpochMillis(START),
                    TimestampData.fromEpochMillis(START),
                    1,
                    partition(device),
                    device / PARTITIONS));
        }
    }

    private void events(int day, long from, long to, TaskWriter<RowData> writer) throws IOException {
        SplittableRandom random = new SplittableRandom(day * devices + from);
        List<String> columns = LakeTable.EVENTS.schema().columns().stream()
                .map(NestedField::name)
                .toList();
        GenericRowData row = new GenericRowData(columns.size());
        row.setField(columns.indexOf(Columns.PROJECT_ID), StringData.fromString("default"));
        row.setField(columns.indexOf(Columns.EVENT_TYPE), StringData.fromString("View"));
        row.setField(columns.indexOf(Columns.TIME_SUSPECT), false);
        row.setField(columns.indexOf(Columns.IDENTITY_SEQ), 1L);
        row.setField(columns.indexOf(Columns.INGEST_EPOCH), 1);
        for (long device = from; device < to; device++) {
            long received = START + day * DAY + (device - from) * DAY / (to - from);
            String user = user(device);
            row.setField(columns.indexOf(Columns.DEVICE_ID), StringData.fromString(device(device)));
            row.setField(columns.indexOf(Columns.USER_ID), user == null ? null : StringData.fromString(user));
            row.setField(columns.indexOf(Columns.UUID), text(random));
            row.setField(columns.indexOf(Columns.INSERT_ID), text(random));
            row.setField(columns.indexOf(Columns.AMPLITUDE_ID), device);
            row.setField(columns.indexOf(Columns.EVENT_ID), (long) day);
            row.setField(columns.indexOf(Columns.CLIENT_EVENT_TIME), TimestampData.fromEpochMillis(received - 700));
            row.setField(columns.indexOf(Columns.EVENT_TIME), TimestampData.fromEpochMillis(received - 700));
            row.setField(columns.indexOf(Columns.SERVER_RECEIVED_TIME), TimestampData.fromEpochMillis(received));
            row.setField(columns.indexOf(Columns.SERVER_UPLOAD_TIME), TimestampData.fromEpochMillis(received + 40));
            row.setField(columns.indexOf(Columns.KAFKA_PARTITION), partition(device));
            row.setField(columns.indexOf(Columns.KAFKA_OFFSET), (day * devices + device) / PARTITIONS);
            writer.write(row);
        }
    }

    private static StringData text(SplittableRandom random) {
        return StringData.fromString(new UUID(random.nextLong(), random.nextLong()).toString());
    }

    private static String device(long number) {
        return new UUID(mix(number), mix(~number)).toString();
    }

    /** Every other device is somebody's. */
    private static @Nullable String user(long device) {
        return device % 2 == 0 ? null : "user-" + Long.toHexString(mix(device / 2));
    }

    private static int partition(long device) {
        return (int) (device % PARTITIONS);
    }

    private static long mix(long number) {
        long mixed = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
