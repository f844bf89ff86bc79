package io.tidemark.bench.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.bench.restore.RebuildBench;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.lake.io.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark bench rebuild}: how fast identities are computed from events on this machine. */
@Command(
        name = "rebuild",
        description = "Measure how many events a second the rebuild of the identity tables takes, its start included.",
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark bench rebuild", "  tidemark bench rebuild --events 8000000 --rounds 5 --json"})
final class RebuildBenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "4000000",
            description = "The events of the lake (default: ${DEFAULT-VALUE}).")
    private long events;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often they are rebuilt (default: ${DEFAULT-VALUE}); the first round warms up.")
    private int rounds;

    @Option(names = "--json", description = "One JSON object in place of text.")
    private boolean json;

    private RebuildBenchCommand() {}

    @Override
    public Integer call() throws IOException {
        if (events < 1 || rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--events and --rounds must be 1 or more");
        }
        Path directory = Files.createTempDirectory("tidemark-bench-rebuild");
        List<RebuildBench.Result> results = RebuildBench.run(events, rounds, 408, directory);
        BenchOutput.print(
                spec,
                json
                        ? JsonOutput.text(new Document(
                                events,
                                results.get(0).identities(),
                                results.stream().map(RebuildBench.Result::rate).toList()))
                        : results.stream().map(RebuildBenchCommand::text).collect(Collectors.joining("\n")));
        Directories.delete(directory);
        return ExitCode.DONE;
    }

    private static String text(RebuildBench.Result result) {
        return String.format(
                Locale.ROOT,
                "%,d events in %.1f s: %,d a second, %,d rows of identities",
                result.events(),
                result.took().toMillis() / 1e3,
                result.rate(),
                result.identities());
    }

    record Document(
            @JsonProperty("events") long events,
            @JsonProperty("identities") long identities,
            @JsonProperty("events_per_second") List<Long> rates) {}
}
