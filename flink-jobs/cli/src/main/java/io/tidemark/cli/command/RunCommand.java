package io.tidemark.cli.command;

import io.tidemark.cli.collect.LakeCollector;
import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.ProgressLine;
import io.tidemark.collector.main.Collector;
import io.tidemark.config.ThrottleConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.LiveWriter;
import io.tidemark.job.fence.StartCheck;
import io.tidemark.job.fence.StartDecision;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.kafka.EventsLog;
import io.tidemark.job.state.CheckpointStorage;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.ops.embedded.EmbeddedPipeline;
import io.tidemark.ops.embedded.LakeDirectory;
import io.tidemark.ops.embedded.LocalLake;
import io.tidemark.ops.embedded.Progress;
import io.tidemark.ops.embedded.RunningJob;
import io.tidemark.ops.marks.ScheduledMarks;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
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
            "  tidemark run --lake DIR",
            "  tidemark run --lake DIR --collect 8080"
        })
final class RunCommand implements Callable<Integer> {
    private static final int MOST_PORTS = 65_535;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

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

    @Option(
            names = "--collect",
            paramLabel = "PORT",
            description =
                    "With --lake, take events over HTTP at this port of 127.0.0.1 too (0: any that is free). As long"
                            + " as nothing is configured the API key is \"development\".")
    private @Nullable Integer collect;

    private RunCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        Path directory = lake.directory().orElse(null);
        if (directory != null && checkpoint != null) {
            throw new ParameterException(
                    spec.commandLine(), "--from-checkpoint goes with --config: a lake directory knows its own.");
        }
        if (collect != null && (directory == null || collect < 0 || collect > MOST_PORTS)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--collect takes a port from 0 to " + MOST_PORTS + " and goes with --lake; beside --config, run"
                            + " tidemark collect.");
        }
        return directory == null ? runPipeline(lake.config()) : runDirectory(directory);
    }

    private int runPipeline(TidemarkConfig config) throws InterruptedException {
        CheckpointStorage.reach(config);
        try (ShutdownSignal stop = ShutdownSignal.listen();
                Lake tables = LakeTables.open(config)) {
            EventsLog.requireTopic(config.kafka());
            tables.createMissing(LakeTables.options(config));
            LiveWriter others = new LiveWriter(tables, config.job().checkpointInterval(), InstantSource.system());
            StartDecision decision = StartCheck.decide(
                    tables, checkpoint, StartCheck.Starter.COMMAND, new ConfigTopic(config.kafka())::require, () -> {
                        say("Looking whether another job writes to these tables (up to two checkpoint intervals)");
                        others.refuse(time -> Thread.sleep(time.toMillis()));
                    });
            try (RunningJob job = RunningJob.run(config, tables, decision.require());
                    ScheduledMarks marks = ScheduledMarks.begin(config, InstantSource.system(), this::say)) {
                say("Running. Flink's web UI: " + job.webUi());
                watch(stop, job, () -> Progress.of(Heads.of(tables)));
            }
        }
        return ExitCode.DONE;
    }

    private int runDirectory(Path path) throws InterruptedException {
        TidemarkConfig settings = LocalLake.settings(path, ThrottleConfig.defaults());
        LakeDirectory directory = LocalLake.openOrCreate(path);
        try (ShutdownSignal stop = ShutdownSignal.listen();
                EmbeddedPipeline pipeline = EmbeddedPipeline.start(directory, settings, "tidemark run");
                Collector collector = collect == null ? null : collector(settings, pipeline, directory, collect);
                ScheduledMarks marks = ScheduledMarks.begin(
                        settings.withBootstrapServers(pipeline.bootstrapServers()),
                        InstantSource.system(),
                        this::say)) {
            say("Running. Kafka: " + pipeline.bootstrapServers() + ", topic "
                    + settings.kafka().topic() + ". Flink's web UI: " + pipeline.webUi());
            if (collector != null) {
                say("Events over HTTP: " + collector.address());
            }
            watch(stop, pipeline.job(), pipeline::progress);
        }
        return ExitCode.DONE;
    }

    private static Collector collector(
            TidemarkConfig settings, EmbeddedPipeline pipeline, LakeDirectory directory, int port) {
        return LakeCollector.start(
                settings.withBootstrapServers(pipeline.bootstrapServers()), directory.root(), port, false);
    }

    /** Shows how far it is, until the process is told to end or the job has failed for good. */
    private void watch(ShutdownSignal stop, RunningJob job, Supplier<Progress> progress) throws InterruptedException {
        ProgressLine line = new ProgressLine(spec.commandLine().getErr(), false);
        while (!stop.within(LOOK_EVERY)) {
            job.check();
            if (line.due()) {
                look(job, progress, line);
            }
        }
        line.end();
        say("Stopping: the newest checkpoint is kept.");
    }

    private static void look(RunningJob job, Supplier<Progress> progress, ProgressLine line) {
        String trouble = job.trouble();
        if (trouble != null) {
            line.show("The job failed and is being started again. " + trouble);
            return;
        }
        try {
            line.show(progress.get());
        } catch (LakeFailure blind) {
            // The job itself waits for a catalog that comes back, so this does too.
            line.show("The tables cannot be looked at, the job runs on. " + blind.getMessage());
        }
    }

    private void say(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(text);
        err.flush();
    }
}
