package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A lake is configured, and its events are decided by that: each row says by which version. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConfigCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Behind the time from which what is configured here counts. */
    private final long later = Instant.now().plusSeconds(3_600).toEpochMilli();

    private Path directory = Path.of(".");
    private Path lake = Path.of(".");
    private int files;

    @BeforeAll
    void ingestBeforeAnythingIsConfigured(@TempDir Path temporary) throws IOException {
        directory = temporary;
        lake = directory.resolve("lake");
        ingest(event("Buy", "phone-1", 0, ""), event("Noise", "phone-1", 1, ""));
    }

    private String event(String type, String device, int second, String more) {
        return "{\"event_type\":\"%s\",\"device_id\":\"%s\",\"time\":%d,\"server_received_time\":%d%s}"
                .formatted(type, device, later + 1_000L * second, later + 1_000L * second, more);
    }

    private void ingest(String... events) throws IOException {
        Path file = Files.writeString(directory.resolve("events-" + files++ + ".jsonl"), String.join("\n", events));
        Run run = Run.of("ingest", "--lake", lake.toString(), "--throttle", file.toString());
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    }

    private Run config(String... args) {
        List<String> all = new ArrayList<>(List.of("config"));
        all.addAll(List.of(args));
        all.addAll(List.of("--lake", lake.toString()));
        return Run.of(all.toArray(String[]::new));
    }

    /** Plans it, then does it; returns what was done. */
    private JsonNode make(String... args) throws IOException {
        List<String> words = new ArrayList<>(List.of(args));
        words.addAll(List.of("--reason", "ticket 4711", "--author", "ops", "--json"));
        Run planned = config(words.toArray(String[]::new));
        assertThat(planned.code()).as(planned.err()).isEqualTo(ExitCode.DONE);
        JsonNode plan = JSON.readTree(planned.out());
        assertThat(plan.get("done").asBoolean()).isFalse();
        words.addAll(List.of("--execute", plan.get("hash").asText()));
        Run done = config(words.toArray(String[]::new));
        assertThat(done.code()).as(done.err()).isEqualTo(ExitCode.DONE);
        return JSON.readTree(done.out());
    }

    private List<String> sql(String statement) {
        Run run = Run.of("sql", "--lake", lake.toString(), "--format", "csv", statement);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        return run.out().lines().skip(1).toList();
    }

    @Test
    @Order(1)
    void everythingThatIsWrongIsSaidAtOnceAndNothingIsDone() {
        Run run = config("set", "limits/shop", "{\"events_per_second\":-1,\"colour\":1}", "--reason", "x");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("2 problems", "events_per_second", "colour");
        assertThat(config("history").out()).contains("Nothing is configured");
    }

    @Test
    @Order(2)
    void planSaysWhatAFilterWouldHaveParked() throws IOException {
        Run some = config("set", "filter/default/Noise", "{}", "--reason", "x");
        assertThat(some.out()).contains("It would have parked 1 of 2 events of the last day, to ", " (50.0 %).");
        Run all = config("set", "filter/default/*", "{}", "--reason", "x");
        assertThat(all.out()).contains("It would have parked EVERYTHING: all 2 of 2 events of the last day");
        Run none = config("set", "limits/default", "{\"events_per_day\":0}", "--reason", "x", "--json");
        assertThat(JSON.readTree(none.out()).get("would_have_parked").isNull()).isTrue();
        Run json = config("set", "filter/default/Noise", "{}", "--reason", "x", "--json");
        JsonNode share = JSON.readTree(json.out()).get("would_have_parked");
        assertThat(share.get("parked").asLong()).isEqualTo(1);
        assertThat(share.get("events").asLong()).isEqualTo(2);
        assertThat(share.get("sample").asBoolean()).isFalse();
        assertThat(JSON.readTree(json.out()).get("hash").asText())
                .as("no part of the hash")
                .isEqualTo(hashIn(some.out()));
    }

    private static String hashIn(String plan) {
        return plan.substring(plan.indexOf("--execute ") + "--execute ".length())
                .strip();
    }

    @Test
    @Order(3)
    void whatIsConfiguredDecidesAndEachRowSaysByWhichVersion() throws IOException {
        Path file = Files.writeString(directory.resolve("config.json"), """
                {"filter/default/Noise": {},
                 "throttle/default/robot-1": {"block": true},
                 "schema/default/Pay": {"mode": "park", "properties": {"price": {"type": "number", "required": true}}}}
                """);
        assertThat(make("set", "--file", file.toString()).get("version").asLong())
                .isEqualTo(1);
        ingest(
                event("Buy", "phone-1", 10, ""),
                event("Noise", "phone-1", 11, ""),
                event("Buy", "robot-1", 12, ""),
                event("Pay", "phone-1", 13, ",\"event_properties\":{\"price\":\"5\"}"),
                event("Pay", "phone-1", 14, ",\"event_properties\":{\"price\":5}"),
                event("Buy", "phone-1", 15, ",\"config_version\":1"),
                event("Buy", "phone-1", 16, ",\"config_version\":99"));

        assertThat(sql("SELECT event_type, COALESCE(CAST(config_version AS STRING), '-') AS v FROM events"
                        + " ORDER BY client_event_time"))
                .containsExactly("Buy,-", "Noise,-", "Buy,1", "Pay,1", "Buy,1");
        assertThat(sql("SELECT throttle_limit, config_version FROM throttled")).containsExactly("blocked,1");
        assertThat(sql("SELECT reason, field, COALESCE(CAST(config_version AS STRING), '-') AS v FROM dead_letters"
                        + " ORDER BY reason"))
                .containsExactly(
                        "filtered,event_type,1", "invalid_field,config_version,-", "schema,event_properties.price,1");
    }

    @Test
    @Order(4)
    void apiKeyIsShownOnce() throws IOException {
        String key = make("key", "default").get("api_key").asText();
        assertThat(key).hasSize(32);
        Run history = config("history");
        assertThat(history.out()).contains("api_key/", "ops: ticket 4711").doesNotContain(key);
        assertThat(config("diff", "1").out()).contains("api_key/").doesNotContain(key);
    }

    @Test
    @Order(5)
    void revertIsAVersionMoreThatPutsEverythingBack() throws IOException {
        assertThat(make("revert", "0").get("version").asLong()).isEqualTo(3);
        assertThat(config("diff", "0", "3").out()).contains("They do not differ.");
        ingest(event("Noise", "phone-1", 20, ""));
        assertThat(sql("SELECT config_version FROM events WHERE event_type = 'Noise' ORDER BY config_version DESC"))
                .contains("3");
    }

    @Test
    @Order(6)
    void tablesAreAsTheRecordsSay() {
        Run audit = Run.of("audit", "--lake", lake.toString());
        assertThat(audit.code()).as(audit.out() + audit.err()).isEqualTo(ExitCode.DONE);
        assertThat(audit.out()).contains("The newest version of the service configuration is 3.");
    }

    @Test
    @Order(7)
    void stateThatIsComputedGoesOnAsTheStreamWould() throws IOException {
        assertThat(Run.of("mark", "--lake", lake.toString(), "--name", "now").code())
                .isEqualTo(ExitCode.DONE);
        Run plan = Run.of("restore", "--lake", lake.toString(), "--to", "now", "--json");
        assertThat(plan.code()).as(plan.err()).isEqualTo(ExitCode.DONE);
        Run done = Run.of(
                "restore",
                "--lake",
                lake.toString(),
                "--to",
                "now",
                "--execute",
                JSON.readTree(plan.out()).get("hash").asText());
        assertThat(done.code()).as(done.err()).isEqualTo(ExitCode.DONE);
        assertThat(config("history").out()).contains("   3  ");
        ingest(event("Buy", "phone-1", 30, ""));
        assertThat(sql("SELECT COUNT(*) AS n FROM events")).containsExactly("7");
    }
}
