package io.tidemark.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The traffic of {@link PipelineOnRealPartsIT} and the broker of its own process that it goes to. */
class SteadyTrafficIT {

    private static final String TOPIC = "events.raw";
    private static final int PARTITIONS = 4;
    private static final int EVENTS = 12_000;

    @TempDir
    Path directory;

    @Test
    void everyRecordSentStandsInTheTopicAtThePlaceThatItsSenderNoted() {
        try (KafkaProcess kafka = KafkaProcess.start(directory, Parts.logs(getClass()))) {
            kafka.createTopic(TOPIC, PARTITIONS);
            try (SteadyTraffic traffic = SteadyTraffic.start(kafka.bootstrapServers(), TOPIC, 12_000, 1)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> traffic.sent() >= EVENTS);
                int sent = traffic.finish();

                Map<LakeTable, Set<LogPosition>> expected = traffic.expected();
                assertThat(expected).containsOnlyKeys(LakeTable.outcomes());
                assertThat(expected.values())
                        .allSatisfy(places -> assertThat(places).isNotEmpty());
                assertThat(expected.values().stream().mapToInt(Set::size).sum()).isEqualTo(sent);
                assertThat(expected.values().stream().flatMap(Set::stream))
                        .containsExactlyInAnyOrderElementsOf(read(kafka.bootstrapServers()));
            }
        }
    }

    private static List<LogPosition> read(String bootstrapServers) {
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .toList();
        List<LogPosition> places = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> places.add(new LogPosition(1, record.partition(), record.offset())));
            }
        }
        return places;
    }
}
