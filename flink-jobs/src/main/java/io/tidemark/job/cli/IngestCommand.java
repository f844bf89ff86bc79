package io.tidemark.job.cli;

import io.tidemark.job.config.IntakeConfig;
import io.tidemark.job.config.JobConfig;
import io.tidemark.job.config.ThrottleConfig;
import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.connect.EventsLog;
import io.tidemark.job.connect.EventsSender;
import io.tidemark.job.connect.LakeTables;
import io.tidemark.job.embedded.EmbeddedPipeline;
import io.tidemark.job.embedded.LakeDirectory;
import io.tidemark.job.embedded.LakeState;
import io.tidemark.job.embedded.Progress;
import io.tidemark.lake.audit.People;
import io.tidemark.lake.catalog.Heads;
import io.tidemark.lake.catalog.Lake;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark ingest}: files in, tables out, and done when everything is committed. */
@Command(
        name = "ingest",
        description = {
            "Send files of events (JSON lines, plain or gzipped, or archives of tidemark export or of Amplitude's Export"
                    + " API) through the pipeline, and wait until every record is committed to one of the tables. With"
                    + " --lake, broker, job and tables run in this process and live in that directory; a second ingest goes on with the same devices and people. With"
                    + " --config, the events go to that Kafka, and the pipeline that runs there commits them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark ingest --lake DIR events.jsonl more.jsonl.gz",
            "  tidemark ingest --lake DIR export.zip",
            "  generate | tidemark ingest --lake DIR --throttle --json -",
            "  tidemark ingest --lake DIR          (finish what an earlier ingest was cut off from)"
        })
final class IngestCommand implements Callable<Integer> {
    private static final String TOPIC = "events.raw";
    private static final int PARTITIONS = 4;
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);
    private static final Duration HURRY_EVERY = Duration.ofSeconds(2);

    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Option(
            names = "--throttle",
            description =
                    "Apply the limits per device, as the live pipeline does; without it, files are not throttled.")
    private boolean throttle;

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    private boolean json;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Files of JSON lines, or archives of an export; - is standard input.")
    private List<String> files = List.of();

    private IngestCommand() {}

    /** What one run did. */
    private record Summary(Progress done, long people, double seconds) {}

    @Override
    public Integer call() throws InterruptedException {
        EventFiles events = new EventFiles(files);
        Path directory = lake.directory().orElse(null);
        long begin = System.nanoTime();
        Supplier<Double> seconds = () -> (System.nanoTime() - begin) / 1e9;
        Summary summary = directory == null ? toKafka(events, seconds) : toDirectory(directory, events, seconds);
        print(summary);
        return ExitCode.DONE;
    }

    /** The settings of a lake in a directory. */
    static TidemarkConfig settings(Path directory, ThrottleConfig throttle) {
        TidemarkConfig config = TidemarkConfig.ofDirectory(directory);
        IntakeConfig intake = config.intake().withThrottle(throttle);
        JobConfig job = config.job().withCheckpointInterval(COMMIT_EVERY);
        return config.withIntake(intake).withJob(job);
    }

    /** The lake in a directory, made if there is none. */
    static LakeDirectory directory(Path directory) {
        return LakeDirectory.openOrCreate(directory, LakeState.fresh(TOPIC, PARTITIONS));
    }

    private Summary toDirectory(Path path, EventFiles events, Supplier<Double> seconds) throws InterruptedException {
        LakeDirectory directory = directory(path);
        TidemarkConfig settings = settings(path, throttle ? ThrottleConfig.defaults() : ThrottleConfig.off());
        ProgressLine line = progressLine();
        line.show("starting broker, job and tables in " + directory.root());
        try (EmbeddedPipeline pipeline = EmbeddedPipeline.start(directory, settings, "tidemark ingest")) {
            Progress before = pipeline.progress();
            EventsSender sender = pipeline.sender();
            events.forEach((event, time) -> {
                sender.send(event, time);
                if (line.due()) {
                    line.show(sender.sent(), pipeline.progress().since(before), "");
                }
            });
            sender.flush();
            long inTopic = pipeline.recordsInTopic();
            Progress now = pipeline.progress();
            long hurryAt = System.nanoTime();
            while (now.records() < inTopic) {
                // A job that is hurried all the time is slower for it.
                if (System.nanoTime() - hurryAt >= 0) {
                    pipeline.hurry();
                    hurryAt = System.nanoTime() + HURRY_EVERY.toNanos();
                }
                Thread.sleep(50);
                now = pipeline.progress();
                if (line.due()) {
                    line.show(sender.sent(), now.since(before), "");
                }
            }
            pipeline.markDone();
            line.show(sender.sent(), now.since(before), "");
            line.end();
            return new Summary(now.since(before), People.count(pipeline.lake()), seconds.get());
        }
    }

    private Summary toKafka(EventFiles events, Supplier<Double> seconds) throws InterruptedException {
        TidemarkConfig config = lake.config();
        ProgressLine line = progressLine();
        EventsLog.requireTopic(config.kafka());
        try (Lake tables = LakeTables.open(config);
                EventsSender sender = new EventsSender(config.kafka())) {
            Progress before = Progress.of(Heads.of(tables));
            boolean keepTimes = events.haveTimestamps() && EventsLog.takesOldTimestamps(config.kafka());
            if (events.haveTimestamps() && !keepTimes) {
                line.show("the topic expires records by their timestamps: those of the archive are not kept, and"
                        + " server_upload_time will be the time of this ingest");
            }
            events.forEach((event, time) -> sender.send(event, keepTimes ? time : null));
            sender.flush();
            Progress done = Progress.of(Heads.of(tables)).since(before);
            while (done.records() < sender.sent()) {
                if (line.due()) {
                    line.show(sender.sent(), done, "waiting for the pipeline that runs on this topic");
                }
                Thread.sleep(500);
                done = Progress.of(Heads.of(tables)).since(before);
            }
            line.end();
            return new Summary(done, People.count(tables), seconds.get());
        }
    }

    private ProgressLine progressLine() {
        return new ProgressLine(spec.commandLine().getErr(), json);
    }

    private void print(Summary summary) {
        PrintWriter out = spec.commandLine().getOut();
        Progress done = summary.done();
        if (json) {
            out.println(JsonObject.of(object -> {
                object.writeNumberField("records", done.records());
                object.writeNumberField("accepted", done.accepted());
                object.writeNumberField("duplicate", done.duplicate());
                object.writeNumberField("throttled", done.throttled());
                object.writeNumberField("rejected", done.rejected());
                object.writeNumberField("people", summary.people());
                object.writeNumberField("seconds", Math.round(summary.seconds() * 10) / 10.0);
            }));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%,d records in %.1f s: %,d accepted, %,d duplicate, %,d throttled, %,d rejected.%n"
                            + "%,d people in the lake after merging.%n",
                    done.records(),
                    summary.seconds(),
                    done.accepted(),
                    done.duplicate(),
                    done.throttled(),
                    done.rejected(),
                    summary.people());
        }
        out.flush();
    }
}
