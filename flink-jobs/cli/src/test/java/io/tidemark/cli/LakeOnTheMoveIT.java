package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.job.state.CheckpointFiles;
import io.tidemark.ops.embedded.RetainedCheckpoints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lake is a directory that people copy, move, and lose parts of. */
@Timeout(600)
@TestMethodOrder(OrderAnnotation.class)
class LakeOnTheMoveIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static Path lake;
    private static String more;

    @BeforeAll
    static void ingestAndMark() throws IOException {
        lake = directory.resolve("A");
        Path file = directory.resolve("eventsim.jsonl.gz");
        try (InputStream events = LakeOnTheMoveIT.class.getResourceAsStream("/data/eventsim-2018-11.jsonl.gz")) {
            Files.copy(events, file);
        }
        more = Files.writeString(
                        directory.resolve("more.jsonl"),
                        "{\"device_id\":\"device-1\",\"event_type\":\"More\",\"insert_id\":\"more\"}\n")
                .toString();
        ok("ingest", "--lake", lake.toString(), file.toString());
        ok("mark", "--lake", lake.toString(), "--name", "one");
    }

    @Test
    @Order(1)
    void aCopyIsRefusedBeforeAnythingIsWritten() throws IOException {
        Path copy = directory.resolve("B");
        copy(lake, copy);
        var original = sizes(lake);
        var copied = sizes(copy);

        for (String[] command : List.of(
                new String[] {"ingest", "--lake", copy.toString(), more},
                new String[] {"run", "--lake", copy.toString()},
                new String[] {"mark", "--lake", copy.toString()},
                new String[] {"restore", "--lake", copy.toString(), "--to", "one"},
                new String[] {"undrop", "--lake", copy.toString(), "--all"},
                new String[] {"care", "--lake", copy.toString()},
                new String[] {"status", "--lake", copy.toString()},
                new String[] {"audit", "--lake", copy.toString()},
                new String[] {"sql", "--lake", copy.toString(), "SELECT 1"})) {
            Run run = Run.of(command);
            assertThat(run.code()).as(String.join(" ", command) + run.err()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err()).contains(lake.toString(), copy.toString(), "copy", "tidemark export");
        }

        assertThat(sizes(lake)).isEqualTo(original);
        assertThat(sizes(copy)).isEqualTo(copied);
    }

    @Test
    @Order(2)
    void aMovedLakeSaysWhereItWasMade() throws IOException {
        Path moved = directory.resolve("C");
        Files.move(lake, moved);

        Run run = Run.of("status", "--lake", moved.toString());
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).contains("was made in " + lake, "move it back");

        Files.createSymbolicLink(lake, moved);
        ok("status", "--lake", lake.toString());
        Files.delete(lake);
        Files.move(moved, lake);
        audit();
    }

    @Test
    @Order(3)
    void aCatalogThatIsGoneIsBroughtBackFromTheTables() throws IOException {
        Files.delete(lake.resolve("catalog.db"));
        var before = sizes(lake);
        for (String[] command : List.of(
                new String[] {"ingest", "--lake", lake.toString(), more},
                new String[] {"sql", "--lake", lake.toString(), "SELECT 1"},
                new String[] {"status", "--lake", lake.toString()})) {
            Run run = Run.of(command);
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err())
                    .contains("lost its catalog", "tidemark undrop")
                    .doesNotContain("tidemark ingest");
        }
        assertThat(sizes(lake)).isEqualTo(before);

        String hash = hash("undrop", "--lake", lake.toString(), "--all", "--json");
        // The plan has opened a new catalog, and nothing else may take it for a new lake's.
        assertThat(Run.of("ingest", "--lake", lake.toString(), more).code()).isEqualTo(ExitCode.REFUSED);
        ok("undrop", "--lake", lake.toString(), "--all", "--execute", hash);
        audit();
        assertThat(ok("sql", "--lake", lake.toString(), "--format", "csv", "SELECT COUNT(*) AS n FROM events")
                        .out())
                .contains("8056");
    }

    @Test
    @Order(4)
    void aTableWhoseNewestMetadataIsGoneIsNamedAndComesBack() throws Exception {
        ok("ingest", "--lake", lake.toString(), more);
        Path metadata = newestMetadata("events");
        Files.delete(metadata);

        Run status = Run.of("status", "--lake", lake.toString(), "--check");
        assertThat(status.code()).as(status.err()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(status.out())
                .contains("METADATA GONE", metadata.getFileName().toString(), "tidemark undrop events")
                .containsPattern("duplicates +.*rows");
        Run restore = Run.of("restore", "--lake", lake.toString(), "--to", "one");
        assertThat(restore.code()).isNotZero();
        assertThat(restore.err()).contains("tidemark undrop");

        Run plan = ok("undrop", "--lake", lake.toString(), "events");
        assertThat(plan.out()).contains("what was committed since is not in the table");
        String hash = hash("undrop", "--lake", lake.toString(), "events", "--json");
        ok("undrop", "--lake", lake.toString(), "events", "--execute", hash);
        restore("one");
        ok("ingest", "--lake", lake.toString());
        audit();
    }

    @Test
    @Order(5)
    void aCheckpointOfWhichAPartIsGoneIsNoCheckpoint() throws IOException {
        Path newest = RetainedCheckpoints.newest(lake.resolve("checkpoints/epoch-2"))
                .orElseThrow()
                .path();
        Path part = partOf(newest);
        Files.delete(part);

        Run refused = Run.of("ingest", "--lake", lake.toString(), more);
        assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains(part.getFileName().toString(), "tidemark restore");

        ok("mark", "--lake", lake.toString(), "--name", "now");
        Run restored = restore("now");
        assertThat(restored.err())
                .contains("computed from the tables", part.getFileName().toString());
        ok("ingest", "--lake", lake.toString(), more);
        audit();
    }

    @Test
    @Order(6)
    void withoutAnyCheckpointTheWayIsTheTables() throws IOException {
        deleteBelow(lake.resolve("checkpoints"));

        Run refused = Run.of("ingest", "--lake", lake.toString(), more);
        assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("--name now", "--to now").doesNotContain("--from-checkpoint");

        ok("mark", "--lake", lake.toString(), "--name", "then");
        restore("then");
        ok("ingest", "--lake", lake.toString(), more);
        audit();
    }

    @Test
    @Order(7)
    void anAuditNamesADataFileThatIsGone() throws IOException {
        Path gone;
        try (Stream<Path> files = Files.walk(lake.resolve("warehouse/tidemark/events/data"))) {
            gone = files.filter(file -> file.toString().endsWith(".parquet"))
                    .max(Comparator.comparing(file -> file.toFile().length()))
                    .orElseThrow();
        }
        Files.delete(gone);

        Run audit = Run.of("audit", "--lake", lake.toString());
        assertThat(audit.code()).as(audit.err()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(audit.err()).contains(gone.getFileName().toString(), "tidemark restore");
    }

    private static void deleteBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }

    /** A file that the checkpoint names, found by taking away what might be one. */
    private static Path partOf(Path checkpoint) throws IOException {
        String location = "file://" + checkpoint;
        assertThat(CheckpointFiles.missing(location)).isEmpty();
        try (Stream<Path> files = Files.walk(checkpoint.getParent())) {
            for (Path file : (Iterable<Path>)
                    files.filter(Files::isRegularFile).filter(each -> !each.endsWith("_metadata"))::iterator) {
                Path aside = directory.resolve("aside");
                Files.move(file, aside);
                boolean named = CheckpointFiles.missing(location).isPresent();
                Files.move(aside, file);
                if (named) {
                    return file;
                }
            }
        }
        throw new AssertionError("the checkpoint " + checkpoint + " has all of its state in its metadata");
    }

    private static Run restore(String mark) throws IOException {
        String hash = hash("restore", "--lake", lake.toString(), "--to", mark, "--json");
        return ok("restore", "--lake", lake.toString(), "--to", mark, "--execute", hash);
    }

    private static Path newestMetadata(String table) throws Exception {
        try (Connection catalog = DriverManager.getConnection("jdbc:sqlite:" + lake.resolve("catalog.db"));
                Statement statement = catalog.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT metadata_location FROM iceberg_tables WHERE table_name = '"
                                + table + "' AND table_namespace = 'tidemark'")) {
            assertThat(rows.next()).isTrue();
            return Path.of(rows.getString(1).replaceFirst("^file:", ""));
        }
    }

    private static void audit() {
        ok("audit", "--lake", lake.toString(), "--complete");
    }

    private static String hash(String... command) throws IOException {
        JsonNode plan = JSON.readTree(ok(command).out());
        return plan.get("hash").textValue();
    }

    private static Run ok(String... command) {
        Run run = Run.of(command);
        assertThat(run.code()).as(String.join(" ", command) + run.err()).isEqualTo(ExitCode.DONE);
        return run;
    }

    private static Map<String, Long> sizes(Path root) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                sizes.put(root.relativize(file).toString(), Files.size(file));
            }
        }
        return sizes;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
