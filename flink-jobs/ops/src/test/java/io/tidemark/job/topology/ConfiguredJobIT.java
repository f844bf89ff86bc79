package io.tidemark.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.job.fence.StartCheck;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.configure.ConfigRequest;
import io.tidemark.ops.configure.ServiceConfigs;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.RunningJob;
import io.tidemark.ops.flink.JobVersions;
import io.tidemark.ops.setup.ConfigTopicSetup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job on a lake with a service configuration: from its start to what its tasks know, with the topic and without it. */
class ConfiguredJobIT {
    private static final Instant NOW = Instant.parse("2026-01-04T12:00:00Z");

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private SmallPipeline pipeline;
    private ConfigTopic topic;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        broker.createTopic("events.raw", 2);
        pipeline = new SmallPipeline(
                directory.resolve("lake"), broker, 2, Map.of("metrics.fetcher.update-interval", "200"));
        topic = new ConfigTopic(pipeline.config().kafka());
        ConfigTopicSetup.make(pipeline.config());
    }

    @AfterEach
    void close() {
        pipeline.close();
        broker.close();
    }

    /** Makes the next version, and publishes it to a topic. */
    private void configure(String project, ConfigTopic published) {
        try (Lake lake = LakeTables.open(pipeline.config(), Purpose.CONFIGURE)) {
            ServiceConfigs configs = new ServiceConfigs(lake);
            ConfigRequest request = new ConfigRequest(
                    new ConfigRequest.Values(new TreeMap<>(Map.of("project/" + project, "{}"))), "ops", "a test", null);
            configs.execute(request, configs.plan(request, NOW).hash(), published, NOW, () -> "");
        }
    }

    /** Makes the next version where the job does not see it. */
    private void configureUnpublished(String project) {
        var elsewhere = pipeline.config().withKafka(pipeline.config().kafka().withConfigTopic("elsewhere"));
        ConfigTopicSetup.make(elsewhere);
        configure(project, new ConfigTopic(elsewhere.kafka()));
    }

    private void publish() {
        try (Lake lake = LakeTables.open(pipeline.config(), Purpose.CONFIGURE)) {
            new ServiceConfigs(lake).publish(topic);
        }
    }

    private void send(long... versions) {
        List<byte[]> records = new ArrayList<>();
        for (long version : versions) {
            records.add(("{\"event_type\":\"Buy\",\"device_id\":\"phone-" + version + "\",\"config_version\":" + version
                            + "}")
                    .getBytes(StandardCharsets.UTF_8));
        }
        pipeline.send(records);
    }

    private void awaitKnown(RunningJob job, long version) {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            job.check();
            List<JobVersions> jobs = JobVersions.of(job.webUi(), pipeline.config(), pipeline.lake());
            assertThat(jobs).singleElement().satisfies(each -> {
                assertThat(each.newest().tasks()).isEqualTo(2);
                assertThat(each.newest().complete()).isTrue();
                assertThat(each.versions()).containsExactly(version);
                assertThat(each.behind(version + 1)).containsExactly(0, 1);
                assertThat(each.behind(version)).isEmpty();
            });
        });
    }

    private void assertIncomplete(Refusal refusal) {
        assertThat(refusal.name()).isEqualTo("config-incomplete");
        assertThat(refusal.remedy()).contains("tidemark config publish");
    }

    @Test
    void jobOfWhichTheTopicLacksAVersionIsNotSubmittedAndClaimsNothing() {
        configureUnpublished("shop");
        assertThatThrownBy(() -> pipeline.start(null)).isInstanceOfSatisfying(Refusal.class, this::assertIncomplete);
        assertThat(LakeTable.pipeline())
                .noneMatch(table -> pipeline.lake().table(table).properties().containsKey(LakeProperties.CLAIM));
        publish();
        pipeline.start(null).close();
    }

    @Test
    void tasksSayWhatTheyKnowFromTheTopicAndFromTheirState() throws Exception {
        configure("shop", topic);
        try (RunningJob job = pipeline.start(null)) {
            awaitKnown(job, 1);
            configure("app", topic);
            awaitKnown(job, 2);
            send(1, 2, 99);
            pipeline.awaitRecords(job, 3);
        }
        assertThat(decidedBy()).containsExactlyInAnyOrder(1L, 2L);
        assertThat(LakeRows.of(pipeline.lake(), LakeTable.DEAD_LETTERS))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("field", "config_version"));

        String checkpoint = pipeline.newestCheckpoint();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteTopics(Set.of(pipeline.config().kafka().configTopic()))
                    .all()
                    .get();
        }
        assertThatThrownBy(() -> pipeline.start(checkpoint))
                .isInstanceOfSatisfying(Refusal.class, this::assertIncomplete);
        // Flink starts a job that failed again without that check.
        try (RunningJob again = RunningJob.run(
                pipeline.config(),
                pipeline.lake(),
                StartCheck.decide(pipeline.lake(), checkpoint, StartCheck.Starter.FLINK, newest -> {}, () -> {})
                        .require())) {
            awaitKnown(again, 2);
            send(2);
            pipeline.awaitRecords(again, 4);
        }
        assertThat(decidedBy()).containsExactlyInAnyOrder(1L, 2L, 2L);
    }

    private List<Object> decidedBy() {
        return LakeRows.of(pipeline.lake(), LakeTable.EVENTS).stream()
                .map(row -> Objects.requireNonNull(row.get("config_version")))
                .toList();
    }
}
