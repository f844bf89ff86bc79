package io.tidemark.config.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.config.KafkaConfig;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.setup.ConfigTopicSetup;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What a task knows of a topic that is written to, emptied, compacted, made again, has a gap, or is not there. */
class ConfigTopicFollowerIT {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static Admin admin;

    private KafkaConfig kafka;
    private ConfigTopic topic;

    @BeforeAll
    static void startTheBroker() {
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stopTheBroker() {
        admin.close();
        broker.close();
    }

    @BeforeEach
    void makeTheTopic(TestInfo test) {
        kafka = KafkaConfig.at(broker.bootstrapServers())
                .withConfigTopic(test.getTestMethod().orElseThrow().getName());
        topic = new ConfigTopic(kafka);
        ConfigTopicSetup.make(DirectoryLake.config(directory).withKafka(kafka));
    }

    private static ConfigVersion version(long number, String project) {
        return new ConfigVersion(
                number,
                new TreeMap<>(Map.of(new ConfigKey.Project(project), Optional.of(ConfigValue.Project.PLAIN))),
                60_000 * number,
                "ops",
                "a test",
                0);
    }

    private static List<ConfigVersion> versions(long... numbers) {
        List<ConfigVersion> versions = new ArrayList<>();
        for (long number : numbers) {
            versions.add(version(number, "p" + number));
        }
        return versions;
    }

    private static ConfigHistory history(long... numbers) {
        return Objects.requireNonNull(ConfigHistory.of(versions(numbers)).orNull());
    }

    @Test
    void readKnowsEverythingThatWasPublishedBeforeIt() throws Exception {
        try (ConfigTopicFollower follower = ConfigTopicFollower.start(kafka, ConfigHistory.EMPTY, LONG)) {
            for (long number = 1; number <= 15; number++) {
                topic.publish(versions(number));
                assertThat(follower.read().newest()).isEqualTo(number);
            }
            topic.publish(versions(16));
            await().atMost(LONG).until(() -> follower.known().newest() == 16);
            assertThat(follower.isCurrent()).isTrue();
            assertThat(follower.behindMillis()).isLessThan(30_000);
        }
    }

    @Test
    void gapIsSaidUntilItIsFilled() throws Exception {
        topic.publish(versions(1, 3));
        try (ConfigTopicFollower follower = ConfigTopicFollower.start(kafka, ConfigHistory.EMPTY, SOON)) {
            assertThatThrownBy(follower::read)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("version 2 is missing")
                    .hasMessageContaining("for 2 s");
            assertThat(follower.known().newest()).isZero();
            assertThat(follower.isCurrent()).isFalse();
            assertThat(follower.behindMillis()).isGreaterThanOrEqualTo(SOON.toMillis());

            topic.publish(versions(2));
            await().atMost(LONG).until(() -> follower.known().newest() == 3);
            assertThat(follower.isCurrent()).isTrue();
            assertThat(follower.read().newest()).isEqualTo(3);
        }
    }

    @Test
    void anotherVersionOfTheSameNumberChangesNothingThatIsKnown() throws Exception {
        topic.publish(versions(1, 2));
        try (ConfigTopicFollower follower = ConfigTopicFollower.start(kafka, ConfigHistory.EMPTY, SOON)) {
            ConfigHistory before = follower.read();
            topic.publish(List.of(version(2, "other"), version(3, "p3")));
            assertThatThrownBy(follower::read).hasMessageContaining("two different versions with the number 2");
            assertThat(follower.known()).isSameAs(before);
        }
    }

    @Test
    void topicThatIsLostAndMadeAgainTakesNothingAway() throws Exception {
        topic.publish(versions(1, 2, 3));
        try (ConfigTopicFollower follower = ConfigTopicFollower.start(kafka, ConfigHistory.EMPTY, LONG)) {
            assertThat(follower.read().newest()).isEqualTo(3);
            admin.deleteTopics(Set.of(kafka.configTopic())).all().get();
            assertThat(follower.read().newest()).as("without a topic").isEqualTo(3);

            await().atMost(LONG).ignoreExceptions().untilAsserted(() -> {
                admin.createTopics(List.of(new NewTopic(kafka.configTopic(), 1, (short) 1)))
                        .all()
                        .get();
            });
            assertThat(follower.read().newest()).as("empty").isEqualTo(3);
            topic.publish(versions(1, 2, 3, 4));
            assertThat(follower.read().versions()).isEqualTo(versions(1, 2, 3, 4));
        }
    }

    @Test
    void topicThatIsCompactedKeepsEveryVersion() throws Exception {
        KafkaConfig compacted = kafka.withConfigTopic("compacted");
        admin.createTopics(List.of(new NewTopic(compacted.configTopic(), 1, (short) 1)
                        .configs(Map.of(
                                "cleanup.policy", "compact",
                                "segment.ms", "100",
                                "min.cleanable.dirty.ratio", "0.001"))))
                .all()
                .get();
        ConfigTopic written = new ConfigTopic(compacted);
        written.publish(versions(1, 2, 3));
        try (ConfigTopicFollower before = ConfigTopicFollower.start(compacted, ConfigHistory.EMPTY, LONG)) {
            assertThat(before.read().newest()).isEqualTo(3);
            long[] records = {3};
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        written.publish(versions(1, 2, 3));
                        records[0] += 3;
                        return written.read().size() < records[0];
                    });
            assertThat(before.read().newest()).isEqualTo(3);
            try (ConfigTopicFollower after = ConfigTopicFollower.start(compacted, ConfigHistory.EMPTY, LONG)) {
                assertThat(after.read().versions()).isEqualTo(versions(1, 2, 3));
            }
            written.publish(versions(4));
            assertThat(before.read().newest()).isEqualTo(4);
        }
    }

    @Test
    void brokersThatAreGoneForTooLongAreSaidAndWhatIsKnownStays() throws Exception {
        KafkaConfig there;
        ConfigTopicFollower following;
        try (EmbeddedBroker own = EmbeddedBroker.start(directory.resolve("own"))) {
            there = KafkaConfig.at(own.bootstrapServers());
            ConfigTopicSetup.make(DirectoryLake.config(directory).withKafka(there));
            new ConfigTopic(there).publish(versions(1, 2));
            following = ConfigTopicFollower.start(there, history(1), SOON);
            await().atMost(LONG).until(() -> following.known().newest() == 2);
        }
        try (ConfigTopicFollower follower = following) {
            assertThatThrownBy(follower::read)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("for 2 s")
                    .hasMessageContaining("newest version of the service configuration that is known is 2");
            assertThat(follower.known().versions()).isEqualTo(versions(1, 2));
            assertThat(follower.behindMillis()).isGreaterThanOrEqualTo(SOON.toMillis());
        }
    }

    @Test
    void startRequiresEveryVersionOfATopicThatAnswers() {
        topic.publish(versions(1, 3));
        assertThatCode(() -> topic.require(1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> topic.require(4))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("config-incomplete"))
                .hasMessageContaining("startRequiresEveryVersion")
                .hasMessageContaining("versions 2 and 4");
        assertThatThrownBy(() -> new ConfigTopic(kafka.withConfigTopic("not-there")).require(1))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("version 1");
        assertThatCode(() -> new ConfigTopic(KafkaConfig.at("127.0.0.1:1")).require(1))
                .as("brokers that do not answer are the job's to wait for")
                .doesNotThrowAnyException();
    }
}
