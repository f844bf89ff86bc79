package io.tidemark.cli.command;

import io.tidemark.cli.collect.LakeCollector;
import io.tidemark.cli.output.AuditText;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.ProgressLine;
import io.tidemark.collector.main.Collector;
import io.tidemark.collector.service.ServiceVersions;
import io.tidemark.config.ThrottleConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.EventsLog;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.ops.audit.LakeAudit;
import io.tidemark.ops.embedded.EmbeddedPipeline;
import io.tidemark.ops.embedded.LakeDirectory;
import io.tidemark.ops.embedded.LocalLake;
import io.tidemark.ops.embedded.Progress;
import io.tidemark.ops.feed.EventSink;
import io.tidemark.ops.feed.FeedListener;
import io.tidemark.ops.feed.Freshness;
import io.tidemark.ops.feed.HttpSink;
import io.tidemark.ops.feed.LakeFeed;
import io.tidemark.ops.feed.PacedTraffic;
import io.tidemark.ops.question.Arguments;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import io.tidemark.ops.sql.Answer;
import io.tidemark.ops.sql.AnswerFormat;
import io.tidemark.ops.sql.LakeQueries;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark demo}: a bookshop's day in a minute, and what the lake knows of it afterwards. */
@Command(
        name = "demo",
        description = {
            "See it work: starts a Kafka broker, a Flink cluster with its web UI, a catalog and a warehouse in this"
                    + " process, sends made-up traffic of a bookshop for about a minute (people with several devices,"
                    + " logins and logouts, a shared tablet, retries, wrong clocks, broken records, one flooding"
                    + " device), then runs a few queries on the tables and audits them. Nothing leaves this machine."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark demo",
            "  tidemark demo --events 200000 --rate 5000 --seed 7 --lake /tmp/shop",
            "  tidemark demo --collect 8080 --keep-running"
        })
final class DemoCommand implements Callable<Integer> {
    private static final int MOST_PORTS = 65_535;
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(1);
    private static final Path HOME = Path.of("lake");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "30000",
            description = "How many records to send (default: ${DEFAULT-VALUE}).")
    private long events;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "How many records to send a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "The same seed sends the same traffic (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--lake",
            paramLabel = "DIR",
            description = "Where the lake is made (default: lake/demo, or the first lake/demo-N that is free).")
    private @Nullable Path lake;

    @Option(
            names = "--collect",
            paramLabel = "PORT",
            description =
                    "Send the traffic over HTTP, as SDKs do it, through a collector at this port of 127.0.0.1 (0: any"
                            + " that is free).")
    private @Nullable Integer collect;

    @Option(names = "--keep-running", description = "Leave everything running afterwards, until Ctrl-C.")
    private boolean keepRunning;

    private DemoCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (collect != null && (collect < 0 || collect > MOST_PORTS)) {
            throw new ParameterException(spec.commandLine(), "--collect takes a port from 0 to " + MOST_PORTS + ".");
        }
        if (events < 1 || rate < 1) {
            throw new ParameterException(spec.commandLine(), "--events and --rate must be 1 or more.");
        }
        Path directory = lake == null ? free() : lake;
        TidemarkConfig settings = LocalLake.settings(directory, ThrottleConfig.defaults());
        LakeDirectory home = LocalLake.openOrCreate(directory);
        say("Starting a Kafka broker, a Flink cluster and a lake in " + home.root());
        try (ShutdownSignal stop = keepRunning ? ShutdownSignal.listen() : null;
                EmbeddedPipeline pipeline = EmbeddedPipeline.start(home, settings, "tidemark demo");
                Collector collector = collect == null ? null : collector(settings, pipeline, home, collect)) {
            say("Kafka: " + pipeline.bootstrapServers() + "   Flink's web UI: " + pipeline.webUi());
            if (collector == null) {
                send(home.root(), pipeline, EventSink.log(pipeline.sender()));
            } else {
                overHttp(home.root(), pipeline, collector.address());
            }
            if (stop != null) {
                tell(home, settings, pipeline);
                say("Everything keeps running: send more, or look at " + pipeline.webUi() + ". Stop it with Ctrl-C.");
                stop.await();
                return ExitCode.DONE;
            }
        }
        return tell(home, settings, null);
    }

    private static Path free() {
        Path directory = HOME.resolve("demo");
        for (int n = 2; Files.exists(directory); n++) {
            directory = HOME.resolve("demo-" + n);
        }
        return directory;
    }

    /** The shop's bad events become dead letters, as they do without a collector. */
    private static Collector collector(
            TidemarkConfig settings, EmbeddedPipeline pipeline, LakeDirectory home, int port) {
        return LakeCollector.start(settings.withBootstrapServers(pipeline.bootstrapServers()), home.root(), port, true);
    }

    private void overHttp(Path directory, EmbeddedPipeline pipeline, URI address) throws InterruptedException {
        say("Events over HTTP: " + address + "   API key: " + ServiceVersions.DEVELOPMENT);
        HttpSink sink = new HttpSink(address, ServiceVersions.DEVELOPMENT, GIVE_UP_AFTER);
        send(directory, pipeline, sink);
        say(String.format(
                Locale.ROOT,
                "Of %,d events the collector stored %,d; %,d it refused, which are no JSON or too large.",
                sink.sent(),
                sink.stored(),
                sink.refused()));
    }

    private void send(Path directory, EmbeddedPipeline pipeline, EventSink sink) throws InterruptedException {
        long begin = System.currentTimeMillis();
        ProgressLine line = new ProgressLine(spec.commandLine().getErr(), false);
        Freshness freshness = new Freshness();
        FeedListener listener = (sent, committed) -> {
            long now = System.nanoTime();
            freshness.sent(sent, now);
            if (line.due()) {
                Progress done = committed.get();
                double behind = freshness.behind(done.records(), now).toMillis() / 1e3;
                line.show(sent, done, String.format(Locale.ROOT, "%.1f s behind", behind));
            }
        };
        Progress done = new LakeFeed(directory, pipeline, sink, listener)
                .run(new PacedTraffic(seed, events, rate, events), empty -> {});
        line.show(
                sink.sent(),
                done,
                String.format(Locale.ROOT, "all committed after %.1f s", (System.currentTimeMillis() - begin) / 1e3));
        line.end();
    }

    /** Shows the answers and the audit; queries the log through a broker that runs, or starts the lake's own again. */
    private int tell(LakeDirectory home, TidemarkConfig settings, @Nullable EmbeddedPipeline running)
            throws IOException {
        answer(settings);
        AuditReport report = running == null
                ? LakeAudit.run(
                                settings,
                                Optional.of(home.root()),
                                true,
                                InstantSource.system(),
                                spec.commandLine().getErr()::println)
                        .report()
                : audit(settings.withBootstrapServers(running.bootstrapServers()));
        AuditText.print(report, spec.commandLine().getOut());
        next(home.root());
        return report.holds() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }

    private static AuditReport audit(TidemarkConfig config) {
        try (EventsLog log = new EventsLog(config.kafka())) {
            return LakeAudit.of(config, log, false, InstantSource.system());
        }
    }

    private void answer(TidemarkConfig settings) throws IOException {
        Map<String, String> questions = new LinkedHashMap<>();
        questions.put("Events per hour, and the people behind them", "events_per_hour");
        questions.put("People before and after merging", "people_before_and_after_merging");
        questions.put("The shop's funnel", "funnel");
        questions.put("What was rejected, and why", "rejected_and_why");
        PrintWriter out = spec.commandLine().getOut();
        try (LakeQueries queries = LakeQueries.open(settings)) {
            for (Map.Entry<String, String> question : questions.entrySet()) {
                out.println();
                out.println(question.getKey() + "   (sql/queries/" + question.getValue() + ".sql)");
                try (Answer answer = run(queries, Questions.shipped(question.getValue()))) {
                    AnswerFormat.TABLE.write(answer, out);
                }
                out.flush();
            }
        }
        out.println();
    }

    private static Answer run(LakeQueries queries, Question question) {
        return queries.run(question, Arguments.of(question, Map.of(), Instant.now()), null);
    }

    private void next(Path directory) {
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        out.println("What to try next:");
        out.println("  ./tidemark sql --lake " + directory
                + " \"SELECT event_type, COUNT(*) n FROM events_resolved GROUP BY event_type ORDER BY n DESC\"");
        out.println("  ./tidemark audit --lake " + directory + " --json");
        out.println("  ./tidemark ingest --lake " + directory + " your-events.jsonl");
        out.flush();
    }

    private void say(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(text);
        err.flush();
    }
}
