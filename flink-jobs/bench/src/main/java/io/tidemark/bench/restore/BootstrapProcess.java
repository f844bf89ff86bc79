package io.tidemark.bench.restore;

import io.tidemark.bench.measure.CpuClock;
import io.tidemark.bench.measure.ProcessFile;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.bootstrap.BootstrapOptions;
import io.tidemark.job.bootstrap.BootstrapReport;
import io.tidemark.job.bootstrap.SavepointTarget;
import io.tidemark.job.bootstrap.StateBootstrap;
import io.tidemark.job.fence.WriterEpoch;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.IngestJob;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.ops.configure.ServiceConfigs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** One bootstrap in a process of its own. The arguments: the lake's directory, and where the figures go. */
public final class BootstrapProcess {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";

    private BootstrapProcess() {}

    /** Runs it and writes its figures; then the process ends. */
    public static void main(String[] arguments) throws IOException {
        ProcessFile.write(Path.of(arguments[1]), run(Path.of(arguments[0])));
        // Pools of the libraries would keep the process for a minute.
        Runtime.getRuntime().halt(0);
    }

    static BootstrapFigures run(Path directory) throws IOException {
        TidemarkConfig config = DirectoryLake.config(directory);
        try (Lake lake = LakeTables.open(config)) {
            CpuClock clock = new CpuClock();
            long cpu = clock.cpuNanos();
            BootstrapReport report = StateBootstrap.write(
                    lake,
                    ConsistentCut.atHeads(Heads.of(lake)),
                    IngestJob.rules(config),
                    new ServiceConfigs(lake).history(),
                    new SavepointTarget(
                            "file://" + directory.resolve("savepoint"),
                            1,
                            WriterEpoch.FIRST,
                            config.job().maxParallelism()),
                    BootstrapOptions.of(directory.resolve("scratch"), InstantSource.system()));
            return new BootstrapFigures(
                    report.devices(),
                    report.insertKeys(),
                    report.bytes(),
                    report.seconds(),
                    report.readingSeconds(),
                    (clock.cpuNanos() - cpu) / 1e9,
                    Runtime.getRuntime().maxMemory(),
                    peakResidentBytes());
        }
    }

    private static long peakResidentBytes() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(PEAK))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}
