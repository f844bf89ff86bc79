package io.tidemark.cli;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.ExitCode;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.ops.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person gets who gives a command something bad: one sentence, the right exit code, and nothing half written. */
@Timeout(120)
class BadInputIT {
    /** Nothing listens there. */
    private static final String CLOSED = "127.0.0.1:1";

    @TempDir
    private Path directory;

    private Path events = Path.of(".");

    @BeforeEach
    void writeEvents() throws IOException {
        events = Files.writeString(
                directory.resolve("events.jsonl"), "{\"event_type\":\"a\",\"device_id\":\"abcde\"}\n");
    }

    @Test
    void missingFileIsNamedAndNoLakeIsMade() throws IOException {
        Path lake = directory.resolve("lake");
        fails(
                ExitCode.FAILURE,
                List.of(
                        "Cannot read events from " + directory + "/none.jsonl: there is no such file",
                        "Nothing was sent"),
                "ingest",
                "--lake",
                lake.toString(),
                events.toString(),
                directory + "/none.jsonl");
        assertThat(lake).doesNotExist();
    }

    @Test
    void directoryOfSomebodyElseIsRefusedAndLeftAlone() throws IOException {
        Path other = Files.createDirectory(directory.resolve("photos"));
        Files.writeString(other.resolve("cat.jpg"), "miaow");
        for (String writer : List.of("ingest", "run", "demo")) {
            fails(
                    ExitCode.REFUSED,
                    List.of("Refused: Cannot make a lake in " + other, "it holds cat.jpg"),
                    writer,
                    "--lake",
                    other.toString());
        }
        fails(ExitCode.FAILURE, List.of("There is no lake at " + other), "audit", "--lake", other.toString());
        fails(
                ExitCode.REFUSED,
                List.of("it is not a directory"),
                "ingest",
                "--lake",
                events.toString(),
                events.toString());
        fails(ExitCode.FAILURE, List.of("There is no lake at "), "audit", "--lake", events.toString());
    }

    @Test
    void directoryThatMayNotBeWrittenIsSaidSo() throws IOException {
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Assumptions.assumeTrue(
                closed.toFile().setWritable(false) && !Files.isWritable(closed), "root may write anywhere");
        fails(
                ExitCode.FAILURE,
                List.of("Cannot make a lake in " + closed.resolve("lake"), "may be written"),
                "ingest",
                "--lake",
                closed.resolve("lake").toString(),
                events.toString());
    }

    @Test
    void everyProblemOfAConfigurationIsToldByEveryCommand() throws IOException {
        Path broken =
                Files.writeString(directory.resolve("broken.yaml"), "kafka: {topics: x}\njob: {parallelism: -1}\n");
        for (String[] args : new String[][] {
            {"run"}, {"audit"}, {"ingest", events.toString()}, {"sql", "SELECT 1"},
        }) {
            String[] all = Stream.concat(Stream.of(args), Stream.of("--config", broken.toString()))
                    .toArray(String[]::new);
            Run run = untouched(all);
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains("problems in " + broken, "job.parallelism", "did you mean topic?");
        }
    }

    @Test
    void brokerThatDoesNotAnswerEndsTheCommandBeforeAnythingIsMade() throws IOException {
        Path config = config("kafka", CLOSED, local(), "{default.api.timeout.ms: '4000', request.timeout.ms: '4000'}");
        String sentence = "Could not get the offsets of the topic events.raw on " + CLOSED;
        fails(ExitCode.FAILURE, List.of(sentence), "run", "--config", config.toString());
        fails(ExitCode.FAILURE, List.of(sentence), "ingest", "--config", config.toString(), events.toString());
        assertThat(directory.resolve("warehouse")).doesNotExist();
        assertThat(directory.resolve("checkpoints")).doesNotExist();

        makeTables();
        fails(ExitCode.FAILURE, List.of(sentence), "audit", "--config", config.toString());
    }

    @Test
    void databaseThatDoesNotAnswerIsNamedByEveryCommand() throws IOException {
        Path config = config(
                "postgres",
                CLOSED,
                "{type: jdbc, uri: 'jdbc:postgresql://" + CLOSED + "/lake', user: u, password: hunter2, warehouse: '"
                        + directory + "/warehouse'}",
                "{}");
        for (String[] args : new String[][] {{"run"}, {"sql", "SELECT 1"}}) {
            String[] all = Stream.concat(Stream.of(args), Stream.of("--config", config.toString()))
                    .toArray(String[]::new);
            Run run = fails(ExitCode.FAILURE, List.of("onnection refused"), all);
            assertThat(run.err()).doesNotContain("hunter2");
        }
    }

    @Test
    void bucketBehindAClosedDoorIsGivenUpSoon() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"))) {
            broker.createTopic("events.raw", 1);
            String s3 = "{type: jdbc, uri: 'jdbc:sqlite:" + directory + "/s3.db', warehouse: 's3a://bucket/lake',"
                    + " storage: {fs.s3a.endpoint: 'http://" + CLOSED + "', fs.s3a.access.key: a,"
                    + " fs.s3a.secret.key: hunter2, fs.s3a.path.style.access: 'true'}}";
            Path config = config("s3", broker.bootstrapServers(), s3, "{}");
            Run run = Run.of("run", "--config", config.toString());
            assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
            assertThat(run.err())
                    .contains("s3a://bucket/lake/tidemark/events", "nothing answers")
                    .doesNotContain("hunter2", "\tat ")
                    .hasLineCount(1);
        }
    }

    @Test
    void catalogWithoutTablesIsNoLakeYet() throws IOException {
        makeTables();
        Path config = config("empty", CLOSED, local().replace("{type", "{namespace: elsewhere, type"), "{}");
        fails(
                ExitCode.FAILURE,
                List.of("elsewhere", "something was ingested"),
                "sql",
                "--config",
                config.toString(),
                "SELECT 1");
    }

    @Test
    void questionThatChangesOrIsNotUnderstoodIsOneLine() throws IOException {
        makeTables();
        Path config = config("sql", CLOSED, local(), "{}");
        String[] sql = {"sql", "--config", config.toString(), "?"};
        for (String question :
                List.of("INSERT INTO events SELECT * FROM events", "DELETE FROM events", "DROP VIEW events")) {
            sql[3] = question;
            fails(ExitCode.REFUSED, List.of("Refused: " + question.substring(0, 4)), sql);
        }
        for (String question :
                List.of("SELEC 1", "SELECT nothing FROM events", "SELECT * FROM nothing", "SELECT 1/0")) {
            sql[3] = question;
            fails(ExitCode.FAILURE, List.of("The query "), sql);
        }
    }

    /** Runs a command that must fail with one line that has all this in it, and change nothing. */
    private Run fails(int code, List<String> words, String... args) throws IOException {
        Run run = untouched(args);
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).contains(words).hasLineCount(1);
        return run;
    }

    private Run untouched(String... args) throws IOException {
        Map<Path, Long> before = files();
        Run run = Run.of(args);
        assertThat(files()).isEqualTo(before);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).doesNotContain("\tat ");
        return run;
    }

    private Map<Path, Long> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            // A catalog of its own is made by asking for it; what is in it is another matter.
            return files.filter(file -> !file.getFileName().toString().endsWith(".db"))
                    .collect(toMap(file -> file, file -> file.toFile().length()));
        }
    }

    private String local() {
        return "{type: jdbc, uri: 'jdbc:sqlite:" + directory + "/catalog.db', warehouse: '" + directory
                + "/warehouse'}";
    }

    private Path config(String name, String broker, String catalog, String properties) throws IOException {
        return Files.writeString(
                directory.resolve(name + ".yaml"), """
                kafka: {bootstrap-servers: '%s', properties: %s}
                catalog: %s
                job: {checkpoint-dir: '%s/checkpoints'}
                """.formatted(broker, properties, catalog, directory));
    }

    private void makeTables() {
        TidemarkConfig config = DirectoryLake.config(directory);
        try (Lake lake = LakeTables.open(config)) {
            lake.createMissing(LakeTables.options(config));
        }
    }
}
