package io.tidemark.job.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one text as JSON (RFC 8259), strictly and without recursion, into the values that {@link JsonText} describes.
 */
final class JsonReader {
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?(?:[eE][-+]?[0-9]+)?");
    private static final char END = '\0';

    private final String text;
    private final int mostLevels;
    private final int longestName;
    private int at;

    /**
     * @param mostLevels how many objects and arrays may be open at once
     * @param longestName how many characters a name may have, from its first quote to its colon
     */
    JsonReader(String text, int mostLevels, int longestName) {
        this.text = text;
        this.mostLevels = mostLevels;
        this.longestName = longestName;
    }

    /** A container that is not closed yet. */
    private static final class Open {
        private final @Nullable Map<String, Object> members;
        private final List<Object> elements;
        private String name = "";

        private Open(boolean object) {
            this.members = object ? new TreeMap<>() : null;
            this.elements = object ? List.of() : new ArrayList<>();
        }

        private char end() {
            return members == null ? ']' : '}';
        }

        private Object value() {
            return members == null ? elements : members;
        }

        private void add(Object value) {
            if (members == null) {
                elements.add(value);
            } else {
                members.put(name, value);
            }
        }
    }

    /** The value; null where the text is not one value, or goes beyond the limits. */
    @Nullable
    Object read() {
        Deque<Open> open = new ArrayDeque<>();
        while (true) {
            char first = next();
            Object value;
            if (first == '{' || first == '[') {
                at++;
                Open container = new Open(first == '{');
                open.push(container);
                if (open.size() > mostLevels) {
                    return null;
                }
                if (next() != container.end()) {
                    if (!begin(container)) {
                        return null;
                    }
                    continue;
                }
                at++;
                open.remove();
                value = container.value();
            } else {
                value = scalar(first);
            }
            value = value == null ? null : close(value, open);
            if (value == null || open.isEmpty()) {
                return value;
            }
        }
    }

    /**
     * Puts a value where it belongs, and those that end behind it.
     *
     * @return null where what follows is no JSON; else a value, the outermost if nothing is open any more
     */
    private @Nullable Object close(Object complete, Deque<Open> open) {
        Object value = complete;
        while (!open.isEmpty()) {
            Open container = open.element();
            container.add(value);
            char sign = next();
            at++;
            if (sign == ',') {
                return begin(container) ? value : null;
            } else if (sign != container.end()) {
                return null;
            }
            open.remove();
            value = container.value();
        }
        return next() == END && at == text.length() ? value : null;
    }

    /** Reads what precedes the next value of a container: of an object, the name. */
    private boolean begin(Open container) {
        if (container.members == null) {
            return true;
        }
        next();
        int from = at;
        String name = string();
        if (name == null || next() != ':') {
            return false;
        }
        at++;
        container.name = name;
        return at - from <= longestName || text.codePointCount(from, at) <= longestName;
    }

    private @Nullable Object scalar(char first) {
        if (first == '"') {
            return string();
        }
        int from = at;
        while (at < text.length() && ",]}:{[\" \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String literal = text.substring(from, at);
        if (literal.equals("true") || literal.equals("false") || literal.equals("null")) {
            return new JsonText.Literal(literal);
        }
        return NUMBER.matcher(literal).matches() ? JsonText.number(literal) : null;
    }

    /** The string that begins here; null if none does. */
    private @Nullable String string() {
        if (at >= text.length() || text.charAt(at) != '"') {
            return null;
        }
        var string = new StringBuilder();
        boolean escaped = false;
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                return null;
            } else if (c == '\\') {
                int unescaped = escaped();
                if (unescaped < 0) {
                    return null;
                }
                escaped = true;
                c = (char) unescaped;
            }
            string.append(c);
        }
        if (at++ >= text.length()) {
            return null;
        }
        // Half of a surrogate pair, which can only come escaped, has no bytes.
        return escaped ? new String(string.toString().getBytes(UTF_8), UTF_8) : string.toString();
    }

    /** The character of the escape behind a backslash; -1 if there is none. */
    private int escaped() {
        char c = at < text.length() ? text.charAt(at++) : END;
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\', '/' -> c;
            case 'u' -> hexadecimal();
            default -> -1;
        };
    }

    private int hexadecimal() {
        int value = 0;
        for (int end = at + 4; at < end; at++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0 || text.charAt(at) > 'f') {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    /** Skips white space; the character behind it, which is not skipped, or {@link #END}. */
    private char next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : END;
    }
}
