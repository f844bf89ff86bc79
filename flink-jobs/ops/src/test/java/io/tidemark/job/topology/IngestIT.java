package io.tidemark.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.config.IntakeConfig;
import io.tidemark.config.JobConfig;
import io.tidemark.config.ThrottleConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.StartCheck;
import io.tidemark.job.fence.StartDecision;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import io.tidemark.rules.model.LogModel;
import io.tidemark.rules.model.RandomHistory;
import io.tidemark.rules.model.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole job on a MiniCluster, from a real broker into real tables, held against the model record by record. */
class IngestIT {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            // Threads that Iceberg keeps for the whole process outlive the job that started them.
            .setConfiguration(new Configuration().set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false))
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    private static final IdentityKeys KEYS = new IdentityKeys(IdentityScope.ORGANISATION, "default");
    private static final int RECORDS = 6_000;

    @ParameterizedTest
    @EnumSource
    void everyRecordEndsWhereTheModelSays(JobConfig.StateBackend backend, @TempDir Path directory) throws Exception {
        List<byte[]> log = RandomHistory.of(backend.ordinal() + 1L, RECORDS);
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"))) {
            TidemarkConfig base = DirectoryLake.config(directory);
            TidemarkConfig config = base.withBootstrapServers(broker.bootstrapServers())
                    .withIntake(
                            IntakeConfig.defaults().withThrottle(new ThrottleConfig(1, Duration.ofSeconds(30), 200)))
                    .withJob(base.job()
                            .withStateBackend(backend)
                            .withParallelism(2)
                            .withCheckpointInterval(Duration.ofMillis(500)));
            broker.createTopic(config.kafka().topic(), 1);
            send(broker, config, log);
            try (Lake lake = LakeTables.open(config)) {
                lake.createMissing(LakeTables.options(config));
                JobClient job = start(config, lake);
                await().atMost(Duration.ofMinutes(2)).until(() -> Heads.of(lake).totalOutcomes() == RECORDS);
                job.cancel().get();
                compare(lake, log);
            }
        }
    }

    private static JobClient start(TidemarkConfig config, Lake lake) throws Exception {
        Configuration flink = FlinkSettings.of(config.job());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(2);
        StartDecision start = StartCheck.decide(lake, null, StartCheck.Starter.FLINK, version -> {}, () -> {});
        IngestJob.define(env, config, lake, start.require());
        return env.executeAsync();
    }

    private static void send(EmbeddedBroker broker, TidemarkConfig config, List<byte[]> log) {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            log.forEach(value ->
                    producer.send(new ProducerRecord<>(config.kafka().topic(), 0, 1_700_000_000_000L, null, value)));
        }
    }

    private static void compare(Lake lake, List<byte[]> log) {
        LogModel model = new LogModel(30, 200);
        log.forEach(value -> model.record(value, 1_700_000_000_000L));
        Map<Long, Verdict> written = RowVerdicts.of(KEYS, table -> LakeRows.of(lake, table));
        List<Verdict> expected = model.verdicts();
        assertThat(expected).extracting(Verdict::outcome).contains("accepted", "duplicate", "throttled", "rejected");
        assertThat(written).hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(written.get((long) i))
                    .as("record %d: %s", i, new String(log.get(i), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(expected.get(i));
        }
        assertThat(LakeRows.of(lake, LakeTable.MERGE_IDS))
                .hasSize(model.merges().size());
    }
}
