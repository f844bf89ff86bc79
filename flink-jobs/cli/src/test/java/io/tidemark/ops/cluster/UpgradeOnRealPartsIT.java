package io.tidemark.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.Run;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.config.ConfigFile;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.StartCheck;
import io.tidemark.job.fence.StartDecision;
import io.tidemark.job.kafka.EventsSender;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.EarlierTables;
import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.Marks;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.SameColumns;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.EmbeddedFailure;
import io.tidemark.ops.embedded.Progress;
import io.tidemark.ops.embedded.RetainedCheckpoints;
import io.tidemark.ops.embedded.RunningJob;
import io.tidemark.rules.model.RandomHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A lake of the first release, its catalog in PostgreSQL and its files on S3, is carried over once its job has stopped, and
 * not before; and put back to a mark from before, gone on with, and put forward again.
 */
@Timeout(600)
class UpgradeOnRealPartsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "events.raw";
    private static final int HALF = 400;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<byte[]> HISTORY = RandomHistory.of(61, 3 * HALF);

    @TempDir
    private Path directory;

    private final Started started = new Started();
    private final Path logs = Parts.logs(getClass());
    private String file = "";
    private TidemarkConfig config;
    private Lake lake;

    @BeforeEach
    void makeALakeOfTheFirstRelease() throws IOException {
        assumeThat(PostgresProcess.installed())
                .as("PostgreSQL is not installed (Debian: postgresql): not run")
                .isPresent();
        S3Process s3 = started.with(S3Process.start(Parts.s3Proxy(), directory, logs, List.of("lake")));
        PostgresProcess postgres =
                started.with(PostgresProcess.start(PostgresProcess.installed().orElseThrow(), directory, logs));
        EmbeddedBroker broker = started.with(EmbeddedBroker.start(directory.resolve("kafka")));
        broker.createTopic(TOPIC, 2);
        Path written = Files.writeString(
                directory.resolve("tidemark.yaml"), yaml(broker, postgres, "s3a://lake/wh", s3.s3aSettings()));
        file = written.toString();
        config = ConfigFile.read(written, Map.of());
        lake = started.with(LakeTables.open(config));
        EarlierTables.make(lake, LakeTables.options(config));
        lake.createMissing(LakeTables.options(config));
    }

    @AfterEach
    void stop() throws Exception {
        started.close();
    }

    @Test
    void carriedOverWhileNothingWritesRestoredGoneOnWithAndUndone() throws Exception {
        String hash;
        StartDecision.Allowed earlier;
        try (RunningJob job = RunningJob.start(config, lake, null)) {
            send(0, HALF);
            awaitRecords(job, HALF);
            ok("mark", "--config", file, "--name", "monday");
            send(HALF, 2 * HALF);
            awaitRecords(job, 2 * HALF);
            ok("mark", "--config", file, "--name", "tuesday");
            hash = refusedBesideTheJob();
            job.check();
        }
        earlier = StartCheck.decide(lake, newestCheckpoint(), StartCheck.Starter.COMMAND, newest -> {}, () -> {})
                .require();
        Map<LakeTable, RowsDigest> whole = digests();
        Map<LakeTable, RowsDigest> atMonday = digests("monday");
        assertThat(atMonday).isNotEqualTo(whole);

        assertThat(ok("upgrade", "--config", file, "--execute", hash).out())
                .contains("  events: config_version, released_from");
        assertCarriedOver();
        assertThat(digests()).isEqualTo(whole);
        assertThat(digests("monday")).isEqualTo(atMonday);
        assertThat(digests("tuesday")).isEqualTo(whole);
        assertRefused(earlier);
        assertThat(digests()).isEqualTo(whole);

        execute("restore", "--config", file, "--to", "monday");
        assertCarriedOver();
        assertThat(digests()).isEqualTo(atMonday);
        try (RunningJob job = RunningJob.start(config, lake, null)) {
            awaitRecords(job, 2 * HALF);
            assertThat(digests()).isEqualTo(whole);
            send(2 * HALF, 3 * HALF);
            awaitRecords(job, 3 * HALF);
        }
        audit();
        execute("restore", "--config", file, "--undo");
        assertCarriedOver();
        assertThat(digests()).isEqualTo(whole);
        try (RunningJob job = RunningJob.start(config, lake, null)) {
            awaitRecords(job, 3 * HALF);
        }
        audit();
    }

    /** The job commits while the tables are watched; the plan is the same afterwards. */
    private String refusedBesideTheJob() throws IOException {
        String hash = JSON.readTree(ok("upgrade", "--config", file, "--json").out())
                .get("hash")
                .textValue();
        Run beside = Run.of("upgrade", "--config", file, "--execute", hash);
        assertThat(beside.code()).as(beside.err() + beside.out()).isEqualTo(ExitCode.REFUSED);
        assertThat(beside.err()).contains("Another job is writing to the tables");
        assertThat(lake.outdated()).containsOnlyKeys(LakeTable.outcomes());
        return hash;
    }

    /** A start that was allowed before: its job knows nothing of the columns, and its rows would lack them. */
    private void assertRefused(StartDecision.Allowed earlier) {
        try (RunningJob job = RunningJob.run(config, lake, earlier)) {
            assertThatThrownBy(() -> await().atMost(PATIENCE).until(() -> {
                        job.check();
                        return false;
                    }))
                    .isInstanceOf(EmbeddedFailure.class)
                    .hasMessageContaining("the job was started once more (upgrade-");
        }
    }

    private void assertCarriedOver() {
        assertThat(lake.outdated()).isEmpty();
        for (LakeTable table : LakeTable.outcomes()) {
            assertThat(SameColumns.ofTable(lake.table(table).schema(), table.schema()))
                    .as("%s, with the field ids of a new table", table)
                    .isTrue();
        }
    }

    private void send(int from, int to) {
        try (EventsSender sender = new EventsSender(config.kafka())) {
            HISTORY.subList(from, to).forEach(sender::send);
            sender.flush();
        }
    }

    private void awaitRecords(RunningJob job, long records) {
        await().atMost(PATIENCE).until(() -> {
            job.check();
            return Progress.of(Heads.of(lake)).records() == records;
        });
    }

    private String newestCheckpoint() {
        return "file://"
                + RetainedCheckpoints.newest(directory.resolve("checkpoints"))
                        .orElseThrow()
                        .path();
    }

    private Map<LakeTable, RowsDigest> digests() {
        Map<LakeTable, RowsDigest> digests = new EnumMap<>(LakeTable.class);
        for (LakeTable name : LakeTable.pipeline()) {
            Table table = lake.table(name);
            digests.put(name, RowsDigest.of(table, table.currentSnapshot().snapshotId()));
        }
        return digests;
    }

    private Map<LakeTable, RowsDigest> digests(String name) {
        Mark mark = new Marks(lake).require(name);
        Map<LakeTable, RowsDigest> digests = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline()
                .forEach(table -> digests.put(table, RowsDigest.of(lake.table(table), mark.snapshot(table))));
        return digests;
    }

    private void audit() {
        assertThat(ok("audit", "--config", file, "--complete").out()).contains("The audit holds");
    }

    private void execute(String... command) throws IOException {
        JsonNode plan = JSON.readTree(ok(with(command, "--json")).out());
        ok(with(command, "--execute", plan.get("hash").textValue()));
    }

    private static String[] with(String[] command, String... more) {
        return Stream.concat(List.of(command).stream(), List.of(more).stream()).toArray(String[]::new);
    }

    private static Run ok(String... command) {
        Run run = Run.of(command);
        assertThat(run.code()).as(run.err() + run.out()).isEqualTo(ExitCode.DONE);
        return run;
    }

    private String yaml(
            EmbeddedBroker broker, PostgresProcess postgres, String warehouse, Map<String, String> storage) {
        return """
                kafka: {bootstrap-servers: '%s', topic: %s}
                catalog:
                  type: jdbc
                  uri: '%s'
                  user: %s
                  password: %s
                  warehouse: %s
                  storage: {%s}
                intake: {throttle: {events-per-second: 1, events-per-day: 200}}
                job:
                  parallelism: 2
                  state-backend: hashmap
                  checkpoint-interval: 1 s
                  checkpoint-dir: 'file://%s/checkpoints'
                  restart-attempts: 1
                  restart-delay: 100 ms
                """.formatted(
                        broker.bootstrapServers(),
                        TOPIC,
                        postgres.url(),
                        PostgresProcess.USER,
                        PostgresProcess.PASSWORD,
                        warehouse,
                        storage.entrySet().stream()
                                .map(entry -> "'" + entry.getKey() + "': '" + entry.getValue() + "'")
                                .collect(Collectors.joining(", ")),
                        directory);
    }
}
