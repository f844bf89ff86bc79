package io.tidemark.bench.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.bench.restore.RestoreBench;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.lake.io.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark bench restore}: how long marks and restores of tables take on this machine. */
@Command(
        name = "restore",
        description = {
            "Measure what a mark and a restore take of tables with a long past, in milliseconds a table: their metadata"
                    + " alone, without a mark's check and without the job's state (see bench bootstrap). The files of"
                    + " events are on disk, empty; those of the other tables are names."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark bench restore", "  tidemark bench restore --snapshots 3000 --files 100000 --json"})
final class RestoreBenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--snapshots",
            paramLabel = "N",
            defaultValue = "3000",
            description = "The snapshots of each table (default: ${DEFAULT-VALUE}).")
    private int snapshots;

    @Option(
            names = "--files",
            paramLabel = "N",
            defaultValue = "100000",
            description = "The data files of each table (default: ${DEFAULT-VALUE}).")
    private int files;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often, after one that warms up (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--json", description = "One JSON object in place of text.")
    private boolean json;

    private RestoreBenchCommand() {}

    @Override
    public Integer call() throws IOException {
        if (snapshots < 2 || files < 1 || rounds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--snapshots must be 2 or more, --files and --rounds 1 or more");
        }
        Path directory = Files.createTempDirectory("tidemark-bench-restore");
        try {
            Map<String, Double> millis = RestoreBench.run(snapshots, files, rounds, directory);
            BenchOutput.print(spec, json ? JsonOutput.text(new Document(snapshots, files, millis)) : text(millis));
        } finally {
            Directories.delete(directory);
        }
        return ExitCode.DONE;
    }

    private String text(Map<String, Double> millis) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "Tables of %,d snapshots and %,d files; milliseconds a table:", snapshots, files));
        millis.forEach((step, each) -> text.append(String.format(Locale.ROOT, "%n  %-18s %8.1f", step, each)));
        return text.toString();
    }

    record Document(
            @JsonProperty("snapshots") int snapshots,
            @JsonProperty("files") int files,
            @JsonProperty("milliseconds_a_table") Map<String, Double> millis) {}
}
