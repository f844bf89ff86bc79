package io.tidemark.ops.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/** One Kafka broker, its own controller, in a process of its own. */
final class KafkaProcess implements AutoCloseable {

    private final ServerProcess process;
    private final int port;

    private KafkaProcess(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Formats a log directory under {@code directory} and starts the broker on it. */
    static KafkaProcess start(Path directory, Path logs) {
        int port = FreePort.next();
        int controller = FreePort.next();
        Path settings = directory.resolve("kafka.properties");
        try {
            Files.writeString(settings, """
                    process.roles=broker,controller
                    node.id=1
                    controller.quorum.voters=1@127.0.0.1:%2$d
                    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                    controller.listener.names=CONTROLLER
                    inter.broker.listener.name=PLAINTEXT
                    log.dirs=%3$s
                    offsets.topic.replication.factor=1
                    offsets.topic.num.partitions=4
                    transaction.state.log.replication.factor=1
                    transaction.state.log.min.isr=1
                    group.initial.rebalance.delay.ms=0
                    auto.create.topics.enable=false
                    """.formatted(port, controller, directory.resolve("kafka-log")));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the settings of Kafka to " + settings, e);
        }
        program("kafka-format", logs, "kafka.tools.StorageTool", "format", "-t", clusterId(), "-c", settings.toString())
                .run();
        ServerProcess process =
                program("kafka", logs, "kafka.Kafka", settings.toString()).start();
        return new KafkaProcess(process.awaitPort(port), port);
    }

    /** Where clients connect. */
    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Makes a topic and returns when it is there. */
    void createTopic(String name, int partitions) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Cannot make the topic " + name + " on " + bootstrapServers(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while making the topic " + name, e);
        }
    }

    /** {@code kill -9}. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    private static String clusterId() {
        return Uuid.randomUuid().toString();
    }

    private static Launch program(String name, Path logs, String... mainAndArguments) {
        List<String> flags = new ArrayList<>(Launch.BRIEF);
        flags.addAll(List.of("-Xmx384m", FlinkJvm.LOGGING));
        return Launch.java(name, flags, System.getProperty("java.class.path"), List.of(mainAndArguments), logs);
    }
}
