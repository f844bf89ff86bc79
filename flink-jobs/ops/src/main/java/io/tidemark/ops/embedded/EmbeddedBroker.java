package io.tidemark.ops.embedded;

import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.io.LockFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this process: KRaft, controller and broker in one, on free ports of the loopback interface.
 *
 * <p>Its directory outlives it: a broker that starts on a directory that was used before has the topics, records and
 * group offsets again, after a clean stop and after {@code kill -9} alike, possibly on another port. Records of up to
 * 64 MiB are taken, of any timestamp; nothing expires; topics exist only when {@link #createTopic} made them.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

    private final Path directory;
    private final LockFile lock;
    private final BrokerServers servers;
    private final String bootstrapServers;
    private final Admin admin;

    private EmbeddedBroker(Path directory, LockFile lock, BrokerServers servers) {
        this.directory = directory;
        this.lock = lock;
        this.servers = servers;
        this.bootstrapServers = "127.0.0.1:" + servers.port();
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(ANSWER_WITHIN.toMillis())));
    }

    /**
     * Starts a broker on a directory, which is made and formatted if it is new; returns when the broker takes requests.
     *
     * @throws Refusal where another broker runs on the directory, or it holds logs that no broker may touch
     * @throws EmbeddedFailure where the broker cannot start
     */
    public static EmbeddedBroker start(Path directory) {
        BrokerStorage storage = BrokerStorage.in(directory);
        LockFile lock = storage.lock();
        try {
            storage.prepare();
            return start(directory, lock, storage.data());
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedBroker start(Path directory, LockFile lock, Path data) {
        long began = System.nanoTime();
        Loopback.require("Cannot start a Kafka broker on " + directory);
        BrokerServers servers;
        try {
            servers = BrokerServers.over(data);
        } catch (IOException | RuntimeException e) {
            throw notStarted(directory, e);
        }
        try {
            servers.start();
            EmbeddedBroker broker = new EmbeddedBroker(directory, lock, servers);
            LOG.info(
                    "embedded broker started address={} directory={} ms={}",
                    broker.bootstrapServers,
                    directory,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            return broker;
        } catch (RuntimeException e) {
            stop(servers, directory);
            throw notStarted(directory, e);
        }
    }

    /** Where clients find the broker: one {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Makes a topic if it is not there.
     *
     * @throws EmbeddedFailure where the topic is there with another number of partitions
     */
    public void createTopic(String name, int partitions) {
        try {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw failed("create the topic " + name, e);
            }
        } catch (InterruptedException | TimeoutException e) {
            throw failed("create the topic " + name, e);
        }
        int there = madeTopic(name).partitions().size();
        if (there != partitions) {
            throw new EmbeddedFailure("Cannot use the topic " + name + " with " + partitions + " partitions: it has "
                    + there + ". Request " + there + " partitions, or for another topic.");
        }
    }

    /** The offset that the next record of each partition will get, by partition. */
    public SortedMap<Integer, Long> endOffsets(String topic) {
        return offsets(topic, OffsetSpec::latest);
    }

    /** The offset of the first record that each partition still has, by partition; 0 while nothing was deleted. */
    public SortedMap<Integer, Long> startOffsets(String topic) {
        return offsets(topic, OffsetSpec::earliest);
    }

    /** Fails with the reason if the broker has broken down since it started. */
    public void check() {
        Throwable fault = servers.fault();
        if (fault != null) {
            throw new EmbeddedFailure(
                    "The Kafka broker on " + directory + " broke down: " + EmbeddedFailure.reason(fault)
                            + ". Stop, see the log, and start again; the records that it took are in its directory.",
                    fault);
        }
    }

    /** Stops the broker and waits for it, half a minute at most; what it took is in its directory either way. */
    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
        if (stop(servers, directory)) {
            lock.close();
        }
    }

    private SortedMap<Integer, Long> offsets(String topic, Supplier<OffsetSpec> which) {
        Map<TopicPartition, OffsetSpec> specs = new TreeMap<>(Comparator.comparingInt(TopicPartition::partition));
        description(topic)
                .partitions()
                .forEach(partition -> specs.put(new TopicPartition(topic, partition.partition()), which.get()));
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> found = answer(
                "read the offsets of the topic " + topic,
                admin.listOffsets(specs).all());
        found.forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
        return offsets;
    }

    /** A topic is created shortly before the broker knows of it. */
    private TopicDescription madeTopic(String name) {
        long until = System.nanoTime() + ANSWER_WITHIN.toNanos();
        while (true) {
            try {
                return description(name);
            } catch (EmbeddedFailure e) {
                boolean notYet = e.getCause() instanceof ExecutionException cause
                        && cause.getCause() instanceof UnknownTopicOrPartitionException;
                if (!notYet || System.nanoTime() > until) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    private TopicDescription description(String topic) {
        Map<String, TopicDescription> found = answer(
                "describe the topic " + topic,
                admin.describeTopics(List.of(topic)).allTopicNames());
        return Objects.requireNonNull(found.get(topic), topic);
    }

    private <T> T answer(String what, KafkaFuture<T> future) {
        try {
            return future.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw failed(what, e);
        }
    }

    private EmbeddedFailure failed(String what, Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        check();
        return new EmbeddedFailure(
                "Cannot " + what + " on the Kafka broker of " + directory + ": " + EmbeddedFailure.reason(e)
                        + ". See the log for what the broker said.",
                e);
    }

    private static EmbeddedFailure notStarted(Path directory, Exception e) {
        return new EmbeddedFailure(
                "Cannot start a Kafka broker on " + directory + ": " + EmbeddedFailure.reason(e)
                        + ". Check that the disk has room and that the directory may be written.",
                e);
    }

    // A thread of its own, for a broker that hangs must not keep the command from ending.
    private static boolean stop(BrokerServers servers, Path directory) {
        Thread stopping = new Thread(() -> servers.stop(STOP_WITHIN), "embedded-broker-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(STOP_WITHIN.plusSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (stopping.isAlive()) {
            LOG.warn("embedded broker did not stop in time; the next start recovers its log directory={}", directory);
            return false;
        }
        return true;
    }
}
