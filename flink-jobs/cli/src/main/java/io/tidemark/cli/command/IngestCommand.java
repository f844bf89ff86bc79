package io.tidemark.cli.command;

import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.ProgressLine;
import io.tidemark.cli.output.json.IngestDocument;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.config.ThrottleConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.EventsLog;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.audit.People;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.ops.embedded.EmbeddedFailure;
import io.tidemark.ops.embedded.EmbeddedPipeline;
import io.tidemark.ops.embedded.LakeDirectory;
import io.tidemark.ops.embedded.LocalLake;
import io.tidemark.ops.embedded.Progress;
import io.tidemark.ops.embedded.Room;
import io.tidemark.ops.feed.DiskFull;
import io.tidemark.ops.feed.EventFiles;
import io.tidemark.ops.feed.EventSink;
import io.tidemark.ops.feed.FeedListener;
import io.tidemark.ops.feed.LakeFeed;
import io.tidemark.ops.feed.LogFeed;
import io.tidemark.ops.feed.SourceFailure;
import io.tidemark.ops.input.Envelope;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark ingest}: files in, tables out, and done when everything is committed. */
@Command(
        name = "ingest",
        description = {
            "Send files of events (JSON lines, lists of events or whole requests of Amplitude's HTTP API, plain or gzipped,"
                    + " or archives of tidemark export or of Amplitude's Export API) through the pipeline, and wait until every record is committed to one of the tables. With"
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
    private static final int LONGEST_MIN_ID = 1_024;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Option(
            names = "--throttle",
            description =
                    "Apply the limits per device, as the live pipeline does; without it, files are not throttled.")
    private boolean throttle;

    @Option(
            names = "--min-id-length",
            paramLabel = "N",
            description = "Take user ids and device ids of N characters or more, where an event or its request does not"
                    + " say otherwise. It is put into each event, so that whatever reads the event again decides the"
                    + " same.")
    private @Nullable Integer minIdLength;

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    private boolean json;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Files of JSON lines, or archives of an export; - is standard input. Pipes are taken by their"
                    + " names, too.")
    private List<String> files = List.of();

    private IngestCommand() {}

    /** What one run did. */
    private record Summary(Progress done, long people, double seconds) {}

    @Override
    public Integer call() throws InterruptedException {
        EventFiles events = new EventFiles(files, envelope());
        Path directory = lake.directory().orElse(null);
        long begin = System.nanoTime();
        Supplier<Double> seconds = () -> (System.nanoTime() - begin) / 1e9;
        Summary summary = directory == null ? toKafka(events, seconds) : toDirectory(directory, events, seconds);
        print(summary);
        return ended(summary.done());
    }

    private Envelope envelope() {
        Integer length = minIdLength;
        if (length != null && (length < 1 || length > LONGEST_MIN_ID)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--min-id-length takes a number from 1 to " + LONGEST_MIN_ID + "; found " + length + ".");
        }
        return length == null ? Envelope.EMPTY : new Envelope(null, length.longValue());
    }

    /** Records of which none is an event are no ingest that went well. */
    private int ended(Progress done) {
        if (done.records() == 0 || done.rejected() < done.records()) {
            return ExitCode.DONE;
        }
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                Locale.ROOT,
                "None of the %,d records is an event: all were rejected. The table dead_letters has each with its reason:"
                        + " tidemark sql %s \"SELECT reason, message, COUNT(*) FROM dead_letters GROUP BY reason, message\"%n",
                done.records(),
                lake.given());
        err.flush();
        return ExitCode.CHECK_FAILED;
    }

    private void sayEmpty(ProgressLine line, List<String> empty) {
        if (!empty.isEmpty()) {
            line.end();
            PrintWriter err = spec.commandLine().getErr();
            empty.forEach(name -> err.println(name + " holds no records."));
            err.flush();
        }
    }

    private Summary toDirectory(Path path, EventFiles events, Supplier<Double> seconds) throws InterruptedException {
        LakeDirectory directory = LocalLake.openOrCreate(path);
        TidemarkConfig settings = LocalLake.settings(path, throttle ? ThrottleConfig.defaults() : ThrottleConfig.off());
        ProgressLine line = progressLine();
        line.show("starting broker, job and tables in " + directory.root());
        try (EmbeddedPipeline pipeline = start(directory, settings)) {
            Progress done = feed(path, pipeline, events, line);
            line.show(pipeline.sender().sent(), done, "");
            line.end();
            return new Summary(done, People.count(pipeline.lake()), seconds.get());
        }
    }

    private Progress feed(Path path, EmbeddedPipeline pipeline, EventFiles events, ProgressLine line)
            throws InterruptedException {
        try {
            return new LakeFeed(path, pipeline, EventSink.log(pipeline.sender()), listener(line, ""))
                    .run(events, empty -> sayEmpty(line, empty));
        } catch (SourceFailure unreadable) {
            throw unreadable;
        } catch (RuntimeException e) {
            line.end();
            throw e;
        }
    }

    private static EmbeddedPipeline start(LakeDirectory directory, TidemarkConfig settings) {
        try {
            return EmbeddedPipeline.start(directory, settings, "tidemark ingest");
        } catch (EmbeddedFailure | LakeFailure e) {
            throw Room.isMissing(directory.root(), e) ? new DiskFull(directory.root(), " Nothing was sent.", e) : e;
        }
    }

    private Summary toKafka(EventFiles events, Supplier<Double> seconds) throws InterruptedException {
        TidemarkConfig config = lake.config();
        ProgressLine line = progressLine();
        EventsLog.requireTopic(config.kafka());
        try (Lake tables = LakeTables.open(config)) {
            FeedListener listener = listener(line, "waiting for the pipeline that runs on this topic");
            Progress done = new LogFeed(config.kafka(), tables, listener, line::show)
                    .run(events, empty -> sayEmpty(line, empty));
            line.end();
            return new Summary(done, People.count(tables), seconds.get());
        }
    }

    private static FeedListener listener(ProgressLine line, String more) {
        return (sent, done) -> {
            if (line.due()) {
                line.show(sent, done.get(), more);
            }
        };
    }

    private ProgressLine progressLine() {
        return new ProgressLine(spec.commandLine().getErr(), json);
    }

    private void print(Summary summary) {
        PrintWriter out = spec.commandLine().getOut();
        Progress done = summary.done();
        JsonOutput.print(
                out,
                json,
                () -> IngestDocument.of(done, summary.people(), summary.seconds()),
                () -> out.printf(
                        Locale.ROOT,
                        "%,d records in %.1f s: %,d accepted, %,d duplicate, %,d throttled, %,d rejected.%n"
                                + "%,d people in the lake after merging.%n",
                        done.records(),
                        summary.seconds(),
                        done.accepted(),
                        done.duplicate(),
                        done.throttled(),
                        done.rejected(),
                        summary.people()));
    }
}
