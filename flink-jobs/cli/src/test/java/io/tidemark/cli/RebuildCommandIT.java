package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.WriterEpoch;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeSinks;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.LakeRows;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.rebuild.RebuildRun;
import io.tidemark.rules.model.RandomHistory;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The identity tables are spoiled and lost, as in January 2016, and computed anew from the events, to the byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RebuildCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RECORDS = 4_000;

    private Path directory = Path.of(".");
    private Path lake = Path.of(".");
    private Map<LakeTable, List<Map<String, Object>>> truth = Map.of();
    private Map<LakeTable, CheckpointStamp> stamps = Map.of();

    @BeforeAll
    void ingest(@TempDir Path temporary) throws IOException {
        directory = temporary;
        lake = directory.resolve("lake");
        send(RandomHistory.of(5, RECORDS));
        Map<LakeTable, List<Map<String, Object>>> rows = new EnumMap<>(LakeTable.class);
        Map<LakeTable, CheckpointStamp> newest = new EnumMap<>(LakeTable.class);
        try (Lake open = open()) {
            for (LakeTable table : RebuildRun.tables()) {
                rows.put(table, LakeRows.inOrder(open, table));
                newest.put(table, stamp(open, table));
            }
        }
        truth = rows;
        stamps = newest;
    }

    @Test
    @Order(1)
    void tablesThatAreRightAreSaidToBe() throws IOException {
        assertThat(truth.get(LakeTable.IDENTITIES)).hasSizeGreaterThan(50);
        assertThat(truth.get(LakeTable.MERGE_IDS)).isNotEmpty();

        Run text = Run.of("rebuild", "--lake", lake.toString());
        assertThat(text.code()).as(text.err()).isEqualTo(ExitCode.DONE);
        assertThat(text.out())
                .contains("The tables are what the events say", "events a second", "100,000,000 rows of identities");
        assertThat(plan().get("changes_anything").booleanValue()).isFalse();
        mark("right");
    }

    @Test
    @Order(2)
    void wrongIdentitiesAreShownAndPutRight() throws IOException {
        int doubled;
        long head;
        try (Lake open = asTheJob()) {
            Table identities = open.table(LakeTable.IDENTITIES);
            DataFile file = someFile(identities);
            AppendFiles again = identities.newAppend();
            again.appendFile(file).commit();
            doubled = Math.toIntExact(file.recordCount());
            identities.refresh();
            head = identities.currentSnapshot().snapshotId();
        }
        JsonNode plan = plan();
        JsonNode identities = plan.get("tables").get("identities");
        assertThat(plan.get("changes_anything").booleanValue()).isTrue();
        assertThat(identities.get("only_before").intValue()).isEqualTo(doubled);
        assertThat(identities.get("only_after").intValue()).isZero();
        assertThat(identities.get("examples").get(0).textValue()).startsWith("- project_id=");
        assertThat(rows(LakeTable.IDENTITIES))
                .hasSizeGreaterThan(truth.get(LakeTable.IDENTITIES).size());

        assertThat(Run.of("rebuild", "--lake", lake.toString(), "--execute", "000000000000"))
                .extracting(Run::code, run -> run.err().contains("no longer fits the lake"))
                .containsExactly(ExitCode.REFUSED, true);
        execute(plan);
        assertTruth();
        assertAuditHolds();
        try (Lake open = open()) {
            assertThat(open.table(LakeTable.IDENTITIES).refs().keySet())
                    .as("what was there stays, and no branch does")
                    .contains("before-rebuild-" + head, "main")
                    .noneMatch(ref -> ref.equals("rebuild") || ref.equals("rebuild-published"));
        }
    }

    @Test
    @Order(3)
    void tablesThatAreGoneAreMadeAnewToTheByte() throws IOException {
        dropBehindTheGuard();
        assertThat(Run.of("rebuild", "--lake", lake.toString(), "--execute", "000000000000"))
                .extracting(Run::code, run -> run.err().contains("Nothing was computed"))
                .containsExactly(ExitCode.REFUSED, true);
        JsonNode plan = plan();
        for (LakeTable table : RebuildRun.tables()) {
            assertThat(plan.get("tables").get(table.tableName()).get("gone").booleanValue())
                    .isTrue();
        }
        assertComputedAsTheMarkCounted("right");
        execute(plan);
        assertTruth();
        assertAuditHolds();
        try (Lake open = open()) {
            for (LakeTable table : RebuildRun.tables()) {
                assertThat(stamp(open, table)).isEqualTo(stamps.get(table));
                assertThat(LakeSinks.operatorId(
                                table, new WriterEpoch(stamp(open, table).epoch())))
                        .isEqualTo(stamp(open, table).operatorId());
            }
        }
    }

    /** The job goes on from its checkpoint: nothing is lost, nothing comes twice, and the audit holds. */
    @Test
    @Order(4)
    void theJobGoesOnUponTablesThatWereMadeAnew() throws IOException {
        send(RandomHistory.of(6, RECORDS / 2));

        assertAuditHolds();
        assertThat(plan().get("changes_anything").booleanValue()).isFalse();
    }

    @Test
    @Order(5)
    void aPlanThatTheLakeHasMovedPastIsRefused() throws IOException {
        try (Lake open = asTheJob()) {
            Table identities = open.table(LakeTable.IDENTITIES);
            identities.newAppend().appendFile(someFile(identities)).commit();
        }
        String hash = plan().get("hash").textValue();
        send(RandomHistory.of(7, 300));

        Run late = Run.of("rebuild", "--lake", lake.toString(), "--execute", hash);
        assertThat(late.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(late.err()).contains("Refused: ", "no longer fits the lake");
        execute(plan());
        assertAuditHolds();
    }

    @Test
    @Order(6)
    void whatCannotBeRebuiltIsSaid() {
        Run other = Run.of("rebuild", "--lake", lake.toString(), "--tables", "events");
        assertThat(other.code()).isEqualTo(ExitCode.USAGE);
        assertThat(other.err()).contains("The table events cannot be computed from the events");
        Run mark = Run.of("rebuild", "--lake", lake.toString(), "--at", "never");
        assertThat(mark.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(mark.err()).contains("no mark called 'never'");
    }

    private JsonNode plan() throws IOException {
        Run run = Run.of("rebuild", "--lake", lake.toString(), "--json");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        return JSON.readTree(run.out());
    }

    private void mark(String name) {
        Run run = Run.of("mark", "--lake", lake.toString(), "--name", name);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    }

    private void assertComputedAsTheMarkCounted(String name) throws IOException {
        Run run = Run.of("rebuild", "--lake", lake.toString(), "--at", name, "--json");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        for (LakeTable table : RebuildRun.tables()) {
            JsonNode computed = JSON.readTree(run.out()).get("tables").get(table.tableName());
            assertThat(computed.get("rows_before").intValue())
                    .as("the table is gone")
                    .isZero();
            assertThat(computed.get("mark").get("same").booleanValue()).isTrue();
            assertThat(computed.get("mark").get("rows").intValue())
                    .isEqualTo(Objects.requireNonNull(truth.get(table)).size());
        }
        assertThat(Run.of("rebuild", "--lake", lake.toString(), "--at", name).out())
                .contains("Exactly what the mark counted");
    }

    private void execute(JsonNode plan) {
        Run run = Run.of(
                "rebuild",
                "--lake",
                lake.toString(),
                "--execute",
                plan.get("hash").textValue());
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("Published.");
    }

    private void send(List<byte[]> records) throws IOException {
        var lines = new ByteArrayOutputStream();
        for (byte[] record : records) {
            lines.write(record);
            lines.write('\n');
        }
        Path file = Files.write(directory.resolve("events.jsonl"), lines.toByteArray());
        Run run = Run.of("ingest", "--lake", lake.toString(), file.toString(), "--json");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    }

    private void assertTruth() {
        for (LakeTable table : RebuildRun.tables()) {
            assertThat(rows(table)).as(table.tableName()).isEqualTo(truth.get(table));
        }
    }

    private void assertAuditHolds() {
        Run audit = Run.of("audit", "--lake", lake.toString(), "--complete");
        assertThat(audit.code()).as(audit.out()).isEqualTo(ExitCode.DONE);
    }

    private List<Map<String, Object>> rows(LakeTable table) {
        try (Lake open = open()) {
            return LakeRows.inOrder(open, table);
        }
    }

    private Lake open() {
        return LakeTables.open(DirectoryLake.config(lake));
    }

    private Lake asTheJob() {
        TidemarkConfig config = DirectoryLake.config(lake);
        return Lake.open(
                LakeTables.settings(config), LakeTables.caller(config).as(Writer.of(LakeProperties.FIRST_EPOCH)));
    }

    private void dropBehindTheGuard() throws IOException {
        CatalogSettings settings = LakeTables.settings(DirectoryLake.config(lake));
        Catalog catalog = CatalogUtil.buildIcebergCatalog(
                settings.name(), settings.catalogProperties(), settings.hadoopConfiguration());
        try (Lake open = open()) {
            RebuildRun.tables().forEach(table -> catalog.dropTable(open.identifier(table), true));
        } finally {
            ((Closeable) catalog).close();
        }
    }

    private static CheckpointStamp stamp(Lake open, LakeTable table) {
        return SnapshotNotes.history(open.table(table)).stream()
                .map(SnapshotNotes::stamp)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private static DataFile someFile(Table table) throws IOException {
        try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
            return files.iterator().next().file().copy();
        }
    }
}
