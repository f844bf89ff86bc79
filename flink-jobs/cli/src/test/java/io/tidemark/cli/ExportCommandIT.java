package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.LakeRows;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.model.RandomHistory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A lake goes into an archive, the archive into another lake, and that into an archive again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExportCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RECORDS = 4_000;
    private static final String FROM = "2000-01-01";
    private static final String TO = "2100-01-01";

    /** What depends on where an event stands in the log. */
    private static final Set<String> OF_THE_PLACE = Set.of("kafka_offset", "uuid", "cause_uuid");

    private Path directory = Path.of(".");
    private Path lake = Path.of(".");
    private Path other = Path.of(".");
    private Path archive = Path.of(".");

    @BeforeAll
    void ingest(@TempDir Path temporary) throws IOException {
        directory = temporary;
        lake = directory.resolve("lake");
        other = directory.resolve("other");
        archive = directory.resolve("all.zip");
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (byte[] record : RandomHistory.of(11, RECORDS)) {
            lines.writeBytes(record);
            lines.write('\n');
        }
        Path file = Files.write(directory.resolve("events.jsonl"), lines.toByteArray());
        done(Run.of("ingest", "--lake", lake.toString(), file.toString()));
    }

    @Test
    @Order(1)
    void acceptedEventsAreExported() throws IOException {
        done(Run.of("mark", "--lake", lake.toString(), "--name", "before"));
        JsonNode result = JSON.readTree(done(export(lake, archive, "--json")).out());

        assertThat(result.get("rows").longValue())
                .isEqualTo(rows(lake, LakeTable.EVENTS).size())
                .isGreaterThan(500);
        assertThat(result.get("merges").longValue())
                .isEqualTo(rows(lake, LakeTable.MERGE_IDS).size())
                .isPositive();
        assertThat(lines(archive)).hasSize(result.get("rows").intValue());
    }

    @Test
    @Order(2)
    void anotherLakeMadeOfTheArchiveHasTheSameEventsAndPeople() {
        Run run = done(Run.of("ingest", "--lake", other.toString(), archive.toString()));

        assertThat(run.out()).contains(" 0 duplicate, 0 throttled, 0 rejected");
        for (LakeTable table : new LakeTable[] {LakeTable.EVENTS, LakeTable.IDENTITIES, LakeTable.MERGE_IDS}) {
            assertThat(rows(other, table)).as(table.tableName()).isEqualTo(rows(lake, table));
        }
        done(Run.of("audit", "--lake", other.toString()));
    }

    @Test
    @Order(3)
    void itsOwnArchiveIsTheSameButForPlaces() throws IOException {
        Path again = directory.resolve("again.zip");
        done(export(other, again));

        assertThat(withoutPlaces(again)).isEqualTo(withoutPlaces(archive));
    }

    @Test
    @Order(4)
    void peopleOfAQuestionAreExportedUnderAllTheirIds() throws IOException {
        String question = "SELECT DISTINCT resolved_amplitude_id FROM events_resolved WHERE amplitude_id IN"
                + " (SELECT amplitude_id FROM merge_ids)";
        Run asked = done(Run.of("sql", "--lake", lake.toString(), "--format", "csv", question));
        Path cohort = Files.writeString(directory.resolve("people.csv"), asked.out());
        Path people = directory.resolve("people.zip");
        JsonNode result = JSON.readTree(done(export(lake, people, "--cohort", cohort.toString(), "--json"))
                .out());

        String count = "SELECT COUNT(*) n FROM events_resolved WHERE resolved_amplitude_id IN"
                + " (SELECT merged_amplitude_id FROM merge_ids)";
        Run expected = done(Run.of("sql", "--lake", lake.toString(), "--format", "csv", count));
        assertThat("n\n" + result.get("rows") + "\n").isEqualTo(expected.out());
        assertThat(result.get("merges").intValue())
                .isEqualTo(rows(lake, LakeTable.MERGE_IDS).size());
    }

    @Test
    @Order(5)
    void anArchiveOfAmplitudesIsTakenInToo() throws IOException {
        Path theirs = directory.resolve("theirs.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(theirs))) {
            zip.putNextEntry(new ZipEntry("187520/187520_2025-07-01_16#0.json.gz"));
            GZIPOutputStream file = new GZIPOutputStream(zip);
            file.write(("{\"$insert_id\":\"5f0a\",\"amplitude_id\":48200212,\"app\":187520,\"client_event_time\":"
                            + "\"2025-07-01 16:34:54.837000\",\"device_id\":\"their-device\",\"event_properties\":{\"p\":1.10},"
                            + "\"event_time\":\"2025-07-01 16:34:54.837000\",\"event_type\":\"their step\",\"library\":\"x/1\","
                            + "\"server_upload_time\":\"2025-07-01 16:35:00.000000\",\"user_id\":null,\"uuid\":\"9f1f\"}\n")
                    .getBytes(StandardCharsets.UTF_8));
            file.finish();
        }
        done(Run.of("ingest", "--lake", lake.toString(), theirs.toString()));

        String question = "SELECT project_id, CAST(event_time AS STRING) t, event_properties, extra, insert_id,"
                + " CAST(server_upload_time AS STRING) u FROM events WHERE event_type = 'their step'";
        Run run = done(Run.of("sql", "--lake", lake.toString(), "--format", "json", question));
        JsonNode row = JSON.readTree(run.out()).get(0);
        assertThat(row.get("project_id").textValue()).isEqualTo("187520");
        assertThat(row.get("t").textValue()).startsWith("2025-07-01 16:34:54.837");
        assertThat(row.get("u").textValue()).startsWith("2025-07-01 16:35:00");
        assertThat(row.get("event_properties").textValue()).isEqualTo("{\"p\":1.10}");
        assertThat(row.get("extra").textValue())
                .contains("\"amplitude_id\":48200212", "\"library\":\"x/1\"", "\"uuid\":\"9f1f\"");
        assertThat(row.get("insert_id").textValue()).isEqualTo("5f0a");
    }

    @Test
    @Order(6)
    void atAMarkTheLakeIsAsItWas() throws IOException {
        Path marked = directory.resolve("marked.zip");
        done(export(lake, marked, "--as-of", "before"));

        assertThat(lines(marked)).isEqualTo(lines(archive));
    }

    @Test
    @Order(7)
    void whatCannotBeExportedIsSaid() throws IOException {
        Path new0 = directory.resolve("new.zip");
        said(ExitCode.USAGE, Run.of(args(lake, new0, "--from", TO, "--to", FROM)), "--to must be later");
        said(ExitCode.USAGE, Run.of(args(lake, new0, "--from", "soon", "--to", TO)), "'soon' is no time");
        said(ExitCode.REFUSED, export(lake, archive), "There is a file", "--overwrite");
        said(ExitCode.REFUSED, export(lake, new0, "--as-of", "never"), "There is no mark called 'never'");
        said(ExitCode.FAILURE, export(lake, directory), "it is a directory");
        said(ExitCode.FAILURE, export(lake, directory.resolve("gone/x.zip")), "there is no directory");
        said(ExitCode.FAILURE, export(directory.resolve("gone"), new0), "There is no lake");
        said(ExitCode.FAILURE, export(lake, new0, "--cohort", "gone.csv"), "there is no such file");
        assertThat(new0).doesNotExist();
        Run nobody = done(export(lake, new0, "--project", "~nobody"));
        assertThat(nobody.out()).contains("0 events", "no event of a project '~nobody' at any time");
        assertThat(done(Run.of("ingest", "--lake", other.toString(), new0.toString()))
                        .out())
                .contains("0 records");
        Run never = done(Run.of(args(lake, new0, "--from", "1999-01-01", "--to", FROM, "--overwrite")));
        assertThat(never.out()).contains("No event was received from 1999-01-01T00:00:00Z to 2000-01-01T00:00:00Z");
    }

    private static void said(int code, Run run, String... what) {
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).contains(what);
    }

    private static Run export(Path lake, Path archive, String... more) {
        List<String> args = new ArrayList<>(List.of("--from", FROM, "--to", TO));
        args.addAll(List.of(more));
        return Run.of(args(lake, archive, args.toArray(String[]::new)));
    }

    private static String[] args(Path lake, Path archive, String... more) {
        List<String> args = new ArrayList<>(List.of("export", "--lake", lake.toString(), "-o", archive.toString()));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    private static Run done(Run run) {
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        return run;
    }

    private static List<Map<String, Object>> rows(Path lake, LakeTable table) {
        try (Lake open = LakeTables.open(DirectoryLake.config(lake))) {
            List<Map<String, Object>> rows = LakeRows.inOrder(open, table);
            rows.forEach(row -> row.keySet().removeAll(OF_THE_PLACE));
            return rows;
        }
    }

    private static List<String> withoutPlaces(Path archive) throws IOException {
        List<String> rows = new ArrayList<>();
        for (String line : lines(archive)) {
            ObjectNode row = (ObjectNode) JSON.readTree(line);
            row.remove("uuid");
            ((ObjectNode) row.get("data").get("tidemark")).remove("kafka_offset");
            rows.add(row.toString());
        }
        return rows;
    }

    /** Every row, file after file, with the file's name. */
    private static List<String> lines(Path archive) throws IOException {
        List<String> lines = new ArrayList<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                if (entry.getName().endsWith(".json.gz")) {
                    try (GZIPInputStream in = new GZIPInputStream(zip.getInputStream(entry))) {
                        new String(in.readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .forEach(lines::add);
                    }
                }
            }
        }
        return lines;
    }
}
