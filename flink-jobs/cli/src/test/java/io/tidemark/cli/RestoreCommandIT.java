package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestoreStep;
import io.tidemark.lake.restore.Restores;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.cluster.KilledSteps;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.LakeDirectory;
import io.tidemark.rules.model.RandomHistory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.iceberg.Table;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Back to a mark and forward again by the commands alone, on a lake in a directory: what is replayed is what was there,
 * row for row, in all six tables.
 */
@Timeout(600)
@TestMethodOrder(OrderAnnotation.class)
class RestoreCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HALF = 1_500;
    private static final List<byte[]> HISTORY = RandomHistory.of(41, 3 * HALF).stream()
            .filter(RestoreCommandIT::isOneLine)
            .toList();

    @TempDir
    private static Path directory;

    private static String lake;
    private static Map<LakeTable, RowsDigest> undisturbed;

    @BeforeAll
    static void ingestAndMark() throws IOException {
        lake = directory.resolve("lake").toString();
        ingest(HISTORY.subList(0, HALF));
        ok(Run.of("mark", "--lake", lake, "--name", "half"));
        ingest(HISTORY.subList(HALF, 2 * HALF));
        undisturbed = digests();
    }

    @Test
    @Order(1)
    void aPlanChangesNothingAndSaysWhatWouldHappen() throws IOException {
        JsonNode plan = JSON.readTree(
                ok(Run.of("restore", "--lake", lake, "--to", "half", "--json")).out());

        assertThat(plan.get("hash").textValue()).matches("[0-9a-f]{12}");
        assertThat(plan.get("tables")).hasSize(LakeTable.pipeline().size());
        assertThat(plan.get("partitions")).isNotEmpty();
        Run text = ok(Run.of("restore", "--lake", lake, "--to", "half"));
        assertThat(text.out())
                .contains(
                        "rows leaving",
                        "Nothing is changed yet",
                        plan.get("hash").textValue());
        assertThat(digests()).isEqualTo(undisturbed);
        assertThat(epoch()).isEqualTo(1);
    }

    @Test
    @Order(2)
    void whatCannotBeGoneBackToIsRefusedAndChangesNothing() {
        refused("no mark called 'other'", "--to", "other");
        refused("no mark at or before", "--to-time", "2001-01-01T00:00:00Z");
        refused("never restored", "--undo");
        refused("would leave a hole", "--to", "half", "--tables", "identities");
        refused("no table [people]", "--to", "half", "--tables", "people");
        refused("--execute", "--to", "half", "--execute", "000000000000");
        refused("environment", "--to", "half", "--execute", "000000000000", "--environment", "production");
        assertThat(Run.of("restore", "--lake", lake).code()).isEqualTo(ExitCode.USAGE);
        assertThat(Run.of("restore", "--lake", lake, "--execute", "000000000000")
                        .code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(digests()).isEqualTo(undisturbed);
    }

    /** Killed when a step begins, and run again each time. */
    @Test
    @Order(3)
    void aRestoreThatIsKilledAtItsStepsIsRunAgainAndFinishes() throws Exception {
        String hash = hash("--to", "half");
        int kills = 0;
        for (RestoreStep step : KilledSteps.inOrder()) {
            RestoreStep pending = next(hash);
            if (pending == null || pending.compareTo(step) > 0) {
                continue;
            }
            try (TidemarkProcess restore =
                    TidemarkProcess.start(directory, "restore", "--lake", lake, "--to", "half", "--execute", hash)) {
                restore.awaitSaid(step.describe());
                restore.kill();
                kills++;
            }
            RestoreStep left = next(hash);
            if (left != null && left.compareTo(RestoreStep.STATE) <= 0) {
                Run tooEarly = Run.of("ingest", "--lake", lake);
                assertThat(tooEarly.code()).as(tooEarly.err()).isEqualTo(ExitCode.REFUSED);
                assertThat(tooEarly.err()).contains("cut off", "tidemark restore --execute " + hash);
            }
        }
        assertThat(kills).isGreaterThanOrEqualTo(KilledSteps.atLeast());
        ok(Run.of("restore", "--lake", lake, "--to", "half", "--execute", hash));
        assertThat(epoch()).isEqualTo(2);
        assertThat(rows(LakeTable.EVENTS))
                .isLessThan(undisturbed.get(LakeTable.EVENTS).rows());

        JsonNode again = JSON.readTree(ok(Run.of("restore", "--lake", lake, "--execute", hash, "--json"))
                .out());
        assertThat(again.get("already").booleanValue()).isTrue();
        assertThat(epoch()).isEqualTo(2);
    }

    @Test
    @Order(4)
    void theReplayedLakeIsTheUndisturbedOneRowForRow() throws IOException {
        ingest(List.of());

        assertThat(digests()).isEqualTo(undisturbed);
        audit();
    }

    @Test
    @Order(5)
    void aRestoreIsUndoneTheSameWay() throws IOException {
        ok(Run.of("restore", "--lake", lake, "--undo", "--execute", hash("--undo")));
        assertThat(digests()).isEqualTo(undisturbed);
        assertThat(epoch()).isEqualTo(3);

        ingest(HISTORY.subList(2 * HALF, HISTORY.size()));
        audit();
        undisturbed = digests();
    }

    /** Kafka's retention has passed the mark: the rows come from the tables as they were before the restore. */
    @Test
    @Order(6)
    void whatKafkaHasForgottenComesFromTheTables() throws Exception {
        Map<Integer, Long> forgotten = forgetMostOfTheLog();
        JsonNode plan = JSON.readTree(
                ok(Run.of("restore", "--lake", lake, "--to", "half", "--json")).out());
        assertThat(plan.get("partitions"))
                .extracting(partition -> partition.get("forgotten").longValue())
                .anyMatch(count -> count > 0);
        assertThat(forgotten).isNotEmpty();

        ok(Run.of(
                "restore",
                "--lake",
                lake,
                "--to",
                "half",
                "--execute",
                plan.get("hash").textValue()));
        ingest(List.of());

        assertThat(digests()).isEqualTo(undisturbed);
    }

    @Test
    @Order(7)
    void theJobsOwnCheckpointIsTakenWhereItIsStillThere() throws IOException {
        ok(Run.of("mark", "--lake", lake, "--name", "now"));
        Run restored = ok(Run.of("restore", "--lake", lake, "--to", "now", "--execute", hash("--to", "now")));
        assertThat(restored.err()).contains("the job's own checkpoint");
        assertThat(digests()).isEqualTo(undisturbed);

        ingest(HISTORY.subList(0, 50));
        ok(Run.of("mark", "--lake", lake, "--name", "later"));
    }

    private static Map<Integer, Long> forgetMostOfTheLog() throws Exception {
        Map<Integer, Long> before = new HashMap<>();
        Path root = Path.of(lake);
        try (LakeDirectory.Lock lock = LakeDirectory.existing(root).lock("a test");
                EmbeddedBroker broker =
                        EmbeddedBroker.start(LakeDirectory.existing(root).kafka())) {
            assertThat(lock).isNotNull();
            Properties properties = new Properties();
            properties.put("bootstrap.servers", broker.bootstrapServers());
            Map<TopicPartition, RecordsToDelete> delete = new HashMap<>();
            broker.endOffsets("events.raw").forEach((partition, end) -> {
                before.put(partition, end * 9 / 10);
                delete.put(
                        new TopicPartition("events.raw", partition),
                        RecordsToDelete.beforeOffset(before.get(partition)));
            });
            try (Admin admin = Admin.create(properties)) {
                admin.deleteRecords(delete).all().get();
            }
        }
        return before;
    }

    private static void ingest(List<byte[]> records) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (byte[] each : records) {
            lines.write(each);
            lines.write('\n');
        }
        Path file = Files.write(Files.createTempFile(directory, "events", ".jsonl"), lines.toByteArray());
        ok(records.isEmpty() ? Run.of("ingest", "--lake", lake) : Run.of("ingest", "--lake", lake, file.toString()));
    }

    private static String hash(String... to) throws IOException {
        String[] args = new String[to.length + 4];
        System.arraycopy(new String[] {"restore", "--lake", lake, "--json"}, 0, args, 0, 4);
        System.arraycopy(to, 0, args, 4, to.length);
        return JSON.readTree(ok(Run.of(args)).out()).get("hash").textValue();
    }

    private static void refused(String why, String... more) {
        String[] args = new String[more.length + 3];
        System.arraycopy(new String[] {"restore", "--lake", lake}, 0, args, 0, 3);
        System.arraycopy(more, 0, args, 3, more.length);
        Run run = Run.of(args);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).startsWith("Refused: ").contains(why);
        assertThat(run.out()).isEmpty();
    }

    private static void audit() {
        assertThat(ok(Run.of("audit", "--lake", lake)).out()).contains("The audit holds");
    }

    private static Run ok(Run run) {
        assertThat(run.code()).as(run.err() + run.out()).isEqualTo(ExitCode.DONE);
        return run;
    }

    private static Map<LakeTable, RowsDigest> digests() {
        Map<LakeTable, RowsDigest> digests = new EnumMap<>(LakeTable.class);
        try (Lake tables = open()) {
            LakeTable.pipeline().forEach(name -> {
                Table table = tables.table(name);
                digests.put(name, RowsDigest.of(table, table.currentSnapshot().snapshotId()));
            });
        }
        return digests;
    }

    private static long rows(LakeTable name) {
        try (Lake tables = open()) {
            SnapshotNotes head = SnapshotNotes.ofHead(tables.table(name));
            return head == null ? 0 : head.totalRecords();
        }
    }

    private static @Nullable RestoreStep next(String hash) {
        try (Lake tables = open()) {
            RestoreJournal journal = new Restores(tables).find(hash).orElse(null);
            return journal == null ? RestoreStep.FENCE : journal.next();
        }
    }

    private static int epoch() {
        try (Lake tables = open()) {
            return tables.epoch();
        }
    }

    private static Lake open() {
        return LakeTables.open(DirectoryLake.config(Path.of(lake)));
    }

    private static boolean isOneLine(byte[] record) {
        if (record.length == 0) {
            return false;
        }
        for (byte each : record) {
            if (each == '\n' || each == '\r') {
                return false;
            }
        }
        return true;
    }
}
