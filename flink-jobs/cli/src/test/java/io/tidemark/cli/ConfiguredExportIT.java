package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.LakeRows;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive says by which version its events were decided; the lake that it is read into decides by its own. */
class ConfiguredExportIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLACE = "{\"epoch\":1,\"partition\":0,\"offset\":0}";

    /** Behind the time from which what is configured here counts. */
    private final long later = Instant.now().plusSeconds(3_600).toEpochMilli();

    @TempDir
    private Path directory;

    private int files;

    @Test
    void versionAndOriginAreInTheArchiveAndNotInTheOtherLake() throws IOException {
        String lake = directory.resolve("lake").toString();
        ingest(lake, event(0, ""));
        String[] change = {"config", "set", "filter/default/Noise", "{}", "--lake", lake, "--reason", "less", "--json"};
        String hash = JSON.readTree(ok(change)).get("hash").textValue();
        String[] execute = new String[change.length + 2];
        System.arraycopy(change, 0, execute, 0, change.length);
        execute[change.length] = "--execute";
        execute[change.length + 1] = hash;
        ok(execute);
        ingest(lake, event(1, ""), event(2, ",\"config_version\":1"), event(3, ",\"released_from\":" + PLACE));

        Path archive = directory.resolve("all.zip");
        ok("export", "--lake", lake, "--from", "2000-01-01", "--to", "2100-01-01", "-o", archive.toString());
        List<JsonNode> rows = rows(archive);
        assertThat(rows.stream().map(row -> row.path("config_version").asText("-")))
                .containsExactlyInAnyOrder("-", "1", "1", "1");
        assertThat(rows.stream().map(row -> row.path("released_from").toString()))
                .containsOnlyOnce(PLACE);

        Path other = directory.resolve("other");
        ok("ingest", "--lake", other.toString(), archive.toString());
        try (Lake read = LakeTables.open(DirectoryLake.config(other))) {
            assertThat(LakeRows.of(read, LakeTable.EVENTS))
                    .hasSize(4)
                    .allMatch(row -> row.get("config_version") == null && row.get("released_from") == null);
        }
    }

    private String event(int second, String more) {
        long time = later + 1_000L * second;
        return "{\"event_type\":\"Buy\",\"device_id\":\"phone-1\",\"time\":%d,\"server_received_time\":%d%s}"
                .formatted(time, time, more);
    }

    private void ingest(String lake, String... events) throws IOException {
        Path file = Files.writeString(directory.resolve("events-" + files++ + ".jsonl"), String.join("\n", events));
        ok("ingest", "--lake", lake, file.toString());
    }

    private static String ok(String... command) {
        Run run = Run.of(command);
        assertThat(run.code()).as(run.err() + run.out()).isEqualTo(ExitCode.DONE);
        return run.out();
    }

    /** What the rows of an archive have beyond Amplitude's keys. */
    private static List<JsonNode> rows(Path archive) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                if (entry.getName().endsWith(".json.gz")) {
                    try (GZIPInputStream in = new GZIPInputStream(zip.getInputStream(entry))) {
                        for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                            rows.add(JSON.readTree(line).get("data").get("tidemark"));
                        }
                    }
                }
            }
        }
        return rows;
    }
}
