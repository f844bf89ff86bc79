package io.tidemark.bench.restore;

import io.tidemark.bench.measure.BenchFailure;
import io.tidemark.bench.measure.JavaProcess;
import io.tidemark.bench.measure.ProcessFile;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** How fast the job's state is computed from the tables: makes a lake of many devices, and bootstraps from it. */
public final class BootstrapBench {
    private static final String HEAP = "2g";

    private BootstrapBench() {}

    /**
     * Runs the benchmark.
     *
     * @param devices how many devices; each has {@value BootstrapLake#EVENTS_A_DEVICE} insert ids
     * @param directory an empty directory, for some 1.3 KB a device
     * @param progress takes a line for each thing that happens
     * @throws BenchFailure if the process that bootstraps ends otherwise than well, or its state is not whole
     */
    public static BootstrapFigures run(long devices, Path directory, Consumer<String> progress) throws IOException {
        Path home = Files.createDirectories(directory).toAbsolutePath();
        TidemarkConfig config = DirectoryLake.config(home);
        try (Lake lake = LakeTables.open(config)) {
            lake.createMissing(LakeTables.options(config));
        }
        try (Lake lake =
                Lake.open(LakeTables.settings(config), LakeTables.caller(config).as(Writer.of(1)))) {
            BootstrapLake.fill(lake, devices, progress);
        }
        progress.accept("%,d devices are in the lake; computing their state".formatted(devices));
        BootstrapFigures figures = bootstrap(home);
        if (figures.devices() != devices || figures.insertKeys() != devices * BootstrapLake.EVENTS_A_DEVICE) {
            throw new BenchFailure("The state is not whole: it holds %,d devices of %,d, and was told %,d insert ids."
                    .formatted(figures.devices(), devices, figures.insertKeys()));
        }
        return figures;
    }

    private static BootstrapFigures bootstrap(Path home) throws IOException {
        Path result = home.resolve("figures.json");
        JavaProcess.run(
                "The bootstrap",
                BootstrapProcess.class,
                home.resolve("bootstrap.log"),
                HEAP,
                Duration.ofDays(1),
                List.of(home, result));
        return ProcessFile.read(result, BootstrapFigures.class);
    }
}
