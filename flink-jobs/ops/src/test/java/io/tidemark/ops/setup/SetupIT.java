package io.tidemark.ops.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.config.KafkaConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.sql.SmallLake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing is planned and made, once; what is there stays. */
class SetupIT {
    private static EmbeddedBroker broker;

    @TempDir
    private Path lake;

    @BeforeAll
    static void startTheBroker(@TempDir Path directory) {
        broker = EmbeddedBroker.start(directory);
    }

    @AfterAll
    static void stopTheBroker() {
        broker.close();
    }

    private TidemarkConfig config(String topic) {
        TidemarkConfig config = DirectoryLake.config(lake);
        return config.withKafka(
                KafkaConfig.at(broker.bootstrapServers()).withTopic(topic).withConfigTopic(topic + ".config"));
    }

    private static void make(String topic, int partitions, Map<String, String> settings) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(
                            List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings)))
                    .all()
                    .get();
        }
    }

    private static @Nullable TopicState topic(TidemarkConfig config) {
        return topic(config, config.kafka().topic());
    }

    private static @Nullable TopicState topic(TidemarkConfig config, String name) {
        try (Topics topics = new Topics(config.kafka())) {
            return topics.find(name).orElse(null);
        }
    }

    private static void execute(Setup setup) {
        setup.execute(setup.plan().hash(), step -> {});
    }

    @Test
    void planMakesNothing() {
        TidemarkConfig config = config("planned");
        SetupPlan plan = new Setup(config, null, null).plan();

        assertThat(plan.steps())
                .extracting(step -> step.getClass().getSimpleName())
                .containsExactly("MakeTables", "MakeTopic", "MakeTopic");
        assertThat(topic(config)).isNull();
        assertThat(lake).as("not even the catalog's file").isEmptyDirectory();
    }

    @Test
    void topicAndTablesAreMadeAndThenNothingIsLeftToDo() {
        TidemarkConfig config = config("made");
        Setup setup = new Setup(config, 5, (short) 1);
        List<String> done = new ArrayList<>();
        setup.execute(setup.plan().hash(), step -> done.add(step.getClass().getSimpleName()));

        assertThat(done).containsExactly("MakeTables", "MakeTopic", "MakeTopic");
        TopicState made = topic(config);
        assertThat(made).isNotNull();
        assertThat(made.partitions()).isEqualTo(5);
        assertThat(made.settings())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "1209600000")
                .containsEntry("max.message.bytes", Integer.toString((1 << 20) + (64 << 10)))
                .containsEntry("message.timestamp.type", "LogAppendTime");
        try (Lake tables = LakeTables.open(config)) {
            assertThat(LakeTable.all()).allMatch(tables::exists);
        }
        SetupPlan again = setup.plan();
        assertThat(again.steps()).isEmpty();
        assertThat(again.notes()).isEmpty();
    }

    @Test
    void newTopicHasTwelvePartitions() {
        TidemarkConfig config = config("standard");
        execute(new Setup(config, null, null));

        TopicState made = topic(config);
        assertThat(made).isNotNull();
        assertThat(made.partitions()).isEqualTo(12);
    }

    @Test
    void limitsOfATopicThatIsThereAreRaisedAndNeverLowered() throws Exception {
        TidemarkConfig config = config("small");
        make("small", 3, Map.of("retention.ms", "60000", "max.message.bytes", "1000"));
        TidemarkConfig large = config("large");
        make("large", 3, Map.of("retention.ms", "-1", "max.message.bytes", "200000000"));

        execute(new Setup(config, null, null));
        execute(new Setup(large, null, null));
        SetupPlan left = new Setup(large, null, null).plan();

        TopicState raised = topic(config);
        assertThat(raised).isNotNull();
        assertThat(raised.partitions()).isEqualTo(3);
        assertThat(raised.settings())
                .containsEntry("retention.ms", "1209600000")
                .containsEntry("max.message.bytes", Integer.toString((1 << 20) + (64 << 10)));
        assertThat(left.steps()).isEmpty();
    }

    @Test
    void whatMeansSomethingElseStaysAndIsSaid() throws Exception {
        TidemarkConfig config = config("other");
        make("other", 3, Map.of("cleanup.policy", "compact", "message.timestamp.type", "CreateTime"));
        Setup setup = new Setup(config, 6, null);

        assertThat(setup.plan().notes())
                .hasSize(3)
                .anyMatch(note ->
                        note.contains("cleanup.policy=compact") && note.contains("the last event of each device"))
                .anyMatch(note ->
                        note.contains("message.timestamp.type=CreateTime") && note.contains("server_upload_time"))
                .anyMatch(note -> note.contains("has 3 partitions, and keeps them"));
        execute(setup);
        TopicState kept = topic(config);
        assertThat(kept).isNotNull();
        assertThat(kept.partitions()).isEqualTo(3);
        assertThat(kept.settings())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("message.timestamp.type", "CreateTime");
    }

    @Test
    void topicOfTheServiceConfigurationHasOnePartitionAndIsCompacted() throws Exception {
        TidemarkConfig config = config("configured");
        execute(new Setup(config, 4, null));
        TidemarkConfig deleting = config("deleting");
        make("deleting.config", 1, Map.of("cleanup.policy", "delete"));
        execute(new Setup(deleting, null, null));

        for (TidemarkConfig each : List.of(config, deleting)) {
            TopicState made = topic(each, each.kafka().configTopic());
            assertThat(made).isNotNull();
            assertThat(made.partitions()).isEqualTo(1);
            assertThat(made.settings()).containsEntry("cleanup.policy", "compact");
        }
    }

    @Test
    void anotherPlanIsRefusedAndNothingIsMade() {
        TidemarkConfig config = config("refused");
        String hash = new Setup(config, 5, null).plan().hash();

        assertThatThrownBy(() -> new Setup(config, 6, null).execute(hash, step -> {}))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Run `tidemark init` again");
        assertThat(topic(config)).isNull();
        assertThat(lake).isEmptyDirectory();
    }

    @Test
    void tableThatALakeHasLostIsNotMadeAnew() throws Exception {
        TidemarkConfig config = config("lost");
        new SmallLake(LakeTables.settings(config))
                .table(LakeTable.EVENTS.tableName(), LakeTable.EVENTS.schema(), List.of());

        assertThatThrownBy(() -> new Setup(config, null, null).plan())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("duplicates, throttled, dead_letters, identities, merge_ids")
                .hasMessageContaining("would bury the loss");
        assertThat(topic(config)).isNull();
    }

    @Test
    void lakeOfAnotherEnvironmentIsRefused() {
        TidemarkConfig config = config("theirs");
        execute(new Setup(config, 1, null));
        TidemarkConfig other = new TidemarkConfig(
                "staging",
                config.kafka(),
                config.catalog(),
                config.identity(),
                config.intake(),
                config.job(),
                config.tables(),
                config.marks(),
                config.questions(),
                config.collector());

        assertThatThrownBy(() -> new Setup(other, null, null).plan())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("belongs to the environment 'development'");
    }

    @Test
    void brokersThatDoNotAnswerAreNamed() {
        TidemarkConfig config = config("nowhere").withBootstrapServers("127.0.0.1:1");

        assertThatThrownBy(() -> new Setup(config, null, null).plan())
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("Could not look for the topic nowhere on 127.0.0.1:1")
                .hasMessageContaining("kafka.bootstrap-servers");
    }
}
