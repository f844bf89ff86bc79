package io.tidemark.ops.traffic;

import static io.tidemark.ops.traffic.ByteText.bytes;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Writes the events of visits as JSON. The two fields that a retry changes, {@code client_upload_time} and
 * {@code server_received_time}, come last and are written by {@link #close}; what is before them is the same each time.
 */
final class EventWriter {
    private static final byte[] DEVICE_ID = bytes("{\"device_id\":\"");
    private static final byte[] USER_ID = bytes("\"user_id\":\"");
    private static final byte[] USER_KEY = bytes("user:");
    private static final byte[] EVENT_TYPE = bytes("\"event_type\":\"");
    private static final byte[] TIME = bytes("\",\"time\":");
    private static final byte[] SESSION_ID = bytes(",\"session_id\":");
    private static final byte[] EVENT_ID = bytes(",\"event_id\":");
    private static final byte[] INSERT_ID = bytes(",\"insert_id\":\"");
    private static final byte[] UPLOAD = bytes(",\"client_upload_time\":");
    private static final byte[] RECEIVED = bytes(",\"server_received_time\":");
    private static final byte[] PROPERTIES = bytes(",\"event_properties\":{");
    private static final byte[] NOTE = bytes("\"note\":\"");
    private static final byte[] EXPERIMENT = bytes(",\"experiment\":{\"name\":\"cover-art\",\"arm\":\"b\",\"p\":0.50}");
    private static final byte[] FROM_SERVER = bytes(",\"platform\":\"Server\"");
    private static final byte[] NEXT_MEMBER = bytes("\",");
    private static final byte[][] EVENT_TYPES =
            Arrays.stream(Step.values()).map(step -> bytes(step.eventType())).toArray(byte[][]::new);
    private static final byte[][] PLATFORM = {
        bytes(",\"platform\":\"Web\""), bytes(",\"platform\":\"iOS\""), bytes(",\"platform\":\"Android\"")
    };
    private static final byte[][] SYSTEM = {
        bytes(",\"os_name\":\"Firefox\",\"os_version\":\"139.0\""),
        bytes(",\"os_name\":\"ios\",\"os_version\":\"18.5\",\"app_version\":\"4.12.1\""),
        bytes(",\"os_name\":\"android\",\"os_version\":\"15\",\"app_version\":\"4.12.0\"")
    };
    private static final byte[][] HARDWARE = {
        bytes(",\"user_agent\":\"Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0\""),
        bytes(",\"device_brand\":\"Apple\",\"device_manufacturer\":\"Apple\",\"device_model\":\"iPhone17,3\""),
        bytes(",\"device_brand\":\"google\",\"device_model\":\"Pixel 9\",\"carrier\":\"Vodafone\"")
    };

    /** What {@link #close} adds: two names, two times, a brace. */
    private static final int CLOSING_BYTES = 73;
    /** What the properties take without the note that fills the record up. */
    private static final int PROPERTIES_BYTES = 90;

    private final long seed;
    private final Stock stock;
    private final int averageBytes;
    private final StepProperties properties;

    EventWriter(long seed, Stock stock, int averageBytes) {
        this.seed = seed;
        this.stock = stock;
        this.averageBytes = averageBytes;
        this.properties = new StepProperties(stock);
    }

    /**
     * Writes all but the end of an event.
     *
     * @param number a number that no other event of the traffic has
     * @param happenedMillis when it happened, in true time
     */
    void open(ByteText text, Visit visit, Step step, long number, long happenedMillis, SplittableRandom random) {
        Device device = visit.device();
        boolean fromServer = step == Step.ORDER_SHIPPED;
        long target = averageBytes * (80L + random.nextInt(41)) / 100 - CLOSING_BYTES;
        ids(text.clear(), visit, fromServer);
        text.add(EVENT_TYPE).add(EVENT_TYPES[step.ordinal()]).add(TIME);
        text.add(fromServer ? happenedMillis : happenedMillis + device.clock().offsetMillis());
        if (!fromServer) {
            text.add(SESSION_ID).add(visit.sessionMillis());
            text.add(EVENT_ID).add(visit.eventId());
        }
        if (fromServer || device.sendsInsertId()) {
            long unique = Hash.of(seed ^ 0x1D5L, number);
            text.add(INSERT_ID).addUuid(unique, Hash.mix(unique), false).add('"');
        }
        text.add(fromServer ? FROM_SERVER : PLATFORM[device.platform().ordinal()]);
        properties.writeMembers(text, visit, step);
        if (!fromServer) {
            details(text, visit, target - PROPERTIES_BYTES);
        }
        if (random.nextInt(32) == 0) {
            text.add(EXPERIMENT);
        }
        text.add(PROPERTIES);
        properties.writeProperties(text, visit, step);
        note(text, target - 1, random);
        text.add('}');
    }

    /** Writes the end of an event that is received now. */
    static void close(ByteText text, Clock clock, long receivedMillis, int latencyMillis) {
        switch (clock.upload()) {
            case OWN_CLOCK -> text.add(UPLOAD).add(receivedMillis - latencyMillis + clock.offsetMillis());
            case TRUE_TIME -> text.add(UPLOAD).add(receivedMillis - latencyMillis);
            case ABSENT -> {}
        }
        text.add(RECEIVED).add(receivedMillis).add('}');
    }

    /** The key under which an event travels that {@link #open} has written. */
    byte[] key(ByteText text, Visit visit, Step step) {
        if (step == Step.ORDER_SHIPPED) {
            ByteText key = new ByteText().add(USER_KEY);
            stock.writeUserId(key, visit.user());
            return key.copy();
        }
        int from = DEVICE_ID.length;
        return text.copy(from, from + visit.device().idLength());
    }

    private void ids(ByteText text, Visit visit, boolean fromServer) {
        if (fromServer) {
            text.add('{');
        } else {
            text.add(DEVICE_ID);
            visit.device().writeId(text);
            text.add(NEXT_MEMBER);
        }
        if (visit.user() != Population.NOBODY) {
            text.add(USER_ID);
            stock.writeUserId(text, visit.user());
            text.add(NEXT_MEMBER);
        }
    }

    // What an SDK adds, the more of it the larger the records are to be.
    private void details(ByteText text, Visit visit, long target) {
        int platform = visit.device().platform().ordinal();
        int place = Hash.pick(visit.place(), 3, Stock.PLACES);
        addIfRoom(text, stock.country(place), target);
        addIfRoom(text, SYSTEM[platform], target);
        addIfRoom(text, stock.placeDetails(place), target);
        addIfRoom(text, HARDWARE[platform], target);
    }

    private static void addIfRoom(ByteText text, byte[] member, long target) {
        if (text.length() + member.length <= target) {
            text.add(member);
        }
    }

    private void note(ByteText text, long target, SplittableRandom random) {
        if (text.length() + NOTE.length + 24 > target) {
            return;
        }
        text.add(',').add(NOTE);
        int first = random.nextInt(1 << 20);
        for (int at = 0; text.length() + 5 < target; at++) {
            text.add(stock.word(Hash.pick(first, at, 1 << 20))).add(' ');
        }
        text.add('"');
    }
}
