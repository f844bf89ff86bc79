package io.tidemark.collector.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.config.KafkaConfig;
import io.tidemark.config.Size;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

/** What the order and the time of an answer rest on cannot be configured; a log that is away is said with what to do. */
class KafkaEventLogTest {
    private static final Size MEBIBYTE = Size.ofMebibytes(1);

    private static KafkaConfig kafka(String servers, Map<String, String> properties) {
        KafkaConfig plain = KafkaConfig.at(servers);
        return new KafkaConfig(
                plain.bootstrapServers(),
                plain.topic(),
                plain.groupId(),
                plain.ingestEpoch(),
                plain.partitionDiscovery(),
                plain.configTopic(),
                properties);
    }

    @Test
    void orderAndTimeCannotBeConfigured() {
        Map<String, Object> properties = KafkaEventLog.properties(
                kafka(
                        "localhost:1",
                        Map.of(
                                "acks", "1",
                                "enable.idempotence", "false",
                                "max.in.flight.requests.per.connection", "5",
                                "delivery.timeout.ms", "120000",
                                "retries", "0",
                                "transactional.id", "tx",
                                "linger.ms", "10000",
                                "compression.type", "zstd",
                                "security.protocol", "SSL")),
                MEBIBYTE,
                1);
        assertThat(properties)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("max.in.flight.requests.per.connection", 1)
                .containsEntry("delivery.timeout.ms", 2_000)
                .containsEntry("linger.ms", 5)
                .containsEntry("max.request.size", (1024 + 64) * 1024)
                .containsEntry("compression.type", "zstd")
                .containsEntry("security.protocol", "SSL")
                .doesNotContainKeys("retries", "transactional.id");
    }

    @Test
    void theClientTakesTheseSettings() {
        Map<String, Object> properties = KafkaEventLog.properties(kafka("localhost:1", Map.of()), MEBIBYTE, 1 << 28);
        assertThat(properties).containsEntry(ProducerConfig.BUFFER_MEMORY_CONFIG, 1L << 28);
        new KafkaProducer<byte[], byte[]>(properties).close(Duration.ZERO);
    }

    @Test
    void aLogThatIsAwayIsSaid() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        KafkaEventLog log = new KafkaEventLog(kafka("localhost:" + port, Map.of()), MEBIBYTE, 1);
        assertThatThrownBy(log::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("events.raw")
                .hasMessageContaining("localhost:" + port)
                .hasMessageContaining("Check that the brokers run");
    }

    @Test
    void settingsThatTheClientDoesNotTakeAreSaid() {
        KafkaEventLog log =
                new KafkaEventLog(kafka("localhost:1", Map.of("compression.type", "none-such")), MEBIBYTE, 1);
        assertThatThrownBy(log::open).isInstanceOf(IOException.class).hasMessageContaining("none-such");
    }
}
