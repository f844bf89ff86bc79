package io.tidemark.ops.drill;

import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.drill.Drill.Stage;
import io.tidemark.ops.drill.DrillSite.Running;
import io.tidemark.ops.feed.Freshness;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The outage of January 2016, in this process. */
final class JanuaryFour {
    private static final String MARK = "before";
    private static final double MARKED_AT = 0.35;
    private static final double LOST_AT = 0.5;
    private static final double RECOVERED_FROM = 0.65;
    private static final Duration FRESH = Duration.ofSeconds(3);
    private static final double NANOS = 1e9;

    private final Stage stage;
    private final Logbook logbook;
    private final ConfigurationLoss configuration;

    JanuaryFour(Stage stage) {
        this.stage = stage;
        this.logbook = stage.logbook();
        this.configuration = new ConfigurationLoss(stage);
    }

    void play() {
        logbook.step("A pipeline of production", () -> {
            DrillSite.makeTables(stage.pipeline());
            return "its lake is in " + stage.home();
        });
        configuration.configure(InstantSource.system().instant());
        try (Flow flow = Flow.begin(stage.pipeline().kafka(), stage.settings(), LOST_AT)) {
            until(flow);
            flow.allow(1);
            long lost = System.nanoTime();
            loseEverything();
            meanwhile(flow);
            double undropped = stage.onCall()
                    .plansAndDoes("Bring the tables back", "undrop", "--all", "--environment", Drill.ENVIRONMENT);
            configuration.isBackFromTheTrash();
            double restored = stage.onCall()
                    .plansAndDoes(
                            "Put everything back to the mark",
                            "restore",
                            "--to",
                            MARK,
                            "--environment",
                            Drill.ENVIRONMENT);
            goOn(flow, lost);
            stage.results().compared("lost tables back", "two of four had no backup", undropped);
            stage.results()
                    .compared("identities and the job's state, loaded and validated", "14 h + 1.5 days", restored);
        }
        configuration.decidedThroughout();
        stage.onCall().does("Audit everything up to the end of the topic", "audit", "--complete");
        stage.results().tables(new Undisturbed(stage.site(), logbook).compare(stage.pipeline(), Drill.ORGANISATION));
        stage.site().markDone();
    }

    /** Until the tables are lost: traffic flows, a mark is made, a careless script is stopped. */
    private void until(Flow flow) {
        try (Running running = DrillSite.start(stage.pipeline(), stage.home())) {
            logbook.step("Traffic flows", () -> {
                long wanted = stage.settings().share(MARKED_AT);
                logbook.await("the pipeline commits", () -> flow.sent() >= wanted && running.records() >= wanted);
                return running.records() + " records committed";
            });
            stage.onCall().does("A mark, as every hour", "mark", "--name", MARK);
            stopTheScript(running);
            logbook.step("Traffic flows on", () -> {
                long wanted = stage.settings().share(LOST_AT);
                logbook.await("the pipeline commits", () -> running.records() >= wanted);
                return running.records() + " records committed";
            });
            logbook.step("The same with the guard bypassed", () -> {
                int dropped = UnguardedCatalog.dropTables(stage.pipeline());
                return dropped + " tables dropped through a plain catalog, under the running job";
            });
            logbook.step("The job notices", () -> {
                String why = logbook.failure(running.job()::check);
                logbook.check("the job stops, and says why", !why.isEmpty(), why);
                return "it writes nothing any more";
            });
        }
    }

    private void stopTheScript(Running running) {
        long before = running.records();
        Set<String> tables = uuids();
        List<CarelessScript.Attempt> attempts = new ArrayList<>();
        logbook.step("A careless script drops every table, by the API and in Flink SQL", () -> {
            CarelessScript script = new CarelessScript(stage.pipeline());
            attempts.addAll(script.throughTheCatalog());
            attempts.addAll(script.throughFlinkSql());
            return "it was told: " + attempts.get(0).refusal();
        });
        long refused =
                attempts.stream().filter(attempt -> attempt.refusal() != null).count();
        logbook.require("the guard refuses every drop", refused == attempts.size(), refused + " of " + attempts.size());
        logbook.require(
                "no table is lost or another one, and the job runs on",
                uuids().equals(tables) && running.records() >= before,
                "");
    }

    private Set<String> uuids() {
        Set<String> uuids = new HashSet<>();
        try (Lake lake = LakeTables.open(stage.pipeline())) {
            LakeTable.all().stream()
                    .filter(lake::exists)
                    .forEach(table -> uuids.add(lake.table(table).uuid().toString()));
        }
        return uuids;
    }

    private void loseEverything() {
        logbook.step("The job's state is deleted too", () -> {
            long files = UnguardedCatalog.delete(stage.site().directory().checkpoints());
            return files + " files of checkpoints";
        });
        logbook.require("every table is gone", uuids().isEmpty(), "");
    }

    private void meanwhile(Flow flow) {
        logbook.step("Meanwhile traffic keeps coming", () -> {
            long wanted = stage.settings().share(RECOVERED_FROM);
            logbook.await("traffic comes", () -> flow.sent() >= wanted);
            return flow.sent() + " records in Kafka, none of the new ones committed";
        });
    }

    private void goOn(Flow flow, long lost) {
        long begin = System.nanoTime();
        try (Running running = DrillSite.start(stage.pipeline(), stage.home())) {
            long from = Heads.of(running.lake()).totalOutcomes();
            stage.onCall().does("The job runs again; how the tables catch up", "status", "--watch");
            logbook.step("Data is fresh again", () -> {
                awaitFresh(flow, running, lost);
                return speed(running.records() - from, (System.nanoTime() - begin) / NANOS);
            });
            double fresh = (System.nanoTime() - lost) / NANOS;
            stage.results().compared("from the loss until data is fresh again", "6 days 19 h", fresh);
            double reverted = configuration.takeBackAWrongVersion(MARK);
            double recovered = configuration.recoverFromTheTopic();
            stage.results().compared("service configuration back to the mark", "by hand", reverted);
            stage.results().compared("service configuration back from the topic", "no backup", recovered);
            logbook.step("Everything that was sent is committed", () -> {
                logbook.await(
                        "everything is committed",
                        () -> flow.isOver() && running.records() >= stage.site().recordsInTopic());
                return running.records() + " records";
            });
        }
    }

    private void awaitFresh(Flow flow, Running running, long lost) {
        Freshness freshness = new Freshness();
        // What is in Kafka already may be as old as the loss.
        long backlog = flow.sent();
        freshness.sent(backlog, lost);
        logbook.await("data is fresh again", () -> {
            freshness.sent(flow.sent(), System.nanoTime());
            return running.records() >= backlog
                    && freshness.behind(running.records(), System.nanoTime()).compareTo(FRESH) < 0;
        });
    }

    private String speed(long records, double seconds) {
        return String.format(
                Locale.ROOT,
                "%,d records in %.1f s, the job's start included: %.1f times the rate that flows",
                records,
                seconds,
                records / seconds / stage.settings().rate());
    }
}
