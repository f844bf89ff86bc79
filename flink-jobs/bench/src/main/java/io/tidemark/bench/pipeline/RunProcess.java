package io.tidemark.bench.pipeline;

import io.tidemark.bench.measure.CpuClock;
import io.tidemark.bench.measure.ProcessFile;
import io.tidemark.bench.measure.Profiler;
import io.tidemark.bench.measure.Sample;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One run of one pipeline, in a process of its own. The arguments: what to run, and where the result goes. */
public final class RunProcess {
    private RunProcess() {}

    /** Runs {@code settings.json} and writes {@code result.json}; then the process ends. */
    public static void main(String[] arguments) throws IOException {
        RunSettings settings = ProcessFile.read(Path.of(arguments[0]), RunSettings.class);
        ProcessFile.write(Path.of(arguments[1]), run(settings));
        // Pools of the libraries would keep the process for a minute.
        Runtime.getRuntime().halt(0);
    }

    static Sample run(RunSettings settings) throws IOException {
        Files.createDirectories(settings.directory());
        Profiler profiler = new Profiler(settings.profile());
        TidemarkConfig config = settings.config();
        // As the job's writer: pipelines a and d append to the table without its sink.
        try (Lake lake = Lake.open(
                LakeTables.settings(config), LakeTables.caller(config).as(Writer.of(LakeProperties.FIRST_EPOCH)))) {
            lake.createMissing(LakeTables.options(config));
            CpuClock clock = new CpuClock();
            return settings.variant().pipeline() == Pipeline.D
                    ? new ParquetLimit(settings, clock, profiler).run(lake)
                    : new FlinkRun(settings, clock, profiler).run(lake);
        } finally {
            profiler.stop();
        }
    }
}
