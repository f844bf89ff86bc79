package io.tidemark.collector.envelope;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Writes events and envelopes at random, in every spelling that JSON leaves, and breaks them. */
final class RandomJson {
    /** Names that mean something to the collector, and some that only look so. */
    static final List<String> NAMES = List.of(
            "project_id",
            "server_received_time",
            "config_version",
            "released_from",
            "client_upload_time",
            "min_id_length",
            "insert_id",
            "$insert_id",
            "event_id",
            "session_id",
            "location_lat",
            "location_lng",
            "ip",
            "user_agent",
            "library");

    private static final List<String> OTHERS = List.of(
            "event_type",
            "user_id",
            "device_id",
            "time",
            "price",
            "event_properties",
            "groups",
            "plan",
            "x",
            "",
            "project_ie",
            "Project_id",
            "released_from ",
            "é",
            "api_key",
            "events",
            "\ud83d\ude00",
            "a\"b\\");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "0.0",
            "-1",
            "-1.0",
            "1",
            "7",
            "1541105830796",
            "1.5e1",
            "0e3",
            "1e3",
            "1E-3",
            "-0.0e-2",
            "9223372036854775807",
            "9223372036854775808",
            "0.30000000000000004",
            "1e400",
            "123456789012345678901234567890");
    private static final List<String> TEXTS = List.of(
            "",
            "$remote",
            "$remote ",
            "amplitude-java/1.13.0",
            "amplitude-ts/2",
            "annabel",
            "phone-1",
            "ann",
            "null",
            "a\u0000\u001f\u007f",
            "\"\\/\b\f\n\r\t",
            "é\ud83d\ude00\uffff",
            "{\"project_id\":1}");
    private static final List<String> BREAKERS = List.of(
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "0",
            "-",
            ".",
            "e",
            "\u0000",
            "null",
            "\\ud800",
            "\\u12",
            "\n",
            " ",
            "\u00a0",
            "\ufeff",
            "/**/",
            "'",
            "\"project_id\":1,",
            ",\"released\\u005ffrom\":1",
            "{}",
            "[],");
    private static final byte[][] NO_UTF8 = {
        {(byte) 0xC0, (byte) 0x80}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {(byte) 0x80}, {(byte) 0xFF}, {(byte) 0xE2}
    };

    private final Random random;

    RandomJson(Random random) {
        this.random = random;
    }

    /** An object with members of every kind; now and then with very many. */
    String event() {
        List<String> members = new ArrayList<>();
        if (random.nextInt(8) > 0) {
            members.add(member("event_type", random.nextInt(12) > 0 ? quoted("click") : value(1)));
        }
        if (random.nextInt(8) > 0) {
            members.add(member(
                    random.nextBoolean() ? "user_id" : "device_id",
                    random.nextInt(12) > 0 ? quoted("annabel") : value(1)));
        }
        int count = random.nextInt(20) == 0 ? 30 + random.nextInt(30) : random.nextInt(8);
        for (int i = 0; i < count; i++) {
            members.add(random.nextInt(3) > 0 ? known() : member(pick(OTHERS), value(3)));
        }
        return object(shuffled(members));
    }

    /** A member that means something, mostly with a value that fits. */
    private String known() {
        String name = pick(NAMES);
        if (random.nextInt(3) == 0) {
            return member(name, value(2));
        }
        return member(
                name,
                switch (name) {
                    case "ip", "library", "insert_id", "$insert_id", "user_agent", "project_id" -> quoted(pick(TEXTS));
                    case "released_from" -> "{\"epoch\":1,\"partition\":0,\"offset\":5}";
                    default -> pick(NUMBERS);
                });
    }

    /** An envelope, mostly a right one. */
    String envelope() {
        List<String> members = new ArrayList<>();
        if (random.nextInt(8) > 0) {
            members.add(member("api_key", random.nextInt(8) > 0 ? quoted("key") : value(1)));
        }
        if (random.nextInt(8) > 0) {
            members.add(member("events", random.nextInt(8) > 0 ? events() : value(2)));
        }
        if (random.nextBoolean()) {
            members.add(member(
                    "options",
                    random.nextInt(4) > 0 ? object(List.of(member("min_id_length", pick(NUMBERS)))) : value(1)));
        }
        if (random.nextBoolean()) {
            members.add(member(
                    "client_upload_time",
                    random.nextInt(3) > 0 ? quoted("2026-11-30T20:47:59." + random.nextInt(1000) + "Z") : value(1)));
        }
        for (int i = random.nextInt(6); i > 3; i--) {
            members.add(member(pick(List.of("api_key", "events", "options", "client_upload_time", "x")), value(3)));
        }
        return (random.nextInt(20) == 0 ? "\ufeff" : "") + space() + object(shuffled(members)) + space();
    }

    private String events() {
        if (random.nextInt(8) == 0) {
            return event();
        }
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(space() + (random.nextInt(12) > 0 ? event() : value(2)) + space());
        }
        return "[" + (items.isEmpty() ? space() : String.join(",", items)) + "]";
    }

    String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0, 1 -> quoted(pick(TEXTS));
            case 2 -> pick(NUMBERS);
            case 3 -> "true";
            case 4 -> "false";
            case 5 -> "null";
            case 6 -> {
                List<String> members = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    members.add(member(random.nextBoolean() ? pick(NAMES) : pick(OTHERS), value(depth - 1)));
                }
                yield object(members);
            }
            default -> {
                List<String> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(space() + value(depth - 1) + space());
                }
                yield items.isEmpty() ? "[" + space() + "]" : "[" + String.join(",", items) + "]";
            }
        };
    }

    /** The same bytes after one to three small accidents. */
    byte[] broken(byte[] original) {
        byte[] bytes = original;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(bytes.length + 1);
            int behind = Math.min(bytes.length, at + random.nextInt(6));
            bytes = switch (random.nextInt(6)) {
                case 0 -> Arrays.copyOf(bytes, at);
                case 1 -> spliced(bytes, at, new byte[0], behind);
                case 2 -> spliced(bytes, at, Requests.utf8(pick(BREAKERS)), at);
                case 3 -> spliced(bytes, at, NO_UTF8[random.nextInt(NO_UTF8.length)], at);
                case 4 -> spliced(bytes, at, Arrays.copyOfRange(bytes, at, behind), at);
                default -> spliced(bytes, at, Requests.utf8(pick(BREAKERS)), behind);
            };
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] middle, int behind) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.writeBytes(middle);
        out.write(bytes, behind, bytes.length - behind);
        return out.toByteArray();
    }

    private String object(List<String> members) {
        return "{" + (members.isEmpty() ? space() : String.join(",", members)) + "}";
    }

    private String member(String name, String value) {
        return space() + quoted(name) + space() + ":" + space() + value + space();
    }

    /** A string in one of its spellings; now and then with half of a surrogate pair. */
    private String quoted(String text) {
        int often = random.nextInt(4) == 0 ? 2 : 1_000;
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean must = unit < ' ' || unit == '"' || unit == '\\';
            // Pairs are escaped as a whole.
            if (must || Character.isSurrogate(unit) || random.nextInt(often) == 0) {
                out.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) unit));
            } else {
                out.append(unit);
            }
        }
        return out.append(random.nextInt(100) == 0 ? "\\ud800" : "").append('"').toString();
    }

    private List<String> shuffled(List<String> members) {
        Collections.shuffle(members, random);
        return members;
    }

    private String space() {
        return random.nextInt(10) == 0 ? pick(List.of(" ", "\n", "\r\n", "\t", "   ")) : "";
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    static String strictText(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
