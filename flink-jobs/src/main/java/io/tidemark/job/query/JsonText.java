package io.tidemark.job.query;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON as the questions compare it: an object is a {@link TreeMap}, an array a {@link List}, a string a {@link String}, and
 * everything else a {@link Literal}. Written again, names are sorted, there is no space, and a number has no exponent and no
 * zeros at the end, where it has at most 20 digits before the point; it is rounded to 18 behind it. Of a name that comes
 * twice, the last counts.
 */
final class JsonText {
    private static final int SCALE = 18;
    private static final int MOST_WHOLE_DIGITS = 20;

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
        boolean whole = written.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        // What is not whole is a double to every engine.
        String text = whole ? written : Double.toString(Double.parseDouble(written));
        BigDecimal number = new BigDecimal(text).setScale(SCALE, RoundingMode.HALF_UP);
        if (number.precision() - SCALE > MOST_WHOLE_DIGITS) {
            return new Literal(text);
        }
        return new Literal(
                number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
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
        at++;
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            string.append(c == '\\' ? escaped() : c);
        }
        at++;
        return string.toString();
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
