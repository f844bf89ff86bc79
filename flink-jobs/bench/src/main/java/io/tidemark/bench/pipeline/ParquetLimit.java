package io.tidemark.bench.pipeline;

import io.tidemark.bench.measure.CpuClock;
import io.tidemark.bench.measure.Profiler;
import io.tidemark.bench.measure.Sample;
import io.tidemark.bench.measure.Slice;
import io.tidemark.bench.measure.Slices;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.sink.RowDataTaskWriterFactory;
import org.apache.iceberg.io.TaskWriter;

/** {@link Pipeline#D}: records from memory, decoded and written by the sink's own writer, in one thread. */
final class ParquetLimit {
    /** So many records are kept and handed over again and again. */
    private static final int KEPT = 100_000;

    private final RunSettings settings;
    private final CpuClock clock;
    private final Profiler profiler;

    ParquetLimit(RunSettings settings, CpuClock clock, Profiler profiler) {
        this.settings = settings;
        this.clock = clock;
        this.profiler = profiler;
    }

    Sample run(Lake lake) throws IOException {
        RunSettings.Load load = settings.load();
        List<byte[]> records = records(load);
        Table table = lake.table(LakeTable.EVENTS);
        long beganAt = System.nanoTime();
        long cpu = clock.cpuNanos();
        long jit = clock.jitNanos();
        Slices slices = new Slices(clock, load.sliceSize(), profiler::start);
        List<DataFile> files = write(table, records, slices);
        AppendFiles append = table.newAppend();
        files.forEach(append::appendFile);
        append.commit();
        Slice whole = new Slice(load.events(), clock.cpuNanos() - cpu, clock.jitNanos() - jit);
        long wall = System.nanoTime() - beganAt;
        return new Sample(load.events(), FlinkRun.rows(lake, settings.variant()), whole, wall, slices.closed());
    }

    private List<DataFile> write(Table table, List<byte[]> records, Slices slices) throws IOException {
        RowDataTaskWriterFactory factory = new RowDataTaskWriterFactory(
                table,
                FlinkSchemaUtil.convert(table.schema()),
                128L << 20,
                FileFormat.PARQUET,
                table.properties(),
                null,
                false);
        factory.initialize(0, 0);
        TaskWriter<RowData> writer = factory.create();
        DecodedRow row = new DecodedRow(settings.load().topic());
        long uploaded = System.currentTimeMillis();
        for (long i = 0; i < settings.load().events(); i++) {
            byte[] value = records.get((int) (i % records.size()));
            writer.write(row.of(new RawRecord(0, i, uploaded, 0, null, value)));
            slices.observe(i + 1);
        }
        return List.of(writer.complete().dataFiles());
    }

    private static List<byte[]> records(RunSettings.Load load) {
        BenchTraffic traffic = new BenchTraffic(load);
        List<byte[]> records = new ArrayList<>();
        for (long i = 0; i < Math.min(KEPT, load.events()); i++) {
            records.add(traffic.next());
        }
        return records;
    }
}
