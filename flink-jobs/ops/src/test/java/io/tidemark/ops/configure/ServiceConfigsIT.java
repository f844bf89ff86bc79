package io.tidemark.ops.configure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.config.ConfigurationProblems;
import io.tidemark.config.KafkaConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.config.topic.ConfigTopicFollower;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.service.ServiceConfigTable;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.setup.ConfigTopicSetup;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Versions of the configuration from the plan to those that follow it, on a lake and a broker. */
class ServiceConfigsIT {
    private static final Instant NOON = Instant.parse("2026-01-04T12:00:00Z");

    @TempDir
    static Path brokerDirectory;

    private static EmbeddedBroker broker;

    @TempDir
    Path directory;

    private TidemarkConfig config;
    private Lake lake;
    private ServiceConfigs configs;
    private ConfigTopic topic;
    private int made;

    @BeforeAll
    static void startTheBroker() {
        broker = EmbeddedBroker.start(brokerDirectory);
    }

    @AfterAll
    static void stopTheBroker() {
        broker.close();
    }

    @BeforeEach
    void open(TestInfo test) {
        config = DirectoryLake.config(directory)
                .withKafka(KafkaConfig.at(broker.bootstrapServers())
                        .withConfigTopic(test.getTestMethod().orElseThrow().getName()));
        try (Lake made = LakeTables.open(config)) {
            made.createMissing(LakeTables.options(config));
        }
        ConfigTopicSetup.make(config);
        lake = LakeTables.open(config, Purpose.CONFIGURE);
        configs = new ServiceConfigs(lake);
        topic = new ConfigTopic(config.kafka());
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static ConfigRequest request(ConfigRequest.Change change, @Nullable Instant from) {
        return new ConfigRequest(change, "ops", "ticket 4711", from);
    }

    private static ConfigRequest.Values set(String... keysAndValues) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new ConfigRequest.Values(new TreeMap<>(values));
    }

    private ServiceConfigs.Made make(ConfigRequest.Change change) {
        ConfigRequest request = request(change, null);
        return configs.execute(request, configs.plan(request, NOON).hash(), topic, NOON, this::apiKey);
    }

    private String apiKey() {
        return "0123456789abcdef0123456789abcde" + made++;
    }

    private void assertRefused(String name, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.name())
                .isEqualTo(name));
    }

    @Test
    void planChangesNothingAndItsExecutionIsInTableAndTopic() {
        ConfigRequest request = request(set("project/shop", "{}", "limits/shop", "{\"events_per_second\":50}"), null);
        ConfigPlan plan = configs.plan(request, NOON);
        assertThat(plan.number()).isEqualTo(1);
        assertThat(plan.changes()).hasSize(2).allMatch(change -> change.before() == null);
        assertThat(plan.effectiveFrom()).isEqualTo(NOON.plusSeconds(60));
        assertThat(configs.history().newest()).isZero();
        assertThat(topic.read()).isEmpty();

        ConfigVersion made = configs.execute(request, plan.hash(), topic, NOON.plusSeconds(5), this::apiKey)
                .version();
        assertThat(made.effectiveFrom()).isEqualTo(NOON.plusSeconds(65).toEpochMilli());
        assertThat(configs.history().versions()).containsExactly(made);
        assertThat(topic.read()).containsExactly(made);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        ConfigRequest request = request(
                set("limits/shop", "{\"events_per_second\":-1,\"colour\":1}", "nothing/shop", "{}", "project/a", "[]"),
                null);
        assertThatThrownBy(() -> configs.plan(request, NOON))
                .isInstanceOfSatisfying(ConfigurationProblems.class, wrong -> assertThat(wrong.problems())
                        .hasSize(4));
        assertThat(configs.history().newest()).isZero();
    }

    @Test
    void versionThatTookEffectAlreadyIsRefused() {
        ConfigRequest request = request(set("project/shop", "{}"), NOON.plusSeconds(59));
        assertThatThrownBy(() -> configs.plan(request, NOON))
                .isInstanceOf(ConfigurationProblems.class)
                .hasMessageContaining("effective_from");
    }

    @Test
    void planOfAnotherTimeOrWithOtherWordsIsRefused() {
        ConfigRequest request = request(set("project/shop", "{}"), null);
        String hash = configs.plan(request, NOON).hash();
        ConfigRequest other = request(set("project/app", "{}"), null);
        assertRefused("another-plan", () -> configs.execute(other, hash, topic, NOON, this::apiKey));
        make(set("project/first", "{}"));
        assertRefused("another-plan", () -> configs.execute(request, hash, topic, NOON, this::apiKey));
        assertThat(configs.history().newest()).isEqualTo(1);
        assertThat(topic.read()).hasSize(1);
    }

    @Test
    void apiKeyIsKnownByItsHashAloneAndTwoAreGoodAtATime() {
        make(set("project/shop", "{}"));
        String first = make(new ConfigRequest.NewApiKey("shop", null)).apiKey();
        String second = make(new ConfigRequest.NewApiKey("shop", null)).apiKey();
        assertThat(first).hasSize(32).isNotEqualTo(second);
        assertThat(new ServiceConfigTable(lake).list())
                .noneMatch(row -> row.toString().contains(first));

        String hash = ConfigKey.hash(first);
        assertThat(configs.history().now().apiKey(hash)).isNotNull();
        make(new ConfigRequest.Removal(List.of("api_key/" + hash.substring(0, 10))));
        assertThat(configs.history().now().apiKey(hash)).isNull();
        assertThat(configs.history().now().apiKey(ConfigKey.hash(second))).isNotNull();
    }

    @Test
    void revertPutsEverythingBackAndARestoreNoKeyThatWasRevoked() {
        make(set("project/shop", "{}", "limits/shop", "{\"events_per_second\":50}"));
        String key = make(new ConfigRequest.NewApiKey("shop", null)).apiKey();
        make(new ConfigRequest.Removal(List.of("api_key/" + ConfigKey.hash(key))));
        make(set("limits/shop", "{\"events_per_second\":1}"));
        make(new ConfigRequest.Restore(2));
        assertThat(configs.history().now().apiKey(ConfigKey.hash(key))).isNull();
        assertThat(configs.history().now().limits("shop", "d")).isEqualTo(new ConfigValue.Limits(50, null));
        make(new ConfigRequest.Revert(2));
        assertThat(configs.history().now().apiKey(ConfigKey.hash(key))).isNotNull();
        assertThat(configs.history().newest()).isEqualTo(6);
    }

    @Test
    void versionThatCouldNotBePublishedIsPublishedLater() {
        make(set("project/shop", "{}"));
        ConfigRequest request = request(set("project/app", "{}"), null);
        ConfigTopic gone = new ConfigTopic(
                KafkaConfig.at("127.0.0.1:1").withConfigTopic(config.kafka().configTopic()));
        assertThatThrownBy(() ->
                        configs.execute(request, configs.plan(request, NOON).hash(), gone, NOON, this::apiKey))
                .isInstanceOf(LakeFailure.class);
        assertThat(configs.history().newest()).isEqualTo(2);
        assertThat(topic.read()).hasSize(1);

        assertThat(configs.publish(topic)).isEqualTo(1);
        assertThat(configs.publish(topic)).isZero();
        assertThat(topic.read()).containsExactlyElementsOf(configs.history().versions());
    }

    @Test
    void tableThatWasLostComesBackFromTheTopic() {
        make(set("project/shop", "{}"));
        make(set("limits/shop", "{\"events_per_day\":1000}"));
        List<ConfigVersion> before = configs.history().versions();
        TidemarkConfig other = DirectoryLake.config(directory.resolve("other")).withKafka(config.kafka());
        directory.resolve("other").toFile().mkdirs();
        try (Lake made = LakeTables.open(other)) {
            made.createMissing(LakeTables.options(other));
        }
        try (Lake empty = LakeTables.open(other, Purpose.CONFIGURE)) {
            ServiceConfigs lost = new ServiceConfigs(empty);
            assertRefused("config-differs", () -> lost.publish(topic));
            assertThat(lost.recover(topic)).isEqualTo(2);
            assertThat(lost.history().versions()).isEqualTo(before);
            assertThat(lost.recover(topic)).isZero();
        }
    }

    /** As it is where a plain catalog dropped the table: its files are still there. */
    @Test
    void tableThatWasLostIsMadeAgainFromTheTopic() {
        make(set("project/shop", "{}"));
        make(set("limits/shop", "{\"events_per_second\":50}"));
        List<ConfigVersion> before = configs.history().versions();
        Catalog plain = CatalogUtil.buildIcebergCatalog(
                lake.settings().name(),
                lake.settings().catalogProperties(),
                lake.settings().hadoopConfiguration());
        assertThat(plain.dropTable(lake.identifier(LakeTable.SERVICE_CONFIG), false))
                .isTrue();
        KafkaConfig empty = config.kafka().withConfigTopic("nothing");
        ConfigTopicSetup.make(config.withKafka(empty));
        assertThat(configs.recover(new ConfigTopic(empty), LakeTables.options(config)))
                .isZero();
        assertThat(lake.isMissing(LakeTable.SERVICE_CONFIG)).isTrue();

        assertThat(configs.recover(topic, LakeTables.options(config))).isEqualTo(2);
        assertThat(configs.history().versions()).isEqualTo(before);
        assertThat(configs.recover(topic, LakeTables.options(config))).isZero();
    }

    @Test
    void topicWithAGapRecoversNothing() {
        make(set("project/shop", "{}"));
        make(set("project/app", "{}"));
        KafkaConfig gap = config.kafka().withConfigTopic("gap");
        ConfigTopicSetup.make(config.withKafka(gap));
        new ConfigTopic(gap).publish(configs.history().versions().subList(1, 2));
        assertRefused("config-incomplete", () -> configs.recover(new ConfigTopic(gap)));
    }

    @Test
    void followerKnowsWhatIsPublishedAndPassesOverWhatIsNoVersion() throws Exception {
        make(set("project/shop", "{}"));
        try (ConfigTopicFollower follower = ConfigTopicFollower.start(config.kafka(), ConfigHistory.EMPTY)) {
            assertThat(follower.read().newest()).isEqualTo(1);
            assertThat(follower.isCurrent()).isTrue();
            send("3".getBytes(StandardCharsets.UTF_8), "no version".getBytes(StandardCharsets.UTF_8));
            make(set("project/app", "{}"));
            assertThat(follower.read().newest()).isEqualTo(2);
            assertThat(follower.known().versions()).isEqualTo(configs.history().versions());
        }
    }

    @Test
    void followerGoesOnWithWhatItKnowsWhileBrokersAreGone() throws Exception {
        make(set("project/shop", "{}"));
        ConfigHistory known = configs.history();
        try (ConfigTopicFollower follower = ConfigTopicFollower.start(KafkaConfig.at("127.0.0.1:1"), known)) {
            assertThat(follower.known()).isEqualTo(known);
            assertThat(follower.isCurrent()).isFalse();
        }
    }

    private void send(byte[] key, byte[] value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(config.kafka().configTopic(), key, value))
                    .get();
        }
    }

    private static SortedMap<Long, Optional<Long>> standIn(long version, @Nullable Long by) {
        return new TreeMap<>(Map.of(version, Optional.ofNullable(by)));
    }

    private long makeStandIn(StandInVersions standIns, SortedMap<Long, Optional<Long>> changes) {
        return standIns.make(changes, "ops", "wrong filter (tidemark restore 0123456789ab)", topic, NOON);
    }

    /** What a step of a restore does that may be cut off anywhere. */
    @Test
    void standInsAreMadeOnceHoweverOftenThatIsTried() {
        make(set("limits/default", "{}"));
        make(set("filter/default/*", "{}"));
        StandInVersions standIns = new StandInVersions(lake);
        assertThat(makeStandIn(standIns, standIn(2, 1L))).isEqualTo(3);
        assertThat(makeStandIn(standIns, standIn(2, 1L)))
                .as("cut off behind it")
                .isEqualTo(3);
        assertThat(configs.history().standIn(2)).isEqualTo(1);
        assertThat(topic.read()).isEqualTo(configs.history().versions()).hasSize(3);
        assertThat(configs.history().versions().get(2).reason()).contains("0123456789ab");

        assertThat(makeStandIn(standIns, standIn(2, null))).isEqualTo(4);
        assertThat(makeStandIn(standIns, standIn(2, null))).isEqualTo(4);
        assertThat(configs.history().standIn(2)).isEqualTo(2);
        assertThat(topic.read()).hasSize(4);
    }

    /** Cut off between the table and the topic. */
    @Test
    void standInThatIsInTheTableAloneIsPublished() {
        make(set("limits/default", "{}"));
        make(set("filter/default/*", "{}"));
        ConfigVersion made = new ConfigVersion(
                3,
                new TreeMap<>(Map.of(new ConfigKey.StandIn(2), Optional.of(new ConfigValue.StandIn(1)))),
                NOON.toEpochMilli() + 120_000,
                "ops",
                "wrong filter (tidemark restore 0123456789ab)",
                NOON.toEpochMilli());
        new ServiceConfigTable(lake).add(ConfigRows.of(made));
        assertThat(topic.read()).hasSize(2);
        assertThat(makeStandIn(new StandInVersions(lake), standIn(2, 1L))).isEqualTo(3);
        assertThat(topic.read()).hasSize(3).contains(made);
    }

    @Test
    void standInsAreNeitherSetNorRemovedNorReverted() {
        make(set("limits/default", "{}"));
        make(set("filter/default/*", "{}"));
        StandInVersions standIns = new StandInVersions(lake);
        makeStandIn(standIns, standIn(2, 0L));
        assertThat(standIns.isStillConfigured(2)).isTrue();
        assertThat(standIns.isStillConfigured(1)).isFalse();
        for (ConfigRequest.Change change :
                List.of(set("stand_in/2", "{\"version\":1}"), new ConfigRequest.Removal(List.of("stand_in/2")))) {
            assertThatThrownBy(() -> configs.plan(request(change, null), NOON))
                    .isInstanceOf(ConfigurationProblems.class)
                    .hasMessageContaining("tidemark restore --to MARK --stand-in 2=VERSION");
        }
        make(new ConfigRequest.Revert(1));
        assertThat(configs.history().now().standIns()).isEqualTo(Map.of(2L, 0L));
        assertThat(configs.history().now().filters("default", "Buy")).isEmpty();
        assertThat(standIns.isStillConfigured(2)).isFalse();
    }

    @Test
    void standInsAreCheckedWithEverythingThatIsWrongAndAgainstTheTopic() {
        make(set("limits/default", "{}"));
        StandInVersions standIns = new StandInVersions(lake);
        assertThatThrownBy(() -> standIns.checked(List.of("1=1", "2=0", "x=1", "1=0"), "ops", "", topic, NOON))
                .isInstanceOfSatisfying(ConfigurationProblems.class, wrong -> assertThat(wrong.problems())
                        .hasSize(5))
                .hasMessageContaining("version 1 is named twice")
                .hasMessageContaining("there is no version 2")
                .hasMessageContaining("x=1: allowed")
                .hasMessageContaining("reason: is empty");
        assertThat(standIns.checked(List.of("1=0"), "ops", "why", topic, NOON)).isEqualTo(standIn(1, 0L));
        assertThat(configs.history().newest()).as("nothing was done").isEqualTo(1);
        topic.publish(List.of(new ConfigVersion(
                2,
                new TreeMap<>(Map.of(new ConfigKey.Limits("default"), Optional.empty())),
                NOON.toEpochMilli() + 120_000,
                "others",
                "another lake",
                NOON.toEpochMilli())));
        assertRefused("config-differs", () -> standIns.checked(List.of("1=0"), "ops", "why", topic, NOON));
    }
}
