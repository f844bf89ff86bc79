package io.tidemark.cli.recorded;

import io.tidemark.rules.codec.DeviceKeyScanner;
import io.tidemark.rules.model.RandomHistory;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * The records of a recorded lake's topic in order, each with its partition and timestamp, so that the same topic can be
 * made again. In a file it is one line a record: partition, timestamp, the value in base64.
 */
final class RecordedLog {
    static final int PARTITIONS = 3;

    private static final long PAGES_FROM = 1_800_000_000_000L;
    private static final int ONE_DEVICES_RECORDS = 150;

    private final List<Entry> entries;

    private RecordedLog(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** A record. */
    record Entry(int partition, long timestamp, byte[] value) {}

    /**
     * A random history with every trap, and in its middle a device with so many {@code insert_id}s that the oldest leave
     * its record for pages, some of which come again.
     */
    static RecordedLog made(long seed, int records) {
        List<RandomHistory.Sent> sent = RandomHistory.sent(seed, records);
        List<Entry> entries = new ArrayList<>();
        DeviceKeyScanner keys = new DeviceKeyScanner(false);
        for (int i = 0; i < sent.size(); i++) {
            if (i == records / 2) {
                for (int j = 0; j < ONE_DEVICES_RECORDS; j++) {
                    long time = PAGES_FROM + j * 2_000L;
                    String value = "{\"device_id\":\"device-pages\",\"event_type\":\"View\",\"insert_id\":\"i-"
                            + (j % 100) + "\",\"time\":" + time + ",\"server_received_time\":" + time + "}";
                    add(entries, keys, value.getBytes(StandardCharsets.UTF_8), PAGES_FROM);
                }
            }
            add(
                    entries,
                    keys,
                    sent.get(i).value(),
                    Math.max(i < records / 2 ? 0 : PAGES_FROM, sent.get(i).timestamp()));
        }
        return new RecordedLog(entries);
    }

    private static void add(List<Entry> entries, DeviceKeyScanner keys, byte[] value, long timestamp) {
        byte[] key = keys.key(value);
        int partition = Utils.toPositive(Utils.murmur2(key == null ? value : key)) % PARTITIONS;
        entries.add(new Entry(partition, timestamp, value));
    }

    static RecordedLog read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split(" ", -1);
            entries.add(new Entry(
                    Integer.parseInt(parts[0]),
                    Long.parseLong(parts[1]),
                    Base64.getDecoder().decode(parts[2])));
        }
        return new RecordedLog(entries);
    }

    void write(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Entry entry : entries) {
                out.write(entry.partition + " " + entry.timestamp + " "
                        + Base64.getEncoder().encodeToString(entry.value) + "\n");
            }
        }
    }

    int size() {
        return entries.size();
    }

    List<Entry> entries() {
        return entries;
    }

    /** Appends the records {@code [from, to)} to the topic; returns when the broker has them. */
    void send(String bootstrapServers, String topic, int from, int to) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        8 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Entry entry : entries.subList(from, to)) {
                producer.send(new ProducerRecord<>(topic, entry.partition, entry.timestamp, null, entry.value));
            }
            producer.flush();
        }
    }
}
