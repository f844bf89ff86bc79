package io.tidemark.bench.restore;

import io.tidemark.bench.pipeline.BenchTraffic;
import io.tidemark.bench.pipeline.DecodedRow;
import io.tidemark.bench.pipeline.RunSettings;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.read.RebuiltTable;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import io.tidemark.ops.rebuild.RebuildRun;
import io.tidemark.rules.event.RawRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.sink.RowDataTaskWriterFactory;
import org.apache.iceberg.io.TaskWriter;

/** How fast the identity tables are computed from the events of a lake that is made for it. */
public final class RebuildBench {
    private static final int FILES = 8;

    private RebuildBench() {}

    /**
     * One run.
     *
     * @param events how many events
     * @param took from the job's submission to its end, its start included
     * @param identities how many rows of identities came of them
     */
    public record Result(long events, Duration took, long identities) {
        /** Events a second. */
        public long rate() {
            return events * 1_000 / Math.max(1, took.toMillis());
        }
    }

    /**
     * Makes a lake in a directory and computes its identity tables, several times.
     *
     * @param rounds how often; the first has the JIT's work in it
     * @param bytes the average size of a record; little of it is read
     */
    public static List<Result> run(long events, int rounds, int bytes, Path directory) throws IOException {
        TidemarkConfig config = DirectoryLake.config(directory);
        TableOptions options = LakeTables.options(config);
        try (Lake job = Lake.open(
                LakeTables.settings(config), LakeTables.caller(config).as(Writer.of(LakeProperties.FIRST_EPOCH)))) {
            job.createMissing(options);
            write(job.table(LakeTable.EVENTS), new RunSettings.Load(events, bytes));
        }
        try (Lake lake = LakeTables.open(config, Purpose.REBUILD)) {
            long snapshot = Objects.requireNonNull(Heads.of(lake).head(LakeTable.EVENTS))
                    .snapshotId();
            List<RebuiltTable> tables = RebuildRun.tables().stream()
                    .map(table -> RebuiltTable.of(lake, table))
                    .toList();
            Result[] results = new Result[rounds];
            for (int round = 0; round < rounds; round++) {
                tables.forEach(table -> table.clear(options));
                Duration took = RebuildRun.run(config, lake, snapshot, tables);
                results[round] = new Result(events, took, rows(tables.get(0)));
            }
            return List.of(results);
        }
    }

    private static long rows(RebuiltTable rebuilt) {
        return Long.parseLong(rebuilt.table()
                .snapshot(rebuilt.branch())
                .summary()
                .getOrDefault(SnapshotSummary.TOTAL_RECORDS_PROP, "0"));
    }

    private static void write(Table table, RunSettings.Load load) throws IOException {
        RowDataTaskWriterFactory factory = new RowDataTaskWriterFactory(
                table,
                FlinkSchemaUtil.convert(table.schema()),
                TableOptions.DEFAULT_TARGET_FILE_SIZE_BYTES,
                FileFormat.PARQUET,
                table.properties(),
                null,
                false);
        factory.initialize(0, 0);
        DecodedRow row = new DecodedRow(load.topic());
        BenchTraffic traffic = new BenchTraffic(load);
        long uploaded = System.currentTimeMillis();
        AppendFiles append = table.newAppend();
        long offset = 0;
        for (int file = 1; file <= FILES; file++) {
            TaskWriter<RowData> writer = factory.create();
            for (; offset < load.events() * file / FILES; offset++) {
                writer.write(row.of(new RawRecord(0, offset, uploaded, 0, null, traffic.next())));
            }
            for (DataFile written : writer.complete().dataFiles()) {
                append.appendFile(written);
            }
        }
        append.commit();
    }
}
