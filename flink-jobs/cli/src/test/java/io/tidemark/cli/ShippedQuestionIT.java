package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.ExitCode;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.Restores;
import io.tidemark.lake.restore.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code tidemark sql} and the questions that come with it, on a lake into which nothing has come yet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippedQuestionIT {
    private Path directory = Path.of(".");

    @BeforeAll
    void makeLake(@TempDir Path temporary) {
        directory = temporary;
        TidemarkConfig config = DirectoryLake.config(directory);
        try (Lake lake = LakeTables.open(config)) {
            lake.createMissing(LakeTables.options(config));
        }
    }

    private Run sql(String... args) {
        String[] all = new String[args.length + 3];
        System.arraycopy(new String[] {"sql", "--lake", directory.toString()}, 0, all, 0, 3);
        System.arraycopy(args, 0, all, 3, args.length);
        return Run.of(all);
    }

    @Test
    void questionsAreListedWithoutALake() {
        Run run = Run.of("sql", "--list");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .contains(
                        "  funnel\n", "-p window=duration   how long", "[7 days]", "Checks, which answer with no row");
        assertThat(Run.of("sql", "--list", "--format", "json").out())
                .startsWith("{\"questions\":[{\"name\":")
                .contains("\"checks\":[");
    }

    @Test
    void statementIsPrintedForAnotherEngineWithoutALake() {
        Run run = Run.of("sql", "--query", "funnel", "-p", "steps=a,b'c", "--as-of", "monday", "--print", "trino");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("VALUES (1, 'a'), (2, 'b''c')", "events FOR VERSION AS OF 'monday'");
    }

    @Test
    void configurationHasDefaultsOfTheQuestions(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("tidemark.yaml"), """
                kafka:
                  bootstrap-servers: localhost:9092
                catalog:
                  type: jdbc
                  uri: jdbc:sqlite:/nowhere/catalog.db
                  warehouse: /nowhere/warehouse
                job:
                  checkpoint-dir: /nowhere/checkpoints
                questions:
                  zone: Europe/Berlin
                  cohorts:
                    buyers: "cohort(did=Buy)"
                """);

        Run run = Run.of(
                "sql",
                "--config",
                file.toString(),
                "--query",
                "segmentation",
                "-p",
                "cohort=buyers",
                "--print",
                "trino");

        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("AT TIME ZONE 'Europe/Berlin'", "event_type = 'Buy'");
    }

    @Test
    void emptyLakeGivesAWellFormedAnswerAndADrawingWithoutRows() {
        assertThat(sql("--query", "events_per_hour", "--format", "csv"))
                .isEqualTo(new Run(ExitCode.DONE, "at_hour,events,people\n", ""));
        assertThat(sql("--query", "events_per_hour", "--chart").out()).isEqualTo("events by at_hour\nno rows\n");
    }

    @Test
    void checkIsAskedByItsName() {
        assertThat(sql("--query", "no_record_is_missing", "--format", "json").out())
                .isEqualTo("[]\n");
    }

    @Test
    void whatIsWrongIsSaidInALineBeforeAnythingIsAsked() {
        assertThat(sql("--query", "fonnel").err()).startsWith("There is no question named fonnel. There are ");
        assertThat(sql("--query", "funnel", "-p", "window=soon").err())
                .startsWith("The parameter window is not 'soon': it is a length of time, such as '7 days'");
        assertThat(sql("--query", "funnel", "-p", "window=soon").code()).isEqualTo(ExitCode.USAGE);
        assertThat(sql("--query", "funnel", "-p", "windows=1 day").err())
                .startsWith("The question funnel has no parameter windows. It has steps, window, order");
        assertThat(sql("SELECT 1 AS n", "--chart").err()).startsWith("This question has no drawing.");
        assertThat(sql("SELECT 1", "--query", "funnel").err()).startsWith("There are two questions");
        Run unknown = sql("--query", "funnel", "--as-of", "monday");
        assertThat(unknown.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(unknown.err()).contains("There is no mark called 'monday'");
        assertThat(Run.of("sql", "SELECT 1").err()).startsWith("Missing required argument");
    }

    @Test
    void questionInAFileMayHaveParametersOfItsOwn(@TempDir Path files) throws IOException {
        Path file = Files.writeString(
                files.resolve("mine.sql"), "-- Which?\n-- :word  text  nothing  a word\nSELECT :word AS word");
        assertThat(sql("-f", file.toString(), "-p", "word=it's; DROP TABLE events", "--format", "csv"))
                .isEqualTo(new Run(ExitCode.DONE, "word\nit's; DROP TABLE events\n", ""));
    }

    @Test
    void tablesThatAreBeingPutBackAreNotAskedFor(@TempDir Path other) {
        TidemarkConfig config = DirectoryLake.config(other);
        try (Lake lake = LakeTables.open(config)) {
            lake.createMissing(LakeTables.options(config));
        }
        try (Lake lake = LakeTables.open(config, Purpose.RESTORE)) {
            Target target = new Target("monday", 1, 1, Map.of(), List.of(), null);
            RestorePlan plan = new RestorePlan("development", 1, target, List.of(), List.of());
            new Restores(lake).save(RestoreJournal.begin(plan));
        }
        Run run = Run.of("sql", "--lake", other.toString(), "--query", "events_per_hour");
        assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("the tables are being put back", "to 'monday' is not finished", "or query --as-of a mark");
    }
}
