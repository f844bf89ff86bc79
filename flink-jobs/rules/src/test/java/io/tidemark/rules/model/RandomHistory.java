package io.tidemark.rules.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Random logs that hold every trap of events.md and identity.md: few devices and users, so that they meet; insert ids
 * that come again within and beyond the window; clocks that jump; ids that are no ids; records that are no events.
 */
public final class RandomHistory {
    private static final long START = 1_700_000_000_000L;
    private static final String[] BAD_IDS = {
        "anonymous",
        "NIL",
        "n/a",
        "{}",
        "0",
        "-1",
        "00000000-0000-0000-0000-000000000000",
        "----",
        "abc",
        "äöü",
        "😀😀",
        "undefined",
        "Lmy47d",
        "\\ud800broken",
        ""
    };

    private final SplittableRandom random;
    private final List<String> sentInsertIds = new ArrayList<>();
    private long now = START;
    private int burst;

    private RandomHistory(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The records of one history. */
    public static List<byte[]> of(long seed, int records) {
        return sent(seed, records).stream().map(Sent::value).toList();
    }

    /**
     * A record and when it reached the log, ms since the epoch.
     *
     * @param value the record's bytes
     * @param timestamp the largest time that the history has shown, for a broker's clock does not go back
     */
    public record Sent(byte[] value, long timestamp) {}

    /** The records of one history, each with its timestamp. */
    public static List<Sent> sent(long seed, int records) {
        RandomHistory history = new RandomHistory(seed);
        List<Sent> log = new ArrayList<>(records);
        long latest = START;
        for (int i = 0; i < records; i++) {
            byte[] value = history.record(i);
            latest = Math.max(latest, history.now);
            log.add(new Sent(value, latest));
        }
        return log;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private byte[] record(int index) {
        tick();
        String event = event(index);
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        if (oneIn(60)) {
            return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        if (oneIn(80)) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return switch (random.nextInt(300)) {
            case 0 -> new byte[0];
            case 1 -> "null".getBytes(StandardCharsets.UTF_8);
            case 2 -> "[1,2]".getBytes(StandardCharsets.UTF_8);
            case 3 -> "{}".getBytes(StandardCharsets.UTF_8);
            case 4 -> ("{\"device_id\":" + "[".repeat(5_000)).getBytes(StandardCharsets.UTF_8);
            default -> bytes;
        };
    }

    private void tick() {
        if (burst > 0) {
            burst--;
            now += random.nextLong(300);
        } else if (oneIn(300)) {
            burst = 100;
        } else {
            now += oneIn(20) ? random.nextLong(4L * 24 * 3600 * 1000) : random.nextLong(3_000);
        }
        if (oneIn(40)) {
            now -= random.nextLong(3_600_000);
        }
    }

    private String event(int index) {
        List<String> members = new ArrayList<>();
        members.add("\"event_id\":" + (oneIn(30) ? random.nextInt(5) : index));
        addIdentity(members);
        if (!oneIn(60)) {
            members.add("\"event_type\":"
                    + (oneIn(25) ? "\"$groupidentify\"" : oneIn(60) ? "7" : oneIn(60) ? "\"\"" : "\"View\""));
        }
        addInsertId(members, index);
        if (!oneIn(10)) {
            members.add("\"server_received_time\":" + now);
        }
        if (!oneIn(8)) {
            long time = oneIn(15) ? now - random.nextLong(20_000_000_000_000L) : now - random.nextLong(5_000);
            members.add("\"time\":" + (oneIn(30) ? time + ".0" : oneIn(60) ? time + ".5" : Long.toString(time)));
        }
        addTraps(members);
        if (oneIn(4)) {
            java.util.Collections.rotate(members, random.nextInt(members.size()));
        }
        return "{" + String.join(oneIn(5) ? " , " : ",", members) + "}";
    }

    private void addIdentity(List<String> members) {
        String device =
                oneIn(40) ? BAD_IDS[random.nextInt(BAD_IDS.length)] : "device-" + random.nextInt(burst > 0 ? 2 : 12);
        String user = oneIn(40) ? BAD_IDS[random.nextInt(BAD_IDS.length)] : "user-" + random.nextInt(6);
        if (!oneIn(15)) {
            members.add((oneIn(20) ? "\"device\\u005fid\":" : "\"device_id\":")
                    + (oneIn(80) ? "12345" : "\"" + device + "\""));
        }
        if (oneIn(3)) {
            members.add("\"user_id\":" + (oneIn(60) ? "null" : "\"" + user + "\""));
        }
        if (oneIn(40)) {
            members.add("\"device_id\":\"device-" + random.nextInt(12) + "\"");
        }
    }

    private void addInsertId(List<String> members, int index) {
        if (oneIn(4)) {
            return;
        }
        String insertId = !sentInsertIds.isEmpty() && oneIn(6)
                ? sentInsertIds.get(random.nextInt(sentInsertIds.size()))
                : String.format(Locale.ROOT, "insert-%d", index);
        sentInsertIds.add(insertId);
        if (index % 9 > 0 || index % 63 == 0) {
            members.add("\"insert_id\":\"" + insertId + "\"");
        }
        if (index % 9 == 0) {
            // As SDKs and exports name it; of no meaning where the event has the other.
            members.add("\"$insert_id\":\"" + (index % 63 == 0 ? "another" : insertId) + "\"");
        }
    }

    private void addTraps(List<String> members) {
        switch (random.nextInt(40)) {
            case 0 -> members.add("\"price\":\"free\"");
            case 1 -> members.add("\"price\":1e999");
            case 2 -> members.add("\"event_properties\":[]");
            case 3 -> members.add("\"event_properties\":{\"device_id\":\"other\",\"n\":1.10,\"n\":1e3}");
            case 4 -> members.add("\"min_id_length\":3");
            case 5 -> members.add("\"min_id_length\":12");
            case 6 -> members.add("\"session_id\":9223372036854775808");
            case 7 -> members.add("\"something_new\":{\"a\":[1,{\"b\":null}]}");
            case 8 -> members.add("\"groups\":{\"org\":[\"a\",\"b\"],\"team\":\"x\"}");
            case 9 -> members.add("\"groups\":{\"org\":7}");
            case 10 -> members.add("\"city\":\"Z\\u00fcrich \\ud83d\\ude00 \\ud800\"");
            case 11 -> members.add("\"city\":\"Z\\u00fcrich \\ud83d\\ude00\"");
            case 12 -> members.add("\"client_upload_time\":" + (now - random.nextLong(200_000)));
            default -> {}
        }
    }
}
