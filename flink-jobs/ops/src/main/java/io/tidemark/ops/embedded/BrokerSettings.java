package io.tidemark.ops.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The settings of a broker for one process on one machine: nothing expires, nothing is made unasked, little memory. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String LISTENER = "PLAINTEXT";
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    static final int LARGEST_RECORD_BYTES = 64 * 1024 * 1024;

    private static final String UNLIMITED = "-1";
    private static final String ONE = "1";
    private static final String ANY_TIME = Long.toString(Long.MAX_VALUE);

    private BrokerSettings() {}

    static Properties of(Path data, int controllerPort) {
        Properties settings = new Properties();
        settings.putAll(addresses(data, controllerPort));
        settings.putAll(log());
        settings.putAll(internalTopics());
        settings.putAll(smallAndQuick());
        return settings;
    }

    /**
     * The quorum is static: its voters come from here and not from the metadata log, so that the controller may listen
     * on another port at the next start.
     */
    private static Map<String, String> addresses(Path data, int controllerPort) {
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE_ID),
                "controller.quorum.voters",
                NODE_ID + "@127.0.0.1:" + controllerPort,
                "controller.listener.names",
                CONTROLLER_LISTENER,
                "inter.broker.listener.name",
                LISTENER,
                "listeners",
                LISTENER + "://127.0.0.1:0," + CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort,
                "log.dirs",
                data.toString());
    }

    private static Map<String, String> log() {
        return Map.of(
                "auto.create.topics.enable",
                "false",
                "message.max.bytes",
                Integer.toString(LARGEST_RECORD_BYTES),
                "log.retention.ms",
                UNLIMITED,
                "log.retention.bytes",
                UNLIMITED,
                // Traffic is made with the times of its story, which may be in the future of this machine.
                "log.message.timestamp.before.max.ms",
                ANY_TIME,
                "log.message.timestamp.after.max.ms",
                ANY_TIME,
                "log.segment.bytes",
                Integer.toString(256 * 1024 * 1024),
                "log.index.size.max.bytes",
                Integer.toString(1024 * 1024));
    }

    private static Map<String, String> internalTopics() {
        return Map.of(
                "offsets.topic.num.partitions", ONE,
                "offsets.topic.replication.factor", ONE,
                "offsets.topic.segment.bytes", Integer.toString(8 * 1024 * 1024),
                "offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE),
                "transaction.state.log.num.partitions", ONE,
                "transaction.state.log.replication.factor", ONE,
                "transaction.state.log.min.isr", ONE,
                "share.coordinator.state.topic.num.partitions", ONE,
                "share.coordinator.state.topic.replication.factor", ONE,
                "share.coordinator.state.topic.min.isr", ONE);
    }

    private static Map<String, String> smallAndQuick() {
        return Map.of(
                // The default is 128 MiB of heap, for compacted topics, of which there is one of a few kilobytes.
                "log.cleaner.dedupe.buffer.size", Integer.toString(2 * 1024 * 1024),
                "log.cleaner.io.buffer.size", Integer.toString(64 * 1024),
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2",
                "broker.heartbeat.interval.ms", "500",
                // After kill -9 the broker may register again only when its earlier session is over.
                "broker.session.timeout.ms", "4000",
                "group.initial.rebalance.delay.ms", "0",
                "metadata.max.idle.interval.ms", "10000",
                "metric.reporters", "");
    }
}
