package io.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.config.ConfigFile;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.kafka.EventsSender;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.LakeRows;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.configure.ConfigRequest;
import io.tidemark.ops.configure.ServiceConfigs;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.Progress;
import io.tidemark.ops.embedded.RetainedCheckpoints;
import io.tidemark.ops.embedded.RunningJob;
import io.tidemark.ops.setup.ConfigTopicSetup;
import io.tidemark.rules.model.RandomHistory.Sent;
import io.tidemark.rules.service.ConfigVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The configuration changes while records flow, and the job's process is killed at random points and started again with
 * another parallelism: the tables are those of a job that was never stopped, and they are again once the lake went back to
 * a mark, with a state computed from the tables, and replayed what Kafka had deleted. {@code .ci/proofs/configured} runs it.
 */
@EnabledIfSystemProperty(named = "tidemark.configured", matches = "true")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class KilledConfiguredIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "events.raw";
    private static final int PARTITIONS = 3;
    private static final int ACTS = 3;
    private static final int IN_AN_ACT = 400;
    private static final int WITNESSES = 40;
    private static final int SEND_EVERY_MILLIS = 50;
    private static final int AT_ONCE = 25;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What each version sets, or removes where there is no value. */
    private static final List<Map<String, String>> VERSIONS = List.of(
            Map.of(
                    "limits/default", "{\"events_per_second\":2,\"events_per_day\":150}",
                    "throttle/default/device-1", "{\"block\":true}",
                    "throttle/default/device-2", "{\"events_per_day\":20}"),
            Map.of(
                    "limits/default", "{\"events_per_second\":0,\"events_per_day\":0}",
                    "filter/default/View", "{\"where\":{\"user_id\":[\"user-2\",\"user-3\"]}}",
                    "throttle/default/device-3", "{\"events_per_second\":1}"),
            Map.of(
                    "limits/default", "{\"events_per_second\":1,\"events_per_day\":60}",
                    "schema/default/View", "{\"mode\":\"park\",\"properties\":{\"n\":{\"type\":\"string\"}}}"),
            Map.of("throttle/default/device-1", "", "filter/default/View", ""));

    private final long seed = Long.getLong("seed", 5);
    private final SplittableRandom random = new SplittableRandom(seed);
    private final StampedLog log = new StampedLog(seed, (2 * ACTS - 1) * IN_AN_ACT);
    private final List<ConfigVersion> versions = new ArrayList<>();
    private final List<Integer> parallelisms = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private Path directory = Path.of(".");
    private EmbeddedBroker broker;
    private TidemarkConfig config;
    private Lake lake;
    private EventsSender sender;
    private Map<LakeTable, List<Map<String, Object>>> undisturbed = Map.of();
    private List<ConsumerRecord<byte[], byte[]>> records = List.of();

    @BeforeAll
    void runAndKill(@TempDir Path temporary) throws Exception {
        directory = temporary;
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        broker.createTopic(TOPIC, PARTITIONS);
        config = ConfigFile.read(file("killed", 1), Map.of());
        ConfigTopicSetup.make(config);
        lake = LakeTables.open(config, Purpose.CONFIGURE);
        lake.createMissing(LakeTables.options(config));
        sender = new EventsSender(config.kafka());
        for (int act = 0; act < ACTS; act++) {
            play(act);
        }
        finish();
        records = read();
        assertThat(records).hasSize(Math.toIntExact(sender.sent()));
        runUndisturbed();
    }

    @AfterAll
    void stop() {
        clock.shutdownNow();
        sender.close();
        lake.close();
        broker.close();
    }

    /** Starts the job's process, lets records flow, and kills it. */
    private void play(int act) throws Exception {
        try (TidemarkProcess job = start()) {
            if (act == 1) {
                // While it reads its checkpoint.
                kill(job);
            } else {
                await().atMost(PATIENCE).until(() -> committed() >= sender.sent() || !job.isAlive());
                tell(job);
                long before = committed();
                Future<?> flow = flow();
                await().atMost(PATIENCE).until(() -> committed() > before || !job.isAlive());
                long more = sender.sent() + random.nextInt(IN_AN_ACT / 3);
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> sender.sent() >= more || flow.isDone());
                kill(job);
                flow.get();
            }
        }
        if (act != 1) {
            // Nothing runs: what starts next knows it.
            configure();
        }
        flow().get();
    }

    /** The rest is committed by a job that nothing kills. */
    private void finish() throws IOException {
        sendWitnesses();
        int parallelism = nextParallelism();
        TidemarkConfig last = ConfigFile.read(file("killed", parallelism), Map.of());
        String checkpoint = newestCheckpoint().orElseThrow();
        runToTheEnd(last, checkpoint, lake);
    }

    private static void kill(TidemarkProcess job) throws InterruptedException {
        assertThat(job.isAlive()).as(job.err()).isTrue();
        job.kill();
    }

    private TidemarkProcess start() throws IOException {
        List<String> words = new ArrayList<>(
                List.of("run", "--config", file("killed", nextParallelism()).toString()));
        newestCheckpoint().ifPresent(newest -> words.addAll(List.of("--from-checkpoint", newest)));
        TidemarkProcess job = TidemarkProcess.startWith("-Xmx1g", directory, words.toArray(String[]::new));
        job.awaitSaid("Running.");
        return job;
    }

    /** Another one than the last. */
    private int nextParallelism() {
        int last = parallelisms.isEmpty() ? 0 : parallelisms.get(parallelisms.size() - 1);
        parallelisms.add(last == 0 ? 2 : 1 + (last + random.nextInt(PARTITIONS - 1)) % PARTITIONS);
        return parallelisms.get(parallelisms.size() - 1);
    }

    private Optional<String> newestCheckpoint() {
        return RetainedCheckpoints.newest(directory.resolve("killed/checkpoints"))
                .map(newest -> "file://" + newest.path());
    }

    /** The history's time runs faster than any clock, so nothing goes on before each subtask knows the version. */
    private void tell(TidemarkProcess job) throws IOException {
        configure();
        sendWitnesses();
        await().atMost(PATIENCE).until(() -> committed() == sender.sent() || !job.isAlive());
        assertThat(job.isAlive()).as(job.err()).isTrue();
        if (versions.size() == 3) {
            // Half way; its checkpoint is gone soon.
            ok("mark", "--config", file("killed", 1).toString(), "--name", "half");
        }
    }

    private void sendWitnesses() {
        for (Sent sent : log.naming(versions.get(versions.size() - 1), WITNESSES)) {
            sender.send(sent.value(), sent.timestamp());
        }
        sender.flush();
    }

    private void configure() {
        Map<String, String> values = VERSIONS.get(versions.size());
        boolean removes = values.containsValue("");
        ConfigRequest request = new ConfigRequest(
                removes
                        ? new ConfigRequest.Removal(List.copyOf(values.keySet()))
                        : new ConfigRequest.Values(new TreeMap<>(values)),
                "ops",
                "a test",
                null);
        Instant now = Instant.ofEpochMilli(log.time());
        ServiceConfigs configs = new ServiceConfigs(lake);
        versions.add(configs.execute(
                        request, configs.plan(request, now).hash(), new ConfigTopic(config.kafka()), now, () -> "none")
                .version());
    }

    /** Sends the records of an act, some every few milliseconds, whatever becomes of who reads them. */
    private Future<?> flow() {
        int end = log.left() - Math.min(log.left(), IN_AN_ACT);
        List<ConfigVersion> made = List.copyOf(versions);
        var done = new CompletableFuture<Void>();
        var beat = clock.scheduleAtFixedRate(
                () -> {
                    try {
                        for (int i = 0; i < AT_ONCE && log.left() > end; i++) {
                            Sent sent = log.next(made);
                            sender.send(sent.value(), sent.timestamp());
                        }
                        if (log.left() == end) {
                            sender.flush();
                            done.complete(null);
                        }
                    } catch (RuntimeException e) {
                        done.completeExceptionally(e);
                        throw e;
                    }
                },
                0,
                SEND_EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
        var unused = done.whenComplete((nothing, failure) -> beat.cancel(false));
        return done;
    }

    private long committed() {
        return committed(lake);
    }

    /** With the identities that they cause. */
    private static long committed(Lake tables) {
        return Progress.of(Heads.of(tables)).records();
    }

    private void runUndisturbed() throws IOException {
        TidemarkConfig other = ConfigFile.read(file("undisturbed", 2), Map.of());
        try (Lake whole = LakeTables.open(other, Purpose.CONFIGURE)) {
            whole.createMissing(LakeTables.options(other));
            new ServiceConfigs(whole).recover(new ConfigTopic(other.kafka()));
            runToTheEnd(other, null, whole);
            undisturbed = rows(whole);
        }
    }

    private void runToTheEnd(TidemarkConfig with, @Nullable String checkpoint, Lake into) {
        try (RunningJob job = RunningJob.start(with, into, checkpoint)) {
            await().atMost(PATIENCE).until(() -> {
                job.check();
                return committed(into) == sender.sent();
            });
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read() {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = broker.endOffsets(TOPIC).keySet().stream()
                    .map(partition -> new TopicPartition(TOPIC, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
                return all.size() >= sender.sent();
            });
        }
        return all;
    }

    private static Map<LakeTable, List<Map<String, Object>>> rows(Lake from) {
        Map<LakeTable, List<Map<String, Object>>> rows = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().forEach(table -> rows.put(table, LakeRows.inOrder(from, table)));
        return rows;
    }

    private Path file(String name, int parallelism) throws IOException {
        Path home = Files.createDirectories(directory.resolve(name));
        return Files.writeString(home.resolve("tidemark-" + parallelism + ".yaml"), """
                kafka: {bootstrap-servers: '%2$s', topic: %3$s}
                catalog:
                  type: jdbc
                  uri: 'jdbc:sqlite:%1$s/catalog.db'
                  warehouse: '%1$s/warehouse'
                intake: {throttle: {events-per-second: 1, events-per-day: 200}}
                job:
                  checkpoint-dir: '%1$s/checkpoints'
                  checkpoint-interval: 500 ms
                  state-backend: hashmap
                  parallelism: %4$d
                """.formatted(
                        home, broker.bootstrapServers(), TOPIC, parallelism));
    }

    @Test
    @Order(1)
    void everyRecordIsInOneTableAndDecidedByItsVersion() {
        assertThat(new HashSet<>(parallelisms)).hasSizeGreaterThan(1);
        assertThat(versions).hasSize(VERSIONS.size());
        Map<List<Object>, Map<String, Object>> outcomes = new HashMap<>();
        Set<Object> seen = new HashSet<>();
        rows(lake).forEach((table, rows) -> {
            for (Map<String, Object> row : table.isOutcome() ? rows : List.<Map<String, Object>>of()) {
                assertThat(outcomes.put(List.of(row.get("kafka_partition"), row.get("kafka_offset")), row))
                        .as("one row of the record of %s", row)
                        .isNull();
                seen.add(row.get("config_version"));
            }
        });
        assertThat(outcomes).hasSize(records.size());
        assertThat(seen).contains(null, 1L, 2L, 3L, 4L);
        int forged = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Map<String, Object> row = outcomes.get(List.of(record.partition(), record.offset()));
            assertThat(row).as("the row of %s", record).isNotNull();
            assertThat(row.get("config_version"))
                    .as("the version of %s, which became %s, seed %s", new String(record.value(), UTF_8), row, seed)
                    .isEqualTo(log.decidedBy(record, versions));
            if (log.isForged(record)) {
                forged++;
                assertThat(row).containsEntry("reason", "invalid_field").containsEntry("field", "config_version");
            }
        }
        assertThat(forged).isPositive();
    }

    @Test
    @Order(2)
    void tablesAreThoseOfAJobThatWasNeverStopped() throws IOException {
        assertThat(undisturbed.get(LakeTable.THROTTLED))
                .anyMatch(row -> row.get("throttle_limit").equals("blocked"))
                .anyMatch(row -> !row.get("throttle_limit").equals("blocked"));
        assertThat(undisturbed.get(LakeTable.DEAD_LETTERS))
                .extracting(row -> row.get("reason"))
                .contains("filtered", "schema");
        assertUndisturbed();
    }

    /** The mark's checkpoint is gone, and Kafka has deleted some of what came behind it. */
    @Test
    @Order(3)
    void restoredLakeBecomesTheSameAgain() throws Exception {
        String file = file("killed", 2).toString();
        deleteFromKafka();
        JsonNode plan = JSON.readTree(
                ok("restore", "--config", file, "--to", "half", "--json").out());
        assertThat(plan.get("partitions"))
                .extracting(partition -> partition.get("forgotten").longValue())
                .anyMatch(count -> count > 0);
        Run done = ok(
                "restore",
                "--config",
                file,
                "--to",
                "half",
                "--execute",
                plan.get("hash").textValue());
        assertThat(done.err()).doesNotContain("the job's own checkpoint");
        runToTheEnd(ConfigFile.read(Path.of(file), Map.of()), null, lake);
        assertUndisturbed();
        JsonNode rebuilt =
                JSON.readTree(ok("rebuild", "--config", file, "--json").out());
        assertThat(rebuilt.get("changes_anything").booleanValue()).isFalse();
    }

    private void deleteFromKafka() throws Exception {
        Map<TopicPartition, RecordsToDelete> delete = new HashMap<>();
        broker.endOffsets(TOPIC)
                .forEach((partition, end) ->
                        delete.put(new TopicPartition(TOPIC, partition), RecordsToDelete.beforeOffset(end * 9 / 10)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteRecords(delete).all().get();
        }
    }

    private void assertUndisturbed() throws IOException {
        for (LakeTable table : LakeTable.pipeline()) {
            assertThat(LakeRows.inOrder(lake, table))
                    .as("%s, seed %s", table.tableName(), seed)
                    .isEqualTo(undisturbed.get(table));
        }
        assertThat(ok("audit", "--config", file("killed", 1).toString()).out()).contains("The audit holds");
    }

    private static Run ok(String... command) {
        Run run = Run.of(command);
        assertThat(run.code()).as(run.err() + run.out()).isEqualTo(ExitCode.DONE);
        return run;
    }
}
