package io.tidemark.bench.command;

import io.tidemark.bench.restore.BootstrapBench;
import io.tidemark.bench.restore.BootstrapFigures;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.lake.io.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark bench bootstrap}: how fast the job's state is computed from the tables. */
@Command(
        name = "bootstrap",
        description = {
            "Make a lake of N devices with 7 insert ids each, and compute the job's state from its tables in a process of"
                    + " its own with a heap of 2 GiB. Takes some 1.3 KB of disk a device, in the directory for"
                    + " temporary files."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark bench bootstrap", "  tidemark bench bootstrap --devices 20000000 --json"})
final class BootstrapBenchCommand implements Callable<Integer> {
    private static final double MEBI = 1 << 20;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "5000000",
            description = "How many devices (default: ${DEFAULT-VALUE}).")
    private long devices;

    @Option(names = "--json", description = "One JSON object in place of sentences.")
    private boolean json;

    private BootstrapBenchCommand() {}

    @Override
    public Integer call() throws IOException {
        if (devices < 1_000) {
            throw new ParameterException(spec.commandLine(), "--devices must be 1000 or more.");
        }
        Path directory = Files.createTempDirectory("tidemark-bench-bootstrap");
        BootstrapFigures figures = BootstrapBench.run(devices, directory, BenchOutput.progress(spec));
        BenchOutput.print(spec, json ? JsonOutput.text(figures) : text(figures));
        Directories.delete(directory);
        return ExitCode.DONE;
    }

    private static String text(BootstrapFigures figures) {
        return String.format(
                Locale.ROOT,
                """
                %,d devices with %,d insert ids in %.1f s (reading %.1f s): %,.0f devices/s
                %.1f CPU-seconds: %,.0f devices a CPU-second
                savepoint %,.0f MiB, most memory %,.0f MiB with a heap of %,.0f MiB
                foretold for %,d devices: %.1f min at this speed, %.1f min on two cores that nobody else uses""",
                figures.devices(),
                figures.insertKeys(),
                figures.seconds(),
                figures.readingSeconds(),
                figures.devicesPerSecond(),
                figures.cpuSeconds(),
                figures.devicesPerCpuSecond(),
                figures.savepointBytes() / MEBI,
                figures.peakResidentBytes() / MEBI,
                figures.heapLimitBytes() / MEBI,
                BootstrapFigures.FORETOLD_DEVICES,
                figures.foretoldSeconds() / 60,
                figures.foretoldSecondsOnTwoCores() / 60);
    }
}
