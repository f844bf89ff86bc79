package io.tidemark.ops.drill;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.ops.drill.DrillReport.Compared;
import io.tidemark.ops.drill.DrillReport.TableComparison;
import io.tidemark.ops.embedded.EmbeddedFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A drill: something goes wrong with a running pipeline, on purpose, and is put right. */
public enum Drill {
    /**
     * The outage of January 2016: a careless script is stopped by the guard; then, with the guard bypassed, every table
     * is dropped and the job's state deleted, while traffic keeps coming.
     */
    JANUARY_4("january-4") {
        @Override
        void play(Stage stage) {
            new JanuaryFour(stage).play();
        }
    },
    /** A job that gives everybody a wrong id is deployed, and noticed late. */
    BAD_DEPLOY("bad-deploy") {
        @Override
        void play(Stage stage) {
            new BadDeploy(stage).play();
        }
    };

    static final String ENVIRONMENT = "production";
    static final String ORGANISATION = "default";

    private final String name;

    Drill(String name) {
        this.name = name;
    }

    /** Its name, as a person says it. */
    public String describe() {
        return name;
    }

    abstract void play(Stage stage);

    /**
     * What a drill is played on.
     *
     * @param settings how it is run
     * @param site the lakes and the broker
     * @param config the pipeline's configuration file
     * @param logbook what happens
     * @param onCall the person who puts it right
     * @param results takes what the drill measures
     */
    record Stage(DrillSettings settings, DrillSite site, Path config, Logbook logbook, OnCall onCall, Results results) {
        /** Where the pipeline's lake is. */
        Path home() {
            return site.directory().root();
        }

        /** The pipeline's configuration. */
        TidemarkConfig pipeline() {
            return DrillSite.config(config);
        }
    }

    /** What a drill measures. */
    static final class Results {
        private final List<TableComparison> tables = new ArrayList<>();
        private final List<Compared> compared = new ArrayList<>();

        void tables(List<TableComparison> found) {
            tables.addAll(found);
        }

        void compared(String what, String then, double seconds) {
            compared.add(new Compared(what, then, seconds));
        }
    }

    /**
     * Runs the drill to its end. What does not hold is in the report.
     *
     * @param commands the product's own commands
     * @param say hears what happens while it happens
     * @throws Refusal if there is a lake in the directory already
     */
    public DrillReport run(DrillSettings settings, Commands commands, Consumer<String> say) {
        Logbook logbook = new Logbook(say);
        Results results = new Results();
        try (DrillSite site = DrillSite.open(settings.directory())) {
            Path config = site.configure("pipeline", site.directory().root(), ORGANISATION);
            OnCall onCall = new OnCall(commands, logbook, config);
            try {
                play(new Stage(settings, site, config, logbook, onCall, results));
            } catch (LakeFailure | EmbeddedFailure | Refusal e) {
                logbook.check("the drill comes to its end", false, String.valueOf(e.getMessage()));
            } catch (DrillStopped alreadyWritten) {
                say.accept("The drill cannot go on: " + alreadyWritten.getMessage());
            }
        }
        return new DrillReport(name, settings, logbook.steps(), logbook.checks(), results.tables, results.compared);
    }
}
