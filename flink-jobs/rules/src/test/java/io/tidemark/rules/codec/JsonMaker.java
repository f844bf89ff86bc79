package io.tidemark.rules.codec;

import io.tidemark.rules.event.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes JSON at random, with every freedom that its grammar leaves; all of it is valid. */
final class JsonMaker {
    /** Names that are no field, though some look like one. */
    static final List<String> STRANGE_NAMES = List.of(
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
            "1e18446744073709551617",
            "1e-18446744073709551615",
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
    private final Random random;

    JsonMaker(Random random) {
        this.random = random;
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

    /** So many digits; now and then nothing but zeros. */
    String digits(int count) {
        StringBuilder digits = new StringBuilder();
        boolean zeros = random.nextInt(4) == 0;
        for (int i = 0; i < count; i++) {
            digits.append(zeros ? 0 : random.nextInt(10));
        }
        return digits.toString();
    }

    /** A value of any kind, with no more levels than this. */
    String value(int depth) {
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

    /** An object whose values have no more levels than this. */
    String object(int depth) {
        List<String> members = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = random.nextInt(3) == 0 ? pick(Field.all()).jsonName() : pick(STRANGE_NAMES);
            members.add(space() + member(name, value(depth)) + space());
        }
        return members.isEmpty() ? "{" + space() + "}" : "{" + String.join(",", members) + "}";
    }

    /** A member of an object. */
    String member(String name, String value) {
        return quoted(name) + space() + ":" + space() + value;
    }

    /** A string; now and then one with half of a surrogate pair. */
    String string() {
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
            String half = pick(List.of(
                    "\\ud800",
                    "\\uDC00",
                    "\\ud83d\\ud83d",
                    "\\udc00\\ud800",
                    "\\ud800x",
                    "\\ud800\\n",
                    "\\ud800\\ue000",
                    "\\udc00\\udc00"));
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

    /** Nothing, or white space. */
    String space() {
        return random.nextInt(12) == 0 ? pick(List.of(" ", "\n", "\r\n", "\t", "   ")) : "";
    }

    /** One of these. */
    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
