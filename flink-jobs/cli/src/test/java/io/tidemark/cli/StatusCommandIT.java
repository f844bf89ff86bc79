package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.job.kafka.EventsSender;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.service.ConfigRow;
import io.tidemark.lake.service.ServiceConfigTable;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.LakeDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.CatalogUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One lake, looked at when it is well, when its log has more, while another has it, and when a table is gone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StatusCommandIT {
    private static final int RECORDS = 300;
    private static final String FULL = "No space left on device";

    private Path directory = Path.of(".");
    private String lake = "";

    @BeforeAll
    void ingest(@TempDir Path temporary) throws IOException {
        // Every sign that a path may have and that one of the parts might take for something else.
        directory = temporary.resolve("a? #%20;&=+:'\"{b}[c]*~$HOME|<>@^`!()é");
        lake = directory.toString();
        Path file = Files.write(temporary.resolve("events.jsonl"), events(0, RECORDS));
        Run run = Run.of("ingest", "--lake", lake, file.toString());
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(Run.of("mark", "--lake", lake, "--name", "half").code()).isEqualTo(ExitCode.DONE);
    }

    private static List<String> events(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"event_type\":\"Step\",\"device_id\":\"device-" + i % 9 + "\",\"user_id\":\"person-"
                        + i % 7 + "\"}")
                .toList();
    }

    private JsonNode json(String... more) throws IOException {
        Run run = Run.of(IntStream.range(0, more.length + 4)
                .mapToObj(
                        i -> i < 4 ? List.of("status", "--lake", lake, "--json").get(i) : more[i - 4])
                .toArray(String[]::new));
        assertThat(run.code()).as(run.err() + run.out()).isEqualTo(ExitCode.DONE);
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    @Order(1)
    void resultsThatCannotBeWrittenAreAFailureOfEveryCommand() {
        for (String command : List.of(
                "status",
                "status --json",
                "audit",
                "audit --json",
                "marks",
                "marks --json",
                "overrides",
                "overrides --json",
                "trash",
                "restore --to half",
                "care",
                "ingest",
                "ingest --json")) {
            assertFull(FullOutput.run(FULL, on(lake, command.split(" "))), command);
        }
        for (String format : List.of("table", "csv", "json")) {
            Run run = FullOutput.run(FULL, on(lake, "sql", "--format", format, "SELECT COUNT(*) n FROM events"));
            assertFull(run, format);
        }
        // A long answer ends early for a reader that has gone, and is no failure then.
        assertThat(FullOutput.run("Broken pipe", on(lake, "sql", "SELECT raw FROM events"))
                        .code())
                .isEqualTo(ExitCode.FAILURE);
        assertThat(FullOutput.run("Broken pipe", on(lake, "sql", "SELECT uuid FROM events"))
                        .code())
                .isEqualTo(ExitCode.DONE);
    }

    private static String[] on(String lake, String... command) {
        return Stream.concat(Stream.of(command), Stream.of("--lake", lake)).toArray(String[]::new);
    }

    private static void assertFull(Run run, String what) {
        assertThat(run.code()).as("%s: %s", what, run.err()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).as(what).contains("could not be written to standard output: " + FULL);
    }

    @Test
    @Order(1)
    void aLakeThatIsWellNeedsNothing() throws IOException {
        assertThat(Run.of("audit", "--lake", lake).code()).isEqualTo(ExitCode.DONE);
        JsonNode status = json("--check");

        assertThat(status.get("environment").textValue()).isEqualTo("development");
        assertThat(status.get("records").longValue()).isEqualTo(RECORDS);
        assertThat(status.get("tables")).hasSize(6).allMatch(table -> table.get("protected")
                .booleanValue());
        assertThat(status.at("/kafka/backlog").longValue()).isZero();
        assertThat(status.at("/kafka/caught_up").booleanValue()).isTrue();
        assertThat(status.at("/newest_mark/name").textValue()).isEqualTo("half");
        assertThat(status.at("/last_audit/holds").booleanValue()).isTrue();
        assertThat(status.at("/newest_record_seconds_ago").doubleValue()).isBetween(0.0, 600.0);
        assertThat(status.get("attention")).isEmpty();
        assertThat(Run.of("status", "--lake", lake).out())
                .contains(
                        "Environment development, epoch 1",
                        "nothing waits there",
                        "Configuration: none.",
                        "OK: nothing needs attention.");
        assertThat(json("--watch").at("/kafka/caught_up").booleanValue()).isTrue();
    }

    @Test
    @Order(2)
    void besideWhoeverHasTheLakeTheTablesAreSeenAndTheLogIsNotAsked() throws IOException {
        try (LakeDirectory.Lock taken = LakeDirectory.existing(directory).lock("a test")) {
            assertThat(taken).isNotNull();
            JsonNode status = json("--check");
            assertThat(status.get("kafka").isNull()).isTrue();
            assertThat(status.get("records").longValue()).isEqualTo(RECORDS);
        }
    }

    @Test
    @Order(3)
    void whatTheLogHasMoreIsTheBacklog() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"));
                EventsSender sender = new EventsSender(DirectoryLake.config(directory)
                        .withBootstrapServers(broker.bootstrapServers())
                        .kafka())) {
            events(RECORDS, RECORDS + 40).forEach(event -> sender.send(event.getBytes(StandardCharsets.UTF_8)));
            sender.flush();
        }
        JsonNode status = json();

        assertThat(status.at("/kafka/backlog").longValue()).isEqualTo(40);
        assertThat(status.at("/kafka/caught_up").booleanValue()).isFalse();
        assertThat(Run.of("status", "--lake", lake).out()).contains("Kafka: 40 offsets wait");
    }

    @Test
    @Order(3)
    void whatIsConfiguredIsSaidAndWhatTheTopicLacksNeedsAttention() throws IOException {
        Instant made = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(300);
        try (Lake tables = LakeTables.open(DirectoryLake.config(directory), Purpose.CONFIGURE)) {
            ServiceConfigTable table = new ServiceConfigTable(tables);
            table.add(List.of(new ConfigRow(1, "project/a", "{}", made.plusSeconds(60), "ann", "new shop", made)));
            table.add(List.of(new ConfigRow(2, "project/b", "{}", made.plusSeconds(7_200), "bob", "sale", made)));
        }
        Run run = Run.of("status", "--lake", lake, "--check");
        assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out())
                .contains(
                        "Configuration: version 1 in force; version 2 from " + made.plusSeconds(7_200)
                                + " on, made by bob 5 min ago: sale",
                        "ATTENTION: The table service_config has versions 1 and 2, and the topic has not",
                        "tidemark config publish");
        JsonNode status = json().get("service_config");
        assertThat(status.get("newest").longValue()).isEqualTo(2);
        assertThat(status.get("in_force").longValue()).isEqualTo(1);
        assertThat(status.get("not_in_topic")).hasSize(2);
        assertThat(status.get("made_at").textValue()).isEqualTo(made.toString());

        for (String command : List.of("status", "config history")) {
            Run wrong = Run.of(on(lake, (command + " --flink flink:8081").split(" ")));
            assertThat(wrong.code()).as(command).isEqualTo(ExitCode.USAGE);
            assertThat(wrong.err()).contains("--flink takes an address");
        }

        assertThat(Run.of("config", "publish", "--lake", lake).code()).isEqualTo(ExitCode.DONE);
        assertThat(json("--check").at("/service_config/not_in_topic")).isEmpty();
    }

    @Test
    @Order(4)
    void aTableThatIsGoneIsSaidAndTheCheckFails() {
        try (Lake tables = LakeTables.open(DirectoryLake.config(directory))) {
            CatalogUtil.buildIcebergCatalog(tables.settings().name(), tables.properties(), tables.hadoopConfiguration())
                    .dropTable(tables.identifier(LakeTable.MERGE_IDS), false);
        }
        Run run = Run.of("status", "--lake", lake, "--check");

        assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out()).contains("merge_ids     MISSING", "ATTENTION: Missing: merge_ids.");
        assertThat(Run.of("status", "--lake", lake).code()).isEqualTo(ExitCode.DONE);
    }
}
