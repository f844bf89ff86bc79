package io.tidemark.cli;

import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.intake.EventTimes;
import io.tidemark.rules.model.RandomHistory;
import io.tidemark.rules.model.RandomHistory.Sent;
import io.tidemark.rules.service.ConfigVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A random history of which some records name a version of the service configuration that there is by then, some none, and
 * some one that there never is; and by which version each has to be decided, by the rule on the literal history.
 */
final class StampedLog {
    /** A number of a version that there never is. */
    static final long NEVER = 4_711;

    private static final int FORGED_ONE_IN = 25;

    private final List<Sent> plain;
    private final SplittableRandom random;
    private final Map<ByteBuffer, Long> stamps = new HashMap<>();
    private final EventDecoder decoder = new EventDecoder();
    private final Event event = new Event();
    private int next;

    StampedLog(long seed, int records) {
        this.plain = RandomHistory.sent(seed, records);
        this.random = new SplittableRandom(seed);
    }

    /** How many records are still to be sent. */
    int left() {
        return plain.size() - next;
    }

    /** The time that the history has reached, ms since the epoch. */
    long time() {
        return plain.get(Math.max(0, next - 1)).timestamp();
    }

    /**
     * The next record, which names a version that was in force when it was received, if any.
     *
     * @param made the versions that were made and told to everybody
     */
    Sent next(List<ConfigVersion> made) {
        Sent sent = plain.get(next++);
        int kind = random.nextInt(FORGED_ONE_IN);
        if (kind == 0) {
            return stamped(sent, NEVER);
        }
        boolean isEvent = decoder.decode(sent.value(), event) == null;
        Long inForce = isEvent ? inForce(sent.timestamp(), made) : null;
        return kind % 2 == 0 || inForce == null ? sent : stamped(sent, 1 + random.nextLong(inForce));
    }

    /** The version that is in force when the event that was decoded last was received; null for none. */
    private @Nullable Long inForce(long timestamp, List<ConfigVersion> versions) {
        long received = EventTimes.of(event, timestamp).serverReceived();
        Long newest = null;
        for (ConfigVersion version : versions) {
            newest = version.effectiveFrom() <= received ? Long.valueOf(version.number()) : newest;
        }
        return newest;
    }

    /** Records of many devices that name this version, received when it takes effect: who has decided them knows it. */
    List<Sent> naming(ConfigVersion version, int devices) {
        List<Sent> named = new ArrayList<>();
        for (int i = 0; i < devices; i++) {
            String value = String.format(
                    Locale.ROOT,
                    "{\"device_id\":\"witness-%d\",\"event_type\":\"Witness\",\"server_received_time\":%d}",
                    i,
                    version.effectiveFrom());
            named.add(stamped(new Sent(value.getBytes(StandardCharsets.UTF_8), time()), version.number()));
        }
        return named;
    }

    private Sent stamped(Sent sent, long version) {
        String text = new String(sent.value(), StandardCharsets.ISO_8859_1);
        if (!text.startsWith("{\"")) {
            return sent;
        }
        byte[] value =
                ("{\"config_version\":" + version + "," + text.substring(1)).getBytes(StandardCharsets.ISO_8859_1);
        stamps.put(ByteBuffer.wrap(value), version);
        return new Sent(value, sent.timestamp());
    }

    /** What a row has to say of the version by which its record was decided; null for none. */
    @Nullable
    Long decidedBy(ConsumerRecord<byte[], byte[]> record, List<ConfigVersion> versions) {
        if (decoder.decode(record.value(), event) != null) {
            return null;
        }
        Long stamp = stamps.get(ByteBuffer.wrap(record.value()));
        if (stamp != null) {
            return stamp == NEVER ? null : stamp;
        }
        return inForce(record.timestamp(), versions);
    }

    /** Whether a record is an event that names a version that there never is. */
    boolean isForged(ConsumerRecord<byte[], byte[]> record) {
        return Objects.equals(stamps.get(ByteBuffer.wrap(record.value())), NEVER)
                && decoder.decode(record.value(), event) == null;
    }
}
