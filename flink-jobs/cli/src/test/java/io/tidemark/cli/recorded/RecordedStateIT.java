package io.tidemark.cli.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.restore.CheckpointPlaces;
import io.tidemark.rules.model.LogModel;
import io.tidemark.rules.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checkpoints, savepoints and lakes of an earlier release are gone on with, exactly once. */
@Timeout(600)
class RecordedStateIT {
    private static final String TOPIC = "events.raw";
    private static final Long[] UNDISTURBED = {409L, 58L, 109L, 174L};
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    /** Its last committables are in the state alone. */
    @Test
    void aRetainedCheckpointOfRocksDbIsGoneOnWith() throws Exception {
        RecordedLake place = unpacked("checkpoint-rocksdb.zip");
        try (EmbeddedBroker broker = broker(place)) {
            Path file = place.configFile(broker.bootstrapServers(), "rocksdb");
            requireModelled(log(place), goOnFromNewestCheckpoint(place, file));
            audit(file);
        }
    }

    @Test
    void aRecordedLakeIsGoneOnWithRestoredUndroppedAndAudited() throws Exception {
        RecordedLake place = unpacked("checkpoint-hashmap.zip");
        try (EmbeddedBroker broker = broker(place)) {
            Path file = place.configFile(broker.bootstrapServers(), "hashmap");
            TidemarkConfig config = RecordedLake.config(file);
            Map<LakeTable, RowsDigest> whole = goOnFromNewestCheckpoint(place, file);
            requireModelled(log(place), whole);
            audit(file);

            restore(file, "--to", "tuesday");
            assertThat(rows(config)).isLessThan(log(place).size());
            try (Lake lake = LakeTables.open(config);
                    RecordedJob job = RecordedJob.start(config, lake, null)) {
                job.commit(log(place).size());
                assertThat(digests(lake)).isEqualTo(whole);
            }

            dropBehindTheGuard(place);
            String hash = hash("undrop", "--config", file.toString(), "--all", "--json");
            PipelineRecorder.ok("undrop", "--config", file.toString(), "--all", "--execute", hash);
            audit(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void aSavepointIsGoneOnWith(String backend) throws Exception {
        RecordedLake place = unpacked("savepoint-" + backend + ".zip");
        try (EmbeddedBroker broker = broker(place)) {
            Path file = place.configFile(broker.bootstrapServers(), backend);
            TidemarkConfig config = RecordedLake.config(file);
            try (var states = Files.list(place.directory().resolve(RecordedLake.SAVEPOINT))) {
                String savepoint =
                        states.findFirst().orElseThrow().getFileName().toString();
                Map<LakeTable, RowsDigest> digests =
                        goOn(place, config, "recorded:///" + RecordedLake.SAVEPOINT + "/" + savepoint);
                // What a job that was never stopped made of the same log.
                assertThat(LakeTable.outcomes())
                        .extracting(table -> digests.get(table).rows())
                        .containsExactly(UNDISTURBED);
            }
            audit(file);
        }
    }

    private Map<LakeTable, RowsDigest> goOnFromNewestCheckpoint(RecordedLake place, Path file) throws IOException {
        TidemarkConfig config = RecordedLake.config(file);
        String checkpoint = CheckpointPlaces.newest("recorded:///" + RecordedLake.CHECKPOINTS)
                .orElseThrow()
                .path();
        return goOn(place, config, checkpoint);
    }

    private static Map<LakeTable, RowsDigest> goOn(RecordedLake place, TidemarkConfig config, String state)
            throws IOException {
        RecordedLog log = log(place);
        try (Lake lake = LakeTables.open(config)) {
            lake.createMissing(LakeTables.options(config));
            assertThat(Heads.of(lake).totalOutcomes()).isLessThan(log.size());
            try (RecordedJob job = RecordedJob.start(config, lake, state)) {
                job.commit(log.size());
            }
            return digests(lake);
        }
    }

    private static void requireModelled(RecordedLog log, Map<LakeTable, RowsDigest> digests) {
        Map<String, Long> expected = modelled(log);
        Map<LakeTable, String> outcomes = Map.of(
                LakeTable.EVENTS, "accepted",
                LakeTable.DUPLICATES, "duplicate",
                LakeTable.THROTTLED, "throttled",
                LakeTable.DEAD_LETTERS, "rejected");
        outcomes.forEach((table, outcome) -> assertThat(digests.get(table).rows())
                .as(outcome)
                .isEqualTo(expected.get(outcome))
                .isPositive());
    }

    private static Map<String, Long> modelled(RecordedLog log) {
        LogModel model = new LogModel(30, 200);
        log.entries().forEach(entry -> model.record(entry.value(), entry.timestamp()));
        return model.verdicts().stream()
                .map(Verdict::outcome)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static Map<LakeTable, RowsDigest> digests(Lake lake) {
        Map<LakeTable, RowsDigest> digests = new EnumMap<>(LakeTable.class);
        for (LakeTable table : LakeTable.pipeline()) {
            Table loaded = lake.table(table);
            digests.put(table, RowsDigest.of(loaded, loaded.currentSnapshot().snapshotId()));
        }
        return digests;
    }

    private static long rows(TidemarkConfig config) {
        try (Lake lake = LakeTables.open(config)) {
            return Heads.of(lake).totalOutcomes();
        }
    }

    private static void restore(Path file, String... target) throws IOException {
        String config = file.toString();
        String hash = hash("restore", "--config", config, target[0], target[1], "--json");
        PipelineRecorder.ok("restore", "--config", config, target[0], target[1], "--execute", hash);
    }

    private static void audit(Path file) {
        PipelineRecorder.ok("audit", "--config", file.toString(), "--complete");
    }

    private static String hash(String... command) throws IOException {
        return JSON.readTree(PipelineRecorder.ok(command)).get("hash").textValue();
    }

    private static void dropBehindTheGuard(RecordedLake place) throws Exception {
        try (Connection catalog = DriverManager.getConnection("jdbc:sqlite:" + place.catalog());
                Statement statement = catalog.createStatement()) {
            assertThat(statement.executeUpdate(
                            "DELETE FROM iceberg_tables WHERE table_name IN ('events', 'identities')"))
                    .isEqualTo(2);
        }
    }

    private static RecordedLog log(RecordedLake place) throws IOException {
        return RecordedLog.read(place.directory().resolve(RecordedLake.LOG));
    }

    private EmbeddedBroker broker(RecordedLake place) throws IOException {
        EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"));
        broker.createTopic(TOPIC, RecordedLog.PARTITIONS);
        RecordedLog log = log(place);
        log.send(broker.bootstrapServers(), TOPIC, 0, log.size());
        return broker;
    }

    private RecordedLake unpacked(String name) throws IOException {
        return RecordedLake.unpacked(name, directory.resolve("lake"));
    }
}
