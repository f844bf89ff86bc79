package io.tidemark.cli.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.model.RandomHistory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Runs each command that prints JSON, or writes a document, once over one small lake, and keeps what it printed. The same
 * script was run for the recording and is run by the test that compares the two.
 */
final class OutputScript {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RECORDS = 400;

    private final Path work;
    private final String lake;
    private final Map<String, String> outputs = new LinkedHashMap<>();

    private OutputScript(Path work) {
        this.work = work;
        this.lake = work.resolve("lake").toString();
    }

    /**
     * Runs the script.
     *
     * @param work an empty directory
     * @return what was printed or written, by a name of the command or document
     */
    static Map<String, String> run(Path work) throws Exception {
        OutputScript script = new OutputScript(work);
        script.ingestAndMark();
        script.corrections();
        script.read();
        script.trash();
        script.careAndRebuild();
        script.restore();
        script.documents();
        return script.outputs;
    }

    private void ingestAndMark() throws Exception {
        List<byte[]> history = RandomHistory.of(77, RECORDS);
        keep("ingest", "ingest", "--lake", lake, events(history.subList(0, RECORDS / 2), "first.jsonl"), "--json");
        keep("mark", "mark", "--lake", lake, "--name", "one", "--note", "the first", "--json");
        keep("mark-scheduled", "mark", "--lake", lake, "--scheduled", "--json");
        PipelineRecorder.ok("mark", "--lake", lake, "--name", "gone");
        keep("mark-delete", "mark", "--lake", lake, "--delete", "gone", "--json");
        PipelineRecorder.ok("ingest", "--lake", lake, events(history.subList(RECORDS / 2, RECORDS), "second.jsonl"));
        keep("marks", "marks", "--lake", lake, "--json");
    }

    private String events(List<byte[]> records, String name) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (byte[] each : records) {
            if (new String(each, StandardCharsets.ISO_8859_1).indexOf('\n') < 0 && each.length > 0) {
                lines.writeBytes(each);
                lines.write('\n');
            }
        }
        return Files.write(work.resolve(name), lines.toByteArray()).toString();
    }

    private void corrections() throws Exception {
        String[] map = {"override", "map", "--lake", lake, "--user", "user-1", "--to-user", "user-2", "--reason", "same"
        };
        String hash = hash(keep("override-plan", with(map, "--json")));
        keep("override", with(map, "--json", "--execute", hash));
        keep("overrides", "overrides", "--lake", lake, "--json");
    }

    private void read() throws Exception {
        keep("status", "status", "--lake", lake, "--json");
        Path metrics = work.resolve("metrics.prom");
        keep("audit", "audit", "--lake", lake, "--complete", "--checks", "--json", "--metrics", metrics.toString());
        outputs.put("audit.prom", Files.readString(metrics).replace(work.toString(), "WORK"));
        keep(
                "sql",
                "sql",
                "--lake",
                lake,
                "--format",
                "json",
                "SELECT event_type, COUNT(*) AS n FROM events GROUP BY event_type");
        keep(
                "export",
                "export",
                "--lake",
                lake,
                "--from",
                "2020-01-01",
                "--to",
                "2100-01-01",
                "-o",
                work.resolve("export.zip").toString(),
                "--json");
    }

    private void trash() throws Exception {
        TidemarkConfig config = DirectoryLake.config(Path.of(lake));
        try (Lake tables = LakeTables.open(config, Purpose.CARE)) {
            Namespace namespace = Namespace.of(tables.settings().namespace());
            for (String name : List.of("scratch", "scrap")) {
                TableIdentifier identifier = TableIdentifier.of(namespace, name);
                tables.catalog().createTable(identifier, LakeTable.EVENTS.schema());
                tables.catalog().dropTable(identifier, false);
            }
        }
        keep("trash", "trash", "--lake", lake, "--json");
        keep("trash-empty-plan", "trash", "--lake", lake, "--empty", "--json");
        keep("undrop-plan", "undrop", "--lake", lake, "scratch", "--json");
        String hash = hash(outputs.get("undrop-plan.json"));
        keep("undrop", "undrop", "--lake", lake, "scratch", "--execute", hash, "--json");
        keep("undrop-all-plan", "undrop", "--lake", lake, "--all", "--json");
    }

    private void careAndRebuild() throws Exception {
        String hash = hash(keep("care-plan", "care", "--lake", lake, "--json"));
        keep("care", "care", "--lake", lake, "--execute", hash, "--json");
        keep("rebuild", "rebuild", "--lake", lake, "--tables", "identities,merge_ids", "--json");
    }

    private void restore() throws Exception {
        String hash = hash(keep("restore-plan", "restore", "--lake", lake, "--to", "one", "--json"));
        keep("restore", "restore", "--lake", lake, "--to", "one", "--execute", hash, "--json");
        keep("restore-already", "restore", "--lake", lake, "--execute", hash, "--json");
    }

    /** What stands beside the tables: marks, journals, records of the guard. */
    private void documents() throws IOException {
        outputs.put("lake.properties", Files.readString(Path.of(lake, "lake.properties")));
        Path beside = Path.of(lake, "warehouse", "tidemark");
        List<String> tables = LakeTable.all().stream().map(LakeTable::tableName).toList();
        try (Stream<Path> files = Files.walk(beside)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                Path name = beside.relativize(file);
                boolean ofTable = tables.contains(name.getName(0).toString())
                        || name.toString().contains("metadata")
                        || file.getFileName().toString().startsWith(".");
                if (!ofTable) {
                    outputs.put("beside/" + name, Files.readString(file).replace(work.toString(), "WORK"));
                }
            }
        }
    }

    private String keep(String name, String... command) {
        String out = PipelineRecorder.ok(command).replace(work.toString(), "WORK");
        outputs.put(name + ".json", out);
        return out;
    }

    private static String hash(String json) throws IOException {
        JsonNode hash = JSON.readTree(json).get("hash");
        return hash.textValue();
    }

    private static String[] with(String[] command, String... more) {
        return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
    }
}
