package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.restore.RestoreStep;
import io.tidemark.lake.service.ConfigRow;
import io.tidemark.lake.service.ServiceConfigTable;
import io.tidemark.ops.embedded.LakeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A version that was wrong is undone for what it has decided: a restore has another one decide in its place. */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StandInIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> RIGHT =
            List.of("event Buy -", "event Buy 1", "event Buy 1", "event Noise -", "event Noise 1", "event Noise 1");
    private static final List<String> WRONG = List.of(
            "event Buy -",
            "event Buy 1",
            "event Buy 2",
            "event Noise -",
            "filtered event_type 2",
            "filtered event_type 2");

    /** Version 1 is effective before, 2 from one hour on, 3 from two hours on. */
    private final Instant later = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3_600);

    private Path directory = Path.of(".");
    private Path lake = Path.of(".");
    private int files;
    private String hash = "";

    @BeforeAll
    void parkEventsByAWrongFilter(@TempDir Path temporary) throws IOException {
        directory = temporary;
        lake = directory.resolve("lake");
        ingest(event("Buy", -7_000, ""), event("Noise", -7_000, ""));
        ok("mark", "--lake", lake.toString(), "--name", "good");
        configure(1, "limits/default", "{\"events_per_second\":0}", later.minusSeconds(60));
        configure(2, "filter/default/Noise", "{}", later.plusSeconds(3_600));
        ingest(
                event("Buy", 1, ""),
                // A collector that does not know version 3 yet.
                event("Noise", 7_250, ",\"config_version\":2"),
                event("Noise", 3_600, ""),
                event("Buy", 3_601, ""));
        assertThat(rows()).isEqualTo(WRONG);
        configure(3, "filter/default/Noise", null, later.plusSeconds(7_200));
    }

    /** In the table; the next start brings the topic up to it. */
    private void configure(long version, String key, @Nullable String value, Instant from) {
        try (Lake tables = LakeTables.open(DirectoryLake.config(lake), Purpose.CONFIGURE)) {
            new ServiceConfigTable(tables)
                    .add(List.of(new ConfigRow(version, key, value, from, "ops", "ticket 4711", from)));
        }
    }

    private String event(String type, int second, String more) {
        long time = later.plusSeconds(second).toEpochMilli();
        return "{\"event_type\":\"%s\",\"device_id\":\"phone-1\",\"time\":%d,\"server_received_time\":%d%s}"
                .formatted(type, time, time, more);
    }

    private void ingest(String... events) throws IOException {
        if (events.length == 0) {
            ok("ingest", "--lake", lake.toString());
            return;
        }
        Path file = Files.writeString(directory.resolve("events-" + files++ + ".jsonl"), String.join("\n", events));
        ok("ingest", "--lake", lake.toString(), "--throttle", file.toString());
    }

    private static Run ok(String... args) {
        Run run = Run.of(args);
        assertThat(run.code()).as(run.err() + run.out()).isEqualTo(ExitCode.DONE);
        return run;
    }

    private static String hashOf(Run run) throws IOException {
        return JSON.readTree(run.out()).get("hash").textValue();
    }

    private String[] restore(String... more) {
        List<String> words = new ArrayList<>(List.of("restore", "--lake", lake.toString()));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private List<String> sql(String statement) {
        return ok("sql", "--lake", lake.toString(), "--format", "csv", statement)
                .out()
                .lines()
                .skip(1)
                .toList();
    }

    /** What became of each record, and by which version. */
    private List<String> rows() {
        String version = "COALESCE(CAST(config_version AS STRING), '-')";
        return sql("SELECT 'event ' || event_type || ' ' || " + version + " AS x FROM events UNION ALL"
                        + " SELECT reason || ' ' || field || ' ' || " + version + " FROM dead_letters")
                .stream()
                .sorted()
                .toList();
    }

    private String history() {
        return ok("config", "history", "--lake", lake.toString()).out();
    }

    private void audit() {
        assertThat(ok("audit", "--lake", lake.toString()).out()).contains("The audit holds");
    }

    @Test
    @Order(1)
    void whatIsWrongIsSaidAtOnceAndNothingIsDone() {
        Run wrong = Run.of(restore(
                "--to",
                "good",
                "--reason",
                "x",
                "--stand-in",
                "9=1",
                "--stand-in",
                "2=2",
                "--stand-in",
                "two=1",
                "--stand-in",
                "0=1"));
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err())
                .contains("4 problems")
                .contains("stand_in/9: there is no version 9; the newest is 3")
                .contains("stand_in/2: a version cannot be its own stand-in")
                .contains("--stand-in two=1: allowed: VERSION=VERSION")
                .contains("--stand-in 0=1: allowed");
        assertThat(Run.of(restore("--to", "good", "--stand-in", "2=1")).code()).isEqualTo(ExitCode.USAGE);
        Run refused =
                Run.of("config", "set", "stand_in/2", "{\"version\":1}", "--lake", lake.toString(), "--reason", "x");
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("tidemark restore --to MARK --stand-in 2=VERSION");
        assertThat(history()).doesNotContain("stand_in");
    }

    @Test
    @Order(2)
    void whereAnotherProcessHasTheBrokerThePlanIsRefused() {
        try (LakeDirectory.Lock lock = LakeDirectory.existing(lake).lock("a test")) {
            assertThat(lock).isNotNull();
            Run refused = Run.of(restore("--to", "good", "--reason", "x", "--stand-in", "2=1"));
            assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.err()).contains("another process runs the lake");
            ok(restore("--to", "good"));
        }
    }

    @Test
    @Order(3)
    void planSaysWhichVersionDecidesInPlaceOfWhich() throws IOException {
        String[] wanted = restore("--to", "good", "--stand-in", "2=1", "--reason", "wrong filter", "--author", "ops");
        Run text = ok(wanted);
        assertThat(text.out())
                .contains("for 1 version")
                .contains("what version 2 decided after that will be decided by version 1")
                .doesNotContain("Attention");
        List<String> json = new ArrayList<>(List.of(wanted));
        json.add("--json");
        JsonNode plan = JSON.readTree(ok(json.toArray(String[]::new)).out());
        assertThat(plan.get("stand_ins").toString())
                .isEqualTo("[{\"version\":2,\"by\":1,\"before\":null,\"still_configured\":false}]");
        hash = plan.get("hash").textValue();
        assertThat(history()).doesNotContain("stand_in");
    }

    /** Killed while it puts the tables back and makes the stand-in, and run again by its hash alone. */
    @Test
    @Order(4)
    void whatWasParkedIsAcceptedByTheStandIn() throws Exception {
        try (TidemarkProcess killed = TidemarkProcess.start(
                directory,
                restore(
                        "--to",
                        "good",
                        "--stand-in",
                        "2=1",
                        "--reason",
                        "wrong filter",
                        "--author",
                        "ops",
                        "--execute",
                        hash))) {
            killed.awaitSaid(RestoreStep.TABLES.describe());
            killed.kill();
        }
        ok(restore("--execute", hash));
        ingest();

        assertThat(rows()).isEqualTo(RIGHT);
        audit();
        assertThat(sql("SELECT version, `key`, value_json, author, reason FROM service_config WHERE version > 3"))
                .containsExactly(
                        "4,stand_in/2,\"{\"\"version\"\":1}\",ops,wrong filter (tidemark restore " + hash + ")");
        assertThat(JSON.readTree(ok(restore("--execute", hash, "--json")).out())
                        .get("already")
                        .booleanValue())
                .isTrue();
    }

    @Test
    @Order(5)
    void itIsSoAlready() {
        Run again = Run.of(restore("--to", "good", "--reason", "x", "--stand-in", "2=1"));
        assertThat(again.code()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err()).contains("it is so already");
        Run undo = Run.of(restore("--undo", "--reason", "x", "--stand-in", "2=0"));
        assertThat(undo.code()).isEqualTo(ExitCode.USAGE);
        assertThat(undo.err()).contains("--undo takes back");
    }

    @Test
    @Order(6)
    void undoBringsTheParkedRowsBackAndLiftsTheStandIn() throws IOException {
        Run plan = ok(restore("--undo"));
        assertThat(plan.out())
                .contains("what version 2 decided after that will be decided by itself again (now by version 1)");
        ok(restore("--undo", "--execute", hashOf(ok(restore("--undo", "--json")))));

        assertThat(rows()).isEqualTo(WRONG);
        assertThat(history()).contains("   5  ", "the restore that made them is undone (tidemark restore ");
        ingest(event("Noise", 3_700, ""), event("Noise", 7_300, ""));
        List<String> more = new ArrayList<>(WRONG);
        more.addAll(List.of("filtered event_type 2", "event Noise 5"));
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(more);
        audit();
        assertThat(ok(restore("--undo")).out())
                .contains("what version 2 decided after that will be decided by version 1");
    }
}
