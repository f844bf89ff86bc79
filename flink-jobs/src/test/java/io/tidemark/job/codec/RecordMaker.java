package io.tidemark.job.codec;

import io.tidemark.job.event.Field;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Makes raw records: events that are mostly right, with every freedom that JSON leaves in writing them, and what may
 * become of them on the way.
 */
final class RecordMaker {
    private static final List<String> STRANGE_NAMES = List.of(
            "", "x", "user_id ", "User_id", "device_ie", "properties", "é", "a\"b", "\ud83d\ude00", "time\u0000");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "1",
            "-1",
            "1541105830796",
            "1541105830796.0",
            "1e3",
            "1.5e1",
            "15e-1",
            "1E+2",
            "0.0",
            "0e999999999999",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "9000000000000000",
            "9000000000000001",
            "-9000000000000001",
            "9.223372036854775807e18",
            "1e18",
            "1e19",
            "123456789012345678901",
            "1e400",
            "-1e400",
            "1e-400",
            "1e999999999",
            "1e-999999999",
            "99999999999999999999999e-5",
            "100000000000000000000000e-5",
            "0.1",
            "246.30812",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "4.9e-324",
            "2.2250738585072012e-308",
            "0.30000000000000004");
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
            "\u001F",
            "\u007F",
            "null",
            "\\ud800",
            "\\u12",
            "\n",
            "\u00a0",
            "\ufeff",
            "NaN",
            "/**/",
            "'",
            "\"device_id\":\"other\",");
    private static final byte[][] BROKEN_UTF8 = {
        {(byte) 0xC0, (byte) 0x80},
        {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
        {(byte) 0xE0, (byte) 0x80, (byte) 0x80},
        {(byte) 0x80},
        {(byte) 0xE2, (byte) 0x82},
        {(byte) 0xF0, (byte) 0x8F, (byte) 0xBF, (byte) 0xBF},
        {(byte) 0xFE},
        {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
        {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80}
    };

    private final Random random;

    RecordMaker(Random random) {
        this.random = random;
    }

    /** An event, an event that met with an accident, or bytes that never were one. */
    byte[] record() {
        int kind = random.nextInt(10);
        if (kind == 0) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] event = utf8(event());
        return kind < 5 ? mutated(event) : event;
    }

    /** The JSON text of an event; now and then one that must be refused. */
    String event() {
        List<String> members = new ArrayList<>();
        if (random.nextInt(30) > 0) {
            members.add(member("event_type", random.nextInt(20) > 0 ? string() : value(2)));
        }
        if (random.nextInt(4) > 0) {
            members.add(member("device_id", random.nextInt(10) > 0 ? string() : value(2)));
        }
        if (random.nextInt(3) > 0) {
            members.add(member("user_id", random.nextInt(10) > 0 ? string() : value(2)));
        }
        int others = random.nextInt(8);
        for (int i = 0; i < others; i++) {
            Field field = pick(Field.all());
            members.add(
                    random.nextInt(4) == 0
                            ? member(pick(STRANGE_NAMES), value(3))
                            : member(field.jsonName(), random.nextInt(40) > 0 ? fitting(field) : value(2)));
        }
        Collections.shuffle(members, random);
        return space() + "{" + space() + String.join(space() + "," + space(), members) + space() + "}" + space();
    }

    /** The same bytes after one to three small accidents. */
    byte[] mutated(byte[] original) {
        byte[] bytes = original;
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes = accident(bytes);
        }
        return bytes;
    }

    /** A number as JSON writes it. */
    String number() {
        if (random.nextInt(3) == 0) {
            return pick(NUMBERS);
        }
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
        text.append(random.nextInt(5) == 0 ? "0" : (1 + random.nextInt(9)) + digits(random.nextInt(22)));
        if (random.nextInt(3) == 0) {
            text.append('.').append(digits(1 + random.nextInt(20)));
        }
        if (random.nextInt(4) == 0) {
            text.append(random.nextBoolean() ? "e" : "E")
                    .append(pick(List.of("", "+", "-")))
                    .append(digits(1 + random.nextInt(3)));
        }
        return text.toString();
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder();
        boolean zeros = random.nextInt(4) == 0;
        for (int i = 0; i < count; i++) {
            digits.append(zeros ? 0 : random.nextInt(10));
        }
        return digits.toString();
    }

    private byte[] accident(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int behind = Math.min(bytes.length, at + random.nextInt(6));
        return switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> spliced(bytes, at, new byte[0], behind);
            case 2 -> spliced(bytes, at, utf8(pick(BREAKERS)), at);
            case 3 -> spliced(bytes, at, BROKEN_UTF8[random.nextInt(BROKEN_UTF8.length)], at);
            case 4 -> spliced(bytes, at, Arrays.copyOfRange(bytes, at, behind), at);
            case 5 -> spliced(bytes, at, utf8(pick(BREAKERS)), behind);
            default -> {
                byte[] flipped = bytes.clone();
                if (at < bytes.length) {
                    flipped[at] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
            }
        };
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] middle, int behind) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.writeBytes(middle);
        out.write(bytes, behind, bytes.length - behind);
        return out.toByteArray();
    }

    private String fitting(Field field) {
        if (random.nextInt(15) == 0) {
            return "null";
        }
        return switch (field.kind()) {
            case ID, TEXT -> string();
            case MILLIS -> random.nextInt(4) > 0 ? "15411058" + digits(5) : number();
            case INTEGER -> random.nextInt(3) > 0 ? "" + random.nextInt(100) : number();
            case NUMBER -> number();
            case OBJECT -> object(3);
            case GROUPS ->
                "{" + member("org", random.nextInt(4) > 0 ? string() : value(2)) + space() + ","
                        + member("team", "[" + string() + "," + space() + string() + "]") + "}";
        };
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0, 1 -> string();
            case 2, 3 -> number();
            case 4 -> "true";
            case 5 -> "false";
            case 6 -> "null";
            case 7 -> object(depth - 1);
            default -> {
                List<String> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(space() + value(depth - 1) + space());
                }
                yield items.isEmpty() ? "[" + space() + "]" : "[" + String.join(",", items) + "]";
            }
        };
    }

    private String object(int depth) {
        List<String> members = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = random.nextInt(3) == 0 ? pick(Field.all()).jsonName() : pick(STRANGE_NAMES);
            members.add(space() + member(name, value(depth)) + space());
        }
        return members.isEmpty() ? "{" + space() + "}" : "{" + String.join(",", members) + "}";
    }

    private String member(String name, String value) {
        return quoted(name) + space() + ":" + space() + value;
    }

    private String string() {
        if (random.nextInt(12) == 0) {
            return "\"\"";
        }
        StringBuilder text = new StringBuilder();
        int style = random.nextInt(4);
        for (int i = random.nextInt(random.nextInt(10) == 0 ? 80 : 24); i >= 0; i--) {
            text.appendCodePoint(
                    style > 1 || random.nextInt(3) > 0
                            ? 0x20 + random.nextInt(0x5F)
                            : pick(List.of(
                                    0, 9, 10, 0x1F, 0x22, 0x5C, 0x7F, 0x80, 0xE9, 0x7FF, 0x800, 0xFFFD, 0xFFFF, 0x10000,
                                    0x1F600, 0x10FFFF)));
        }
        String quoted = quoted(text.toString());
        if (random.nextInt(60) == 0) {
            String half =
                    pick(List.of("\\ud800", "\\uDC00", "\\ud83d\\ud83d", "\\udc00\\ud800", "\\ud800x", "\\ud800\\n"));
            return quoted.substring(0, quoted.length() - 1) + half + "\"";
        }
        return quoted;
    }

    /** A text in quotes; what may be escaped is escaped now and then, what must be always. */
    private String quoted(String text) {
        boolean escapeMore = random.nextInt(8) == 0;
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean must = unit < ' ' || unit == '"' || unit == '\\';
            // Half a pair as an escape and half as UTF-8 is no text at all: pairs are escaped as a whole.
            boolean may = escapeMore && (Character.isSurrogate(unit) || random.nextInt(4) == 0);
            if (must && random.nextBoolean() && "\"\\\b\f\n\r\t".indexOf(unit) >= 0) {
                out.append('\\').append("\"\\bfnrt".charAt("\"\\\b\f\n\r\t".indexOf(unit)));
            } else if (must || may) {
                out.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) unit));
            } else {
                out.append(unit == '/' && escapeMore ? "\\/" : "" + unit);
            }
        }
        return out.append('"').toString();
    }

    private String space() {
        return random.nextInt(12) == 0 ? pick(List.of(" ", "\n", "\r\n", "\t", "   ")) : "";
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
