package io.tidemark.job.query;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON as the questions compare it: an object is a {@link Map} with sorted names, an array a {@link List}, a string a {@link
 * String}, and everything else a {@link Literal}. Written again, names are sorted, there is no space, and a number has no
 * exponent, no zeros at the end of its fraction and no minus before 0; it is rounded to 18 digits behind the point. With more
 * than 20 digits before the point, an exponent of more than three, or more than {@value #LONGEST_NUMBER} characters it stays
 * as it was sent. Half of a surrogate pair is a question mark. Of a name that comes twice, the last counts.
 *
 * <p>Trino and Spark read JSON with limits on depth and on names, so the questions have limits of their own, the same in
 * every engine: a document beyond {@link #MOST_LEVELS} or {@link #LONGEST_NAME} has no members for them.
 */
public final class JsonText {
    /** How many objects and arrays may be open at once. The other engines end at 1,000, and an operation may add one. */
    static final int MOST_LEVELS = 900;
    /** How many characters a name may have, from its first quote to its colon. The other engines end at 50,000 of UTF-16. */
    static final int LONGEST_NAME = 25_000;

    private static final int SCALE = 18;
    private static final int MOST_WHOLE_DIGITS = 20;
    private static final int LONGEST_NUMBER = 1_000;
    private static final Pattern LONG_EXPONENT = Pattern.compile("[eE][-+]?[0-9]{4}");

    private JsonText() {}

    /** A number, or one of true, false and null, as it is written. */
    record Literal(String text) {
        boolean isNumber() {
            char first = text.charAt(0);
            return first == '-' || (first >= '0' && first <= '9');
        }

        /** Of a number: whether it stays as it was sent, for it is too large, too small or too long to be written out. */
        boolean isVerbatim() {
            return text.indexOf('e') >= 0 || text.indexOf('E') >= 0 || text.length() > LONGEST_NUMBER;
        }
    }

    /** The members of an object by name; null for a text that is none, that is no JSON, or that is beyond the limits. */
    static @Nullable Map<String, Object> object(String document) {
        return object(new JsonReader(document, MOST_LEVELS, LONGEST_NAME).read());
    }

    /** A value as an object; null if it is none. */
    @SuppressWarnings("unchecked") // The reader makes no maps of other kinds.
    static @Nullable Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map ? (Map<String, Object>) value : null;
    }

    /** A value that was read, written again. */
    static String text(Object value) {
        var out = new StringBuilder();
        Deque<Open> open = new ArrayDeque<>();
        begin(out, value, open);
        while (!open.isEmpty()) {
            Open container = open.element();
            if (!container.rest.hasNext()) {
                out.append(container.end);
                open.remove();
                continue;
            }
            if (container.begun) {
                out.append(',');
            }
            container.begun = true;
            Object next = container.rest.next();
            if (next instanceof Map.Entry<?, ?> member) {
                quote(out, (String) member.getKey());
                out.append(':');
                next = member.getValue();
            }
            begin(out, next, open);
        }
        return out.toString();
    }

    /** A container of which the first so many values are written. */
    private static final class Open {
        private final Iterator<?> rest;
        private final char end;
        private boolean begun;

        private Open(Iterator<?> rest, char end) {
            this.rest = rest;
            this.end = end;
        }
    }

    private static void begin(StringBuilder out, Object value, Deque<Open> open) {
        if (value instanceof Map<?, ?> object) {
            out.append('{');
            open.push(new Open(object.entrySet().iterator(), '}'));
        } else if (value instanceof List<?> array) {
            out.append('[');
            open.push(new Open(array.iterator(), ']'));
        } else if (value instanceof Literal literal) {
            out.append(literal.text());
        } else {
            quote(out, (String) value);
        }
    }

    /** Appends a string with its quotes. Lone surrogates, which UTF-8 has no bytes for, are escaped. */
    public static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || isLoneSurrogate(text, i)) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    /** A number as it is written again: of several ways to write it, one. */
    static Literal number(String written) {
        if (written.length() > LONGEST_NUMBER || LONG_EXPONENT.matcher(written).find()) {
            // The number may be fine and be billions of digits long.
            return new Literal(written);
        }
        BigDecimal number = new BigDecimal(written);
        if (number.precision() - number.scale() > MOST_WHOLE_DIGITS && number.signum() != 0) {
            return new Literal(written);
        }
        BigDecimal rounded = number.setScale(SCALE, RoundingMode.HALF_UP);
        if (rounded.precision() - SCALE > MOST_WHOLE_DIGITS) {
            return new Literal(written);
        }
        return new Literal(
                rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString());
    }
}
