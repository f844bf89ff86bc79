package io.tidemark.ops.answers;

import io.tidemark.rules.model.RandomHistory.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Apps and browsers that mostly name no session, and pause: for less than five minutes, for five to thirty, for longer, and
 * for these times to the millisecond. Some log in on the way, some change from an app to a browser and back.
 */
final class PhoneLog {
    private static final long OPENS = Instant.parse("2024-01-09T00:00:00Z").toEpochMilli();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long[] PAUSES = {
        20_000,
        4 * MINUTE,
        5 * MINUTE - 1,
        5 * MINUTE,
        5 * MINUTE + 1,
        12 * MINUTE,
        30 * MINUTE - 1,
        30 * MINUTE,
        30 * MINUTE + 1,
        150 * MINUTE
    };
    private static final @Nullable String[] PLATFORMS = {"iOS", "Android", "ios", "ANDROID", "Web", "iPadOS", null};
    private static final int DEVICES = 42;
    private static final int EVENTS = 20;

    private final SplittableRandom random = new SplittableRandom(17);
    private final List<Sent> log = new ArrayList<>();

    private PhoneLog() {}

    /** The records, in the order of receiving; the same at every call. */
    static List<Sent> sent() {
        PhoneLog phones = new PhoneLog();
        for (int device = 0; device < DEVICES; device++) {
            phones.life(device);
        }
        phones.log.sort(Comparator.comparingLong(Sent::timestamp));
        return phones.log;
    }

    private void life(int device) {
        long now = OPENS + random.nextLong(36 * 60 * MINUTE);
        int login = random.nextInt(2 * EVENTS);
        for (int event = 0; event < EVENTS; event++) {
            now += PAUSES[random.nextInt(PAUSES.length)];
            int place = random.nextInt(8) == 0 ? random.nextInt(PLATFORMS.length) : device % PLATFORMS.length;
            String user = event < login ? "" : ",\"user_id\":\"caller-" + device % 30 + "\"";
            String platform = PLATFORMS[place] == null ? "" : ",\"platform\":\"" + PLATFORMS[place] + "\"";
            String text = "{\"device_id\":\"phone-" + device + "\"" + user + platform + session(now)
                    + ",\"event_type\":\"Open\",\"time\":" + now + ",\"server_received_time\":" + (now + 700) + "}";
            log.add(new Sent(text.getBytes(StandardCharsets.UTF_8), now + 700));
        }
    }

    /** Mostly none: left out or null. At times one of the client's, or the one that stands for none. */
    private String session(long now) {
        return switch (random.nextInt(12)) {
            case 0 -> ",\"session_id\":-1";
            case 1 -> ",\"session_id\":" + (now - now % (3 * 60 * MINUTE));
            case 2, 3, 4 -> ",\"session_id\":null";
            default -> "";
        };
    }
}
