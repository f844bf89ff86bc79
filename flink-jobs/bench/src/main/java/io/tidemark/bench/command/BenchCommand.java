package io.tidemark.bench.command;

import io.tidemark.bench.pipeline.Bench;
import io.tidemark.bench.pipeline.BenchDocument;
import io.tidemark.bench.pipeline.BenchPlan;
import io.tidemark.bench.pipeline.BenchReport;
import io.tidemark.bench.pipeline.BenchText;
import io.tidemark.bench.pipeline.Pipeline;
import io.tidemark.cli.output.CommandFailure;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.config.JobConfig.StateBackend;
import io.tidemark.lake.io.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark bench}: what the job costs on this machine. */
@Command(
        name = "bench",
        subcommands = {
            RebuildBenchCommand.class,
            BootstrapBenchCommand.class,
            RestoreBenchCommand.class,
            QueryBenchCommand.class,
            LayoutBenchCommand.class
        },
        description = {
            "Measure CPU-seconds per million events, each pipeline in a process of its own, in interleaved rounds:"
                    + " (a) Flink SQL, no identity; (b) the ingest job; (c) the ingest job without identity;"
                    + " (d) decode and Parquet alone, the limit. Nothing else should run meanwhile."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark bench",
            "  tidemark bench --events 4000000 --rounds 5 --json",
            "  tidemark bench rebuild",
            "  tidemark bench --pipelines b --backend rocksdb --bytes 408 --profile profiles"
        })
final class BenchCommand implements Callable<Integer> {
    /** Which backends {@code --backend} can name. */
    enum Backend {
        HASHMAP,
        ROCKSDB,
        BOTH;

        List<StateBackend> backends() {
            return switch (this) {
                case HASHMAP -> List.of(StateBackend.HASHMAP);
                case ROCKSDB -> List.of(StateBackend.ROCKSDB);
                case BOTH -> List.of(StateBackend.HASHMAP, StateBackend.ROCKSDB);
            };
        }
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "2000000",
            description = "The records of a run (default: ${DEFAULT-VALUE}). Below a million, figures mislead.")
    private long events;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each run is repeated (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            split = ",",
            defaultValue = "757,408",
            description = "The average sizes of the records, 400 and above (default: ${DEFAULT-VALUE}).")
    private List<Integer> bytes;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "both",
            description = "hashmap, rocksdb or both (default: ${DEFAULT-VALUE}).")
    private Backend backend;

    @Option(
            names = "--pipelines",
            paramLabel = "LETTER",
            split = ",",
            defaultValue = "a,b,c,d",
            description = "Which pipelines (default: ${DEFAULT-VALUE}).")
    private List<Pipeline> pipelines;

    @Option(names = "--json", description = "One JSON object in place of a table.")
    private boolean json;

    @Option(
            names = "--profile",
            paramLabel = "DIR",
            description = "Write a profile of each run there, as collapsed stacks. Its figures have the profiler in.")
    private @Nullable Path profiles;

    private BenchCommand() {}

    @Override
    public Integer call() throws IOException {
        check();
        var plan = new BenchPlan(events, rounds, bytes, backend.backends(), pipelines, profiles);
        Path directory = Files.createTempDirectory("tidemark-bench");
        BenchReport report = Bench.run(plan, directory, BenchOutput.progress(spec));
        BenchOutput.print(spec, json ? JsonOutput.text(BenchDocument.of(report)) : BenchText.table(report));
        if (!report.isExact()) {
            throw new CommandFailure(
                    "A run has lost or doubled rows, and has no figure. The logs of all runs: " + directory);
        }
        Directories.delete(directory);
        return ExitCode.DONE;
    }

    private void check() {
        require(events >= BenchPlan.FEWEST_EVENTS, "--events must be " + BenchPlan.FEWEST_EVENTS + " or more");
        require(rounds >= 1, "--rounds must be 1 or more");
        require(bytes.stream().allMatch(size -> size >= 400 && size <= 100_000), "--bytes must be from 400 to 100000");
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), what + ".");
        }
    }
}
