package io.tidemark.bench.command;

import io.tidemark.bench.restore.RebuildBench;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.JsonObject;
import io.tidemark.lake.io.Directories;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonObject.of(object -> {
                object.writeNumberField("events", events);
                object.writeNumberField("identities", results.get(0).identities());
                object.writeArrayFieldStart("events_per_second");
                for (RebuildBench.Result result : results) {
                    object.writeNumber(result.rate());
                }
                object.writeEndArray();
            }));
        } else {
            results.forEach(result -> out.println(String.format(
                    Locale.ROOT,
                    "%,d events in %.1f s: %,d a second, %,d rows of identities",
                    result.events(),
                    result.took().toMillis() / 1e3,
                    result.rate(),
                    result.identities())));
        }
        out.flush();
        Directories.delete(directory);
        return ExitCode.DONE;
    }
}
