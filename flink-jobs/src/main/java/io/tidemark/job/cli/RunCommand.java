package io.tidemark.job.cli;

import io.tidemark.job.config.ThrottleConfig;
import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.connect.LakeTables;
import io.tidemark.job.embedded.EmbeddedPipeline;
import io.tidemark.job.embedded.Progress;
import io.tidemark.job.embedded.RunningJob;
import io.tidemark.job.topology.LiveWriter;
import io.tidemark.lake.catalog.Heads;
import io.tidemark.lake.catalog.Lake;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark run}: the job in this process, until it is stopped. */
@Command(
        name = "run",
        description = {
            "Run the ingest job in this process until it is stopped (Ctrl-C) or fails: with --config against a real"
                    + " Kafka and catalog, with --lake with a broker of its own in that directory. What was committed"
                    + " stays; the newest checkpoint stays too, and is what the next run goes on from."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark run --config tidemark.yaml",
            "  tidemark run --config tidemark.yaml --from-checkpoint file:///var/tidemark/checkpoints/<job>/chk-42",
            "  tidemark run --lake DIR"
        })
final class RunCommand implements Callable<Integer> {
    private static final long LOOK_EVERY_MILLIS = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Option(
            names = "--from-checkpoint",
            paramLabel = "PATH",
            description = "The checkpoint or savepoint to go on from; needed once the tables hold records. A lake"
                    + " directory knows its own.")
    private @Nullable String checkpoint;

    private RunCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        Path directory = lake.directory().orElse(null);
        if (directory != null && checkpoint != null) {
            throw new ParameterException(
                    spec.commandLine(), "--from-checkpoint goes with --config: a lake directory knows its own.");
        }
        return directory == null ? runPipeline(lake.config()) : runDirectory(directory);
    }

    private int runPipeline(TidemarkConfig config) throws InterruptedException {
        try (Lake tables = Lake.open(LakeTables.settings(config))) {
            tables.createMissing(LakeTables.options(config));
            say("Looking whether another job writes to these tables (up to two checkpoint intervals)");
            new LiveWriter(tables, config.job().checkpointInterval(), InstantSource.system())
                    .refuse(time -> Thread.sleep(time.toMillis()));
            try (RunningJob job = RunningJob.start(config, tables, checkpoint)) {
                say("Running. Flink's web UI: " + job.webUi());
                watch(job, () -> {
                    job.check();
                    return Progress.of(Heads.of(tables));
                });
            }
        }
        return ExitCode.DONE;
    }

    private int runDirectory(Path path) throws InterruptedException {
        TidemarkConfig settings = IngestCommand.settings(path, ThrottleConfig.defaults());
        try (EmbeddedPipeline pipeline =
                EmbeddedPipeline.start(IngestCommand.directory(path), settings, "tidemark run")) {
            say("Running. Kafka: " + pipeline.bootstrapServers() + ", topic "
                    + settings.kafka().topic() + ". Flink's web UI: " + pipeline.webUi());
            watch(pipeline, pipeline::progress);
        }
        return ExitCode.DONE;
    }

    /** Shows how far it is, until the process is told to end; then what is running is closed first. */
    private void watch(AutoCloseable running, Supplier<Progress> progress) throws InterruptedException {
        Thread closing = new Thread(() -> closeQuietly(running), "stopping");
        Runtime.getRuntime().addShutdownHook(closing);
        ProgressLine line = new ProgressLine(spec.commandLine().getErr(), false);
        while (true) {
            Progress now = progress.get();
            if (line.due()) {
                line.show(now);
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static void closeQuietly(AutoCloseable running) {
        try {
            running.close();
        } catch (Exception e) { // AutoCloseable's own signature; the process ends, and the log has it
            org.slf4j.LoggerFactory.getLogger(RunCommand.class).warn("stop failed", e);
        }
    }

    private void say(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(text);
        err.flush();
    }
}
