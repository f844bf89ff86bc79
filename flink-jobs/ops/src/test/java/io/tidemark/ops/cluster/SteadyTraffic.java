package io.tidemark.ops.cluster;

import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Events sent to a topic at a steady rate until they are enough, whatever becomes of their reader, each with the one
 * table that it must end in: known here because it was made so. Among people who come and log in there are repeated sends, records that are no
 * event, and one device that floods.
 */
final class SteadyTraffic implements AutoCloseable {

    /** What the flooding device may send before it is throttled: 30 a second, averaged over 30 seconds. */
    static final int ALLOWANCE = 900;

    private static final int TICKS_A_SECOND = 20;
    private static final int DEVICES = 2_000;
    private static final int REMEMBERED = 200;
    private static final long FLOOD_TIME = 1_700_000_000_000L;

    private final KafkaProducer<String, byte[]> producer;
    private final String topic;
    private final Random random;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Map<LakeTable, Set<LogPosition>> expected = new EnumMap<>(LakeTable.class);
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Deque<Message> accepted = new ArrayDeque<>();
    private int made;
    private int flooded;

    private SteadyTraffic(String bootstrapServers, String topic, long seed) {
        this.topic = topic;
        this.random = new Random(seed);
        LakeTable.outcomes().forEach(table -> expected.put(table, ConcurrentHashMap.newKeySet()));
        // Idempotent and in order: a repeated send must stand behind the one that it repeats.
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "enable.idempotence",
                        "true",
                        "linger.ms",
                        5),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Begins to send so many events a second; the same seed makes the same events. */
    static SteadyTraffic start(String bootstrapServers, String topic, int aSecond, long seed) {
        SteadyTraffic traffic = new SteadyTraffic(bootstrapServers, topic, seed);
        int aTick = Math.max(1, aSecond / TICKS_A_SECOND);
        long tick = TimeUnit.SECONDS.toMillis(1) / TICKS_A_SECOND;
        var unused = traffic.clock.scheduleAtFixedRate(() -> traffic.send(aTick), 0, tick, TimeUnit.MILLISECONDS);
        return traffic;
    }

    /** How many records the broker has acknowledged so far. */
    int sent() {
        if (!problems.isEmpty()) {
            throw new IllegalStateException("Sending failed: " + problems.peek());
        }
        return acknowledged.get();
    }

    /** Sends no more, waits for the broker's acknowledgements and gives their number. */
    int finish() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Sending has not come to an end within 30 seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.flush();
        return sent();
    }

    /** Per outcome table the places of the records that must end there; complete after {@link #finish}. */
    Map<LakeTable, Set<LogPosition>> expected() {
        return expected;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        producer.close();
    }

    private void send(int count) {
        try {
            for (int i = 0; i < count; i++) {
                send(next(made++));
            }
        } catch (RuntimeException e) {
            // The clock keeps it to itself: sent() tells.
            problems.add(e.toString());
            throw e;
        }
    }

    private void send(Message message) {
        var unused = producer.send(new ProducerRecord<>(topic, message.key(), message.value()), (where, failure) -> {
            if (failure != null) {
                problems.add(failure.toString());
                return;
            }
            expectedIn(message.table()).add(new LogPosition(1, where.partition(), where.offset()));
            acknowledged.incrementAndGet();
        });
    }

    private Set<LogPosition> expectedIn(LakeTable table) {
        return expected.computeIfAbsent(table, missing -> ConcurrentHashMap.newKeySet());
    }

    private Message next(int n) {
        if (n % 50 == 7) {
            return new Message(
                    "broken", bytes("{\"event_type\":\"cut off\",\"device_id\":\"dev"), LakeTable.DEAD_LETTERS);
        }
        if (n % 97 == 11) {
            return new Message("tombstone", null, LakeTable.DEAD_LETTERS);
        }
        if (n % 40 == 3 && !accepted.isEmpty()) {
            Message repeated = accepted.removeFirst();
            return new Message(repeated.key(), repeated.value(), LakeTable.DUPLICATES);
        }
        return n % 10 == 5 ? flood(n) : visit(n);
    }

    private Message flood(int n) {
        LakeTable table = flooded++ < ALLOWANCE ? LakeTable.EVENTS : LakeTable.THROTTLED;
        String event = "{\"event_type\":\"flood\",\"device_id\":\"flooding-device\",\"insert_id\":\"flood-" + n
                + "\",\"server_received_time\":" + FLOOD_TIME + "}";
        return new Message("flooding-device", bytes(event), table);
    }

    private Message visit(int n) {
        int person = random.nextInt(DEVICES);
        String device = "device-" + person;
        String user = random.nextInt(3) == 0 ? ",\"user_id\":\"person-" + person % (DEVICES / 2) + "\"" : "";
        String event = "{\"event_type\":\"page viewed\",\"device_id\":\"" + device + "\"" + user
                + ",\"insert_id\":\"visit-" + n + "\",\"platform\":\"Web\",\"event_properties\":{\"page\":\"/p/"
                + random.nextInt(500) + "\"}}";
        Message message = new Message(device, bytes(event), LakeTable.EVENTS);
        accepted.addLast(message);
        if (accepted.size() > REMEMBERED) {
            accepted.removeFirst();
        }
        return message;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Message(String key, byte @Nullable [] value, LakeTable table) {}
}
