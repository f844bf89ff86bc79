package io.tidemark.ops.setup;

import io.tidemark.config.KafkaConfig;
import io.tidemark.job.kafka.BrokerAdmin;
import io.tidemark.lake.catalog.LakeFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics of the brokers that a configuration names. */
final class Topics implements AutoCloseable {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    private static final int MOST_LOOKS = 400;
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final KafkaConfig kafka;
    private final Admin admin;

    /** Connects to them. @throws LakeFailure if the client's settings are none */
    Topics(KafkaConfig kafka) {
        this.kafka = kafka;
        try {
            this.admin = BrokerAdmin.open(kafka);
        } catch (KafkaException e) {
            throw failure("connect to the brokers", e);
        }
    }

    /** A topic as it is; empty where there is none of that name. @throws LakeFailure if the brokers do not answer */
    Optional<TopicState> find(String name) {
        String what = "look for the topic " + name;
        TopicDescription topic;
        try {
            topic = Objects.requireNonNull(
                    admin.describeTopics(List.of(name)).allTopicNames().get().get(name));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw failure(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
        ConfigResource resource = resource(name);
        Config config = Objects.requireNonNull(
                answer(what, admin.describeConfigs(List.of(resource)).all()).get(resource));
        Map<String, String> settings = new HashMap<>();
        for (ConfigEntry entry : config.entries()) {
            if (entry.value() != null) {
                settings.put(entry.name(), entry.value());
            }
        }
        return Optional.of(new TopicState(topic.partitions().size(), settings));
    }

    /**
     * Makes a topic, and returns when the brokers know it. One that another process made meanwhile is looked at by the next
     * plan.
     *
     * @throws LakeFailure if they refuse
     */
    void make(TopicSpec spec) {
        String what = "make the topic " + spec.name();
        NewTopic topic = new NewTopic(spec.name(), Optional.of(spec.partitions()), Optional.ofNullable(spec.replicas()))
                .configs(spec.settings().stream().collect(Collectors.toMap(TopicSetting::name, TopicSetting::value)));
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw failure(what, e);
            }
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
        await(what, () -> find(spec.name()).isPresent());
    }

    /** Brokers answer before all of them know. */
    private void await(String what, BooleanSupplier known) {
        for (int look = 0; !known.getAsBoolean(); look++) {
            if (look == MOST_LOOKS) {
                throw new LakeFailure(
                        tried(what),
                        "they took it, and did not know it after " + MOST_LOOKS + " looks",
                        "See what the brokers log, and run `tidemark init` again.",
                        null);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** Sets what a topic has otherwise, and returns when the brokers know it. @throws LakeFailure if the brokers refuse */
    void set(String name, TopicSetting setting) {
        String what = "set " + setting.name() + " of the topic " + name;
        AlterConfigOp change =
                new AlterConfigOp(new ConfigEntry(setting.name(), setting.value()), AlterConfigOp.OpType.SET);
        answer(
                what,
                admin.incrementalAlterConfigs(Map.of(resource(name), List.of(change)))
                        .all());
        await(what, () -> find(name)
                .map(topic -> topic.setting(setting.name()).equals(setting.value()))
                .orElse(false));
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private <T> T answer(String what, KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    private LakeFailure failure(String what, Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new LakeFailure(
                tried(what),
                why,
                "Check kafka.bootstrap-servers and kafka.properties, that the brokers run, and that this user may"
                        + " describe, create and alter topics.",
                e);
    }

    private LakeFailure interrupted(String what, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new LakeFailure(tried(what), "it was interrupted", "Run `tidemark init` again.", e);
    }

    private String tried(String what) {
        return "Could not " + what + " on " + kafka.bootstrapServers();
    }

    @Override
    public void close() {
        admin.close(CLOSE_WITHIN);
    }
}
