package io.tidemark.bench.restore;

import io.tidemark.bench.measure.BenchFailure;
import io.tidemark.bench.measure.JavaProcess;
import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Writer;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
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
        TidemarkConfig config = TidemarkConfig.ofDirectory(home);
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
        Path result = home.resolve("figures.properties");
        Path log = home.resolve("bootstrap.log");
        Process process = JavaProcess.of(BootstrapProcess.class, log, HEAP, List.of(home.toString(), result.toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new BenchFailure("The bootstrap ended with exit code " + process.exitValue() + ". Its log: " + log
                        + "; the last lines of its standard error:\n" + JavaProcess.lastLines(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("Interrupted while the state was computed", e);
        } finally {
            process.destroyForcibly();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(result)) {
            properties.load(reader);
        }
        return BootstrapFigures.of(properties);
    }
}
