package io.tidemark.bench.query;

import io.tidemark.bench.measure.BenchFailure;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import io.tidemark.ops.traffic.Message;
import io.tidemark.ops.traffic.Traffic;
import io.tidemark.ops.traffic.TrafficSettings;
import io.tidemark.rules.event.RawRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.sink.RowDataTaskWriterFactory;
import org.apache.iceberg.io.TaskWriter;

/**
 * The demo's shop over many days, as the job leaves it that commits once an hour of the traffic's time: two files an hour
 * and table, one a Kafka partition. The records do not go through Kafka and Flink, which would take longer and change
 * nothing of the files: they are decided by the job's rules and written by the sink's writer. Of a day's commits there is
 * one snapshot, not twenty-four.
 */
final class QueryLake {
    /** When the traffic begins, ms since the epoch: the begin of the year 2026. */
    static final long BEGIN_MILLIS = 1_767_225_600_000L;

    private static final long SEED = 42;
    private static final int PARTITIONS = 2;
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final int HOURS_A_COMMIT = 24;
    private static final String JOB = "4d3c2b1a0f9e8d7c6b5a493827160504";
    private static final String OPERATOR = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    private final Lake lake;
    private final List<Part> parts = new ArrayList<>();
    private final ExecutorService pool = Executors.newFixedThreadPool(PARTITIONS);
    private final List<Future<?>> running = new ArrayList<>();
    private long commits;

    private QueryLake(Lake lake, TidemarkConfig config) {
        this.lake = lake;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            parts.add(new Part(partition, new DecidedRows(config), lake));
        }
    }

    /**
     * Makes the tables of a lake and fills them.
     *
     * @param events how many records
     * @param days over how many days
     * @param progress told of every tenth of it
     */
    static void make(TidemarkConfig config, long events, int days, Consumer<String> progress) {
        try (Lake lake = Lake.open(
                LakeTables.settings(config), LakeTables.caller(config).as(Writer.of(LakeProperties.FIRST_EPOCH)))) {
            lake.createMissing(LakeTables.options(config));
            QueryLake made = new QueryLake(lake, config);
            try {
                made.fill(events, days, progress);
            } catch (ExecutionException e) {
                throw new BenchFailure("The lake of the benchmark could not be written: " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchFailure("Interrupted while the lake of the benchmark was written", e);
            } finally {
                made.pool.shutdownNow();
            }
        }
    }

    private void fill(long events, int days, Consumer<String> progress)
            throws ExecutionException, InterruptedException {
        Traffic traffic = new Traffic(TrafficSettings.of(
                SEED, events, BEGIN_MILLIS, Duration.ofDays(days).toMillis()));
        long hour = 0;
        List<List<Message>> messages = empty();
        for (long sent = 1; traffic.hasNext(); sent++) {
            Message message = traffic.next();
            long at = (message.serverReceivedMillis() - BEGIN_MILLIS) / HOUR_MILLIS;
            if (at != hour) {
                write(messages);
                messages = empty();
                if (at / HOURS_A_COMMIT != hour / HOURS_A_COMMIT) {
                    commit();
                }
                hour = at;
            }
            byte[] told = message.key() == null ? message.value() : message.key();
            messages.get(Math.floorMod(Arrays.hashCode(told), PARTITIONS)).add(message);
            if (sent % Math.max(1, events / 10) == 0) {
                progress.accept("%d %% of %,d records are written".formatted(sent * 100 / events, events));
            }
        }
        write(messages);
        commit();
    }

    private static List<List<Message>> empty() {
        List<List<Message>> messages = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            messages.add(new ArrayList<>());
        }
        return messages;
    }

    // While this hour is written the next is made.
    private void write(List<List<Message>> messages) throws ExecutionException, InterruptedException {
        await();
        for (Part part : parts) {
            running.add(pool.submit(() -> {
                part.write(messages.get(part.partition));
                return null;
            }));
        }
    }

    private void await() throws ExecutionException, InterruptedException {
        for (Future<?> each : running) {
            each.get();
        }
        running.clear();
    }

    private void commit() throws ExecutionException, InterruptedException {
        await();
        commits++;
        for (LakeTable name : LakeTable.pipeline()) {
            AppendFiles append = lake.table(name).newAppend();
            for (Part part : parts) {
                part.take(name).forEach(append::appendFile);
            }
            new CheckpointStamp(LakeProperties.FIRST_EPOCH, commits, JOB, OPERATOR)
                    .properties()
                    .forEach(append::set);
            append.commit();
        }
    }

    /** One Kafka partition, for one thread at a time. */
    private static final class Part {
        private final int partition;
        private final DecidedRows decided;
        private final Map<LakeTable, RowDataTaskWriterFactory> factories = new EnumMap<>(LakeTable.class);
        private final Map<LakeTable, List<DataFile>> written = new EnumMap<>(LakeTable.class);
        private long offset;

        Part(int partition, DecidedRows decided, Lake lake) {
            this.partition = partition;
            this.decided = decided;
            for (LakeTable name : LakeTable.pipeline()) {
                Table table = lake.table(name);
                RowDataTaskWriterFactory factory = new RowDataTaskWriterFactory(
                        table,
                        FlinkSchemaUtil.convert(table.schema()),
                        TableOptions.DEFAULT_TARGET_FILE_SIZE_BYTES,
                        FileFormat.PARQUET,
                        table.properties(),
                        null,
                        false);
                factory.initialize(partition, 0);
                factories.put(name, factory);
            }
        }

        void write(List<Message> messages) throws IOException {
            Map<LakeTable, TaskWriter<RowData>> writers = new EnumMap<>(LakeTable.class);
            for (Message message : messages) {
                decided.decide(
                        new RawRecord(
                                partition, offset++, message.serverReceivedMillis(), 0, message.key(), message.value()),
                        (table, row) -> writers.computeIfAbsent(
                                        table, name -> factory(name).create())
                                .write(row));
            }
            for (Map.Entry<LakeTable, TaskWriter<RowData>> writer : writers.entrySet()) {
                written.computeIfAbsent(writer.getKey(), name -> new ArrayList<>())
                        .addAll(List.of(writer.getValue().complete().dataFiles()));
            }
        }

        private RowDataTaskWriterFactory factory(LakeTable name) {
            RowDataTaskWriterFactory factory = factories.get(name);
            if (factory == null) {
                throw new IllegalStateException("There is a writer for every table");
            }
            return factory;
        }

        List<DataFile> take(LakeTable name) {
            List<DataFile> files = written.remove(name);
            return files == null ? List.of() : files;
        }
    }
}
