package io.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import io.tidemark.rules.model.LogModel;
import io.tidemark.rules.model.RandomHistory;
import io.tidemark.rules.model.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A file with every trap goes in, and what {@code sql} says of it is held against the model, record by record. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LogIngestIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final IdentityKeys KEYS = new IdentityKeys(IdentityScope.ORGANISATION, "default");
    private static final int RECORDS = 3_000;

    private final List<byte[]> log = new ArrayList<>();
    private List<Verdict> expected = List.of();
    private Path lake = Path.of(".");
    private Run run = new Run(-1, "", "");

    @BeforeAll
    void ingest(@TempDir Path directory) throws IOException {
        Long seed = Long.getLong("seed", 7L);
        // What holds a line feed would be two lines, and what wraps a line is no part of a record.
        RandomHistory.of(seed, RECORDS).stream()
                .filter(record -> new String(record, UTF_8).matches("(?s)(?!\uFEFF)[^\\n]*[^\\n\\r ][^\\n]*(?<!\\r)"))
                .forEach(log::add);
        log.add(("{\"event_type\":\"" + "x".repeat(11 << 20) + "\",\"device_id\":\"device-1\"}").getBytes(UTF_8));
        Path first = directory.resolve("first.jsonl");
        Path second = directory.resolve("second.gz");
        write(first, log.subList(0, log.size() / 2), false);
        write(second, log.subList(log.size() / 2, log.size()), true);
        lake = directory.resolve("lake");
        LogModel model = new LogModel(0, 0);
        long now = System.currentTimeMillis();
        log.forEach(record -> model.record(record, now));
        expected = model.verdicts();
        run = Run.of("ingest", "--json", "--lake", lake.toString(), first.toString(), second.toString());
        assertThat(run.code()).as("seed %s: %s", seed, run.err()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void summaryCountsEveryOutcomeAsTheModelDoes() throws IOException {
        JsonNode summary = JSON.readTree(run.out());
        assertThat(summary.get("records").longValue()).isEqualTo(log.size());
        for (String outcome : List.of("accepted", "duplicate", "throttled", "rejected")) {
            assertThat(summary.get(outcome).longValue()).as(outcome).isEqualTo(count(outcome));
        }
        assertThat(count("accepted") > 0 && count("duplicate") > 0 && count("rejected") > 0)
                .isTrue();
    }

    @Test
    void everyAcceptedEventBelongsToThePersonThatTheModelNames() throws IOException {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            Verdict verdict = expected.get(i);
            if (verdict.outcome().equals("accepted")) {
                events.add(JSON.readTree(log.get(i)).path("event_id").asText() + " " + id(verdict.person()));
            }
        }
        List<String> rows = new ArrayList<>();
        for (JsonNode row :
                sql("SELECT event_id, resolved_amplitude_id FROM events_resolved" + " WHERE event_type <> 'Tick'")) {
            rows.add(row.get("event_id").asText() + " "
                    + row.get("resolved_amplitude_id").asText());
        }
        assertThat(rows.stream().sorted().toList())
                .isEqualTo(events.stream().sorted().toList());
    }

    @Test
    void everyRejectedRecordIsKeptWholeWithItsReason() throws IOException {
        List<String> rejected = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            if (expected.get(i).outcome().equals("rejected")) {
                rejected.add(expected.get(i).reason() + " " + text(log.get(i)));
            }
        }
        List<String> rows = new ArrayList<>();
        for (JsonNode row : sql("SELECT reason, raw FROM dead_letters")) {
            rows.add(row.get("reason").textValue() + " " + row.get("raw").textValue());
        }
        // Not the assertion's own list: eleven megabytes of one record would drown what differs.
        assertThat(brief(rows)).isEqualTo(brief(rejected));
        assertThat(rows.stream()
                        .sorted()
                        .toList()
                        .equals(rejected.stream().sorted().toList()))
                .isTrue();
        assertThat(sql("SELECT field, message FROM dead_letters WHERE reason = 'too_large'"))
                .hasSize(1);
    }

    @Test
    void auditHoldsOverAllOfIt() {
        Run audit = Run.of("audit", "--lake", lake.toString());
        assertThat(audit.code()).as(audit.out()).isEqualTo(ExitCode.DONE);
        assertThat(audit.out()).contains(String.format(Locale.ROOT, "%,d records, each in one table", log.size()));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void limitsAreAppliedOnlyWhenAskedFor(@TempDir Path directory) throws IOException {
        Path flood = directory.resolve("flood.jsonl");
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            records.add(("{\"event_type\":\"Tick\",\"device_id\":\"flood-1\",\"server_received_time\":1700000000123,"
                            + "\"insert_id\":\"flood-" + i + "\"}")
                    .getBytes(UTF_8));
        }
        write(flood, records, false);
        Run throttled = Run.of("ingest", "--lake", lake.toString(), "--throttle", "--json", flood.toString());
        assertThat(throttled.out()).contains("\"accepted\":900,\"duplicate\":0,\"throttled\":100,\"rejected\":0");
        // What was throttled is not remembered, so it can be let in later.
        Run free = Run.of("ingest", "--lake", lake.toString(), "--json", flood.toString());
        assertThat(free.out()).contains("\"accepted\":100,\"duplicate\":900,\"throttled\":0,\"rejected\":0");
    }

    private JsonNode sql(String query) throws IOException {
        Run answer = Run.of("sql", "--lake", lake.toString(), "--format", "json", query);
        assertThat(answer.code()).as(answer.err()).isEqualTo(ExitCode.DONE);
        return JSON.readTree(answer.out());
    }

    private long count(String outcome) {
        return expected.stream()
                .filter(verdict -> verdict.outcome().equals(outcome))
                .count();
    }

    private static List<String> brief(List<String> rows) {
        return rows.stream()
                .map(row -> row.length() > 200 ? row.substring(0, 200) + " … " + row.length() : row)
                .sorted()
                .toList();
    }

    private static String id(String person) {
        if (person == null) {
            return "null";
        }
        String name = person.substring(person.indexOf(':') + 1);
        return Long.toString(IdentityKeys.amplitudeId(
                person.startsWith("user:") ? KEYS.ofUser("default", name) : KEYS.ofDevice("default", name)));
    }

    private static String text(byte[] raw) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
        } catch (CharacterCodingException e) {
            return "0x" + HexFormat.of().formatHex(raw);
        }
    }

    private static void write(Path file, List<byte[]> records, boolean zipped) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (byte[] record : records) {
            lines.write(record);
            lines.write('\n');
        }
        try (var out = zipped ? new GZIPOutputStream(Files.newOutputStream(file)) : Files.newOutputStream(file)) {
            lines.writeTo(out);
        }
    }
}
