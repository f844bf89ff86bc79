package io.tidemark.collector.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;

/** Writes the JSON object of an answer, member by member; its text is valid whatever the strings hold. */
final class AnswerJson {
    private static final HexFormat HEX = HexFormat.of();

    private final int status;
    private final StringBuilder text = new StringBuilder(128);

    /** Begins an answer with its {@code code}. */
    AnswerJson(int status) {
        this.status = status;
        text.append("{\"code\":").append(status);
    }

    AnswerJson number(String name, long value) {
        name(name).append(value);
        return this;
    }

    AnswerJson string(String name, String value) {
        quote(value, name(name));
        return this;
    }

    AnswerJson numbers(String name, Collection<Integer> values) {
        list(values, name(name));
        return this;
    }

    AnswerJson strings(String name, Collection<String> values) {
        StringBuilder out = name(name).append('[');
        String comma = "";
        for (String value : values) {
            quote(value, out.append(comma));
            comma = ",";
        }
        out.append(']');
        return this;
    }

    /** A member that is an object of lists of numbers. */
    AnswerJson lists(String name, Map<String, ? extends Collection<Integer>> lists) {
        StringBuilder out = name(name).append('{');
        String comma = "";
        for (Map.Entry<String, ? extends Collection<Integer>> each : lists.entrySet()) {
            quote(each.getKey(), out.append(comma));
            list(each.getValue(), out.append(':'));
            comma = ",";
        }
        out.append('}');
        return this;
    }

    /** A member that is an object of numbers. */
    AnswerJson counts(String name, Map<String, Long> counts) {
        StringBuilder out = name(name).append('{');
        String comma = "";
        for (Map.Entry<String, Long> each : counts.entrySet()) {
            quote(each.getKey(), out.append(comma));
            out.append(':').append((long) each.getValue());
            comma = ",";
        }
        out.append('}');
        return this;
    }

    /** The whole answer. */
    Answer answer() {
        return new Answer(status, text.append('}').toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a string in quotes; half of a surrogate pair, which UTF-8 cannot hold, is written as an escape. */
    static void quote(String value, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (unit == '"' || unit == '\\') {
                out.append('\\').append(unit);
            } else if (unit < ' ' || unit == '\u007F' || isHalf(value, i)) {
                out.append("\\u").append(HEX.toHexDigits(unit));
            } else {
                out.append(unit);
            }
        }
        out.append('"');
    }

    private static boolean isHalf(String value, int at) {
        char unit = value.charAt(at);
        if (Character.isHighSurrogate(unit)) {
            return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
        }
        return Character.isLowSurrogate(unit) && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
    }

    private static void list(Collection<Integer> values, StringBuilder out) {
        out.append('[');
        String comma = "";
        for (int value : values) {
            out.append(comma).append(value);
            comma = ",";
        }
        out.append(']');
    }

    private StringBuilder name(String name) {
        return text.append(",\"").append(name).append("\":");
    }
}
