package io.tidemark.job.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * JSON as the questions compare it: an object is a {@link TreeMap}, an array a {@link List}, a string a {@link String}, and
 * everything else a {@link Literal}. Written again, names are sorted, there is no space, and a number has no exponent, no
 * zeros at the end of its fraction and no minus before 0; it is rounded to 18 digits behind the point. With more than 20
 * digits before the point, or an exponent of more than three, it stays as it was sent. Half of a surrogate pair is a
 * question mark. Of a name that comes twice, the last counts.
 */
final class JsonText {
    private static final int SCALE = 18;
    private static final int MOST_WHOLE_DIGITS = 20;
    private static final Pattern LONG_EXPONENT = Pattern.compile("[eE][-+]?[0-9]{4}");

    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    /** A number, or one of true, false and null, as it is written. */
    record Literal(String text) {
        boolean isNumber() {
            char first = text.charAt(0);
            return first == '-' || (first >= '0' && first <= '9');
        }

        /** Of a number: whether it is one that stays as it was sent, for it is too large or too small to be written out. */
        boolean hasExponent() {
            return text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
        }
    }

    /**
     * Reads a text that is known to be JSON, as the columns of events are.
     *
     * @throws IllegalArgumentException if it is not
     */
    static Object read(String json) {
        try {
            return new JsonText(json).value();
        } catch (StringIndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException("Not JSON: " + json, e);
        }
    }

    /** Appends a value. */
    static void write(StringBuilder out, Object value) {
        if (value instanceof Map<?, ?> object) {
            String before = "{";
            for (Map.Entry<?, ?> member : object.entrySet()) {
                out.append(before);
                Json.string(out, (String) member.getKey());
                out.append(':');
                write(out, member.getValue());
                before = ",";
            }
            out.append(object.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> array) {
            String before = "[";
            for (Object element : array) {
                out.append(before);
                write(out, element);
                before = ",";
            }
            out.append(array.isEmpty() ? "[]" : "]");
        } else if (value instanceof Literal literal) {
            out.append(literal.text());
        } else {
            Json.string(out, (String) value);
        }
    }

    /** A number as it is written again: of several ways to write it, one. */
    static Literal number(String written) {
        if (LONG_EXPONENT.matcher(written).find()) {
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

    private Object value() {
        skipSpace();
        char first = text.charAt(at);
        return switch (first) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            default -> literal();
        };
    }

    private Map<String, Object> object() {
        var object = new TreeMap<String, Object>();
        at++;
        for (skipSpace(); text.charAt(at) != '}'; skipSpace()) {
            if (text.charAt(at) == ',') {
                at++;
                skipSpace();
            }
            String name = string();
            skipSpace();
            at++;
            object.put(name, value());
        }
        at++;
        return object;
    }

    private List<Object> array() {
        var array = new ArrayList<Object>();
        at++;
        for (skipSpace(); text.charAt(at) != ']'; skipSpace()) {
            if (text.charAt(at) == ',') {
                at++;
            }
            array.add(value());
        }
        at++;
        return array;
    }

    private String string() {
        var string = new StringBuilder();
        boolean escaped = false;
        at++;
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            escaped |= c == '\\';
            string.append(c == '\\' ? escaped() : c);
        }
        at++;
        // Half of a surrogate pair, which can only come escaped, has no bytes.
        return escaped ? new String(string.toString().getBytes(UTF_8), UTF_8) : string.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> c;
        };
    }

    private Literal literal() {
        int from = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        Literal literal = new Literal(text.substring(from, at));
        return literal.isNumber() ? number(literal.text()) : literal;
    }

    private void skipSpace() {
        while (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
