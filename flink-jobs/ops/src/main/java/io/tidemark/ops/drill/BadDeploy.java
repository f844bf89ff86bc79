package io.tidemark.ops.drill;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.ops.drill.Drill.Stage;
import io.tidemark.ops.drill.DrillSite.Running;
import java.nio.file.Path;

/** A job that derives everybody's id for another organisation, by a slip in its configuration; noticed late. */
final class BadDeploy {
    private static final String MARK = "good";
    private static final String MISTAKEN = "defualt";
    private static final double DEPLOYED_AT = 0.4;
    private static final double NOTICED_AT = 0.7;
    private static final int DOES_NOT_HOLD = 4;

    private final Stage stage;
    private final Logbook logbook;

    BadDeploy(Stage stage) {
        this.stage = stage;
        this.logbook = stage.logbook();
    }

    void play() {
        TidemarkConfig right = stage.pipeline();
        logbook.step("A pipeline of production", () -> {
            DrillSite.makeTables(right);
            return "its lake is in " + stage.home();
        });
        try (Flow flow = Flow.begin(right.kafka(), stage.settings(), DEPLOYED_AT)) {
            runs("The right job runs", right, DEPLOYED_AT);
            stage.onCall().does("A mark before the deployment", "mark", "--name", MARK);
            flow.allow(NOTICED_AT);
            Path mistaken = stage.site().configure("mistaken", stage.home(), MISTAKEN);
            runs("The wrong job runs, and gives everybody a wrong id", DrillSite.config(mistaken), NOTICED_AT);
            flow.allow(1);
            long noticed = System.nanoTime();
            int audit = stage.onCall().tries("It is noticed late", "audit").code();
            logbook.check("the audit sees the wrong ids", audit == DOES_NOT_HOLD, "exit code " + audit);
            double restored = stage.onCall()
                    .plansAndDoes(
                            "Back to before the deployment",
                            "restore",
                            "--to",
                            MARK,
                            "--environment",
                            Drill.ENVIRONMENT);
            finish(right, flow);
            stage.results().compared("back at the mark", "", restored);
            stage.results()
                    .compared(
                            "from the notice until everything is right again", "", (System.nanoTime() - noticed) / 1e9);
        }
        stage.onCall().does("Audit everything up to the end of the topic", "audit", "--complete");
        stage.results().tables(new Undisturbed(stage.site(), logbook).compare(right, Drill.ORGANISATION));
        stage.site().markDone();
    }

    /** Runs a job until it has committed this share of all records. */
    private void runs(String what, TidemarkConfig config, double share) {
        logbook.step(what, () -> {
            try (Running running = DrillSite.start(config, stage.home())) {
                long wanted = stage.settings().share(share);
                logbook.await("the pipeline commits", () -> running.records() >= wanted);
                return running.records() + " records committed";
            }
        });
    }

    private void finish(TidemarkConfig right, Flow flow) {
        logbook.step("The right job replays what came since", () -> {
            try (Running running = DrillSite.start(right, stage.home())) {
                logbook.await(
                        "everything is committed",
                        () -> flow.isOver() && running.records() >= stage.site().recordsInTopic());
                return running.records() + " records committed";
            }
        });
    }
}
