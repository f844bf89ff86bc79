package io.tidemark.ops.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of a text are laid out, as its first one shows: one a line; or over several lines, or several on a line,
 * or as a whole request of the HTTP API with a list {@code events}. A line that is broken is a line all the same.
 */
final class FirstObject {
    private static final byte[] EVENTS = "events".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT_TYPE = "event_type".getBytes(StandardCharsets.US_ASCII);

    private final byte[] head;
    private final int length;
    private final BitSet lists = new BitSet();
    private int at;
    private int depth;
    /** The last byte that was no white space and in no string; a quote for a string. */
    private byte last;

    private int nameFrom;
    private int nameTo;
    private boolean typed;
    private boolean lineEnded;

    private FirstObject(byte[] head, int from, int length) {
        this.head = head;
        this.length = length;
        this.at = from;
    }

    /** The form of the text whose first object begins at {@code from}; null where more bytes are needed. */
    static Content.@Nullable Form form(byte[] head, int from, int length, boolean whole) {
        Content.Form form = new FirstObject(head, from, length).form();
        return form == null && whole ? Content.Form.LINES : form;
    }

    private Content.@Nullable Form form() {
        while (at < length) {
            byte sign = head[at];
            if (FirstBytes.isSpace(sign)) {
                lineEnded |= sign == '\n';
                at++;
                continue;
            }
            if (lineEnded) {
                // Where an object cannot be, another record begins, and this one is broken.
                boolean fits = sign != '{' || last == ':' || (inList() && (last == '[' || last == ','));
                return fits ? Content.Form.VALUES : Content.Form.LINES;
            }
            if (sign == '"') {
                Content.Form broken = string();
                if (broken != null || at >= length) {
                    return broken;
                }
            } else {
                if (isRequest(sign)) {
                    return Content.Form.VALUES;
                }
                at++;
                nest(sign);
                last = sign;
                if (depth == 0) {
                    return behind();
                }
            }
        }
        return null;
    }

    private boolean inList() {
        return lists.get(depth);
    }

    private void nest(byte sign) {
        if (sign == '{' || sign == '[') {
            depth++;
            lists.set(depth, sign == '[');
        } else if (sign == '}' || sign == ']') {
            depth--;
        }
    }

    /** Passes a string; a line that ends within one is broken. */
    private Content.@Nullable Form string() {
        boolean name = depth == 1 && (last == '{' || last == ',');
        int from = at + 1;
        int end = from;
        while (end < length && head[end] != '"') {
            if (head[end] == '\n') {
                return Content.Form.LINES;
            }
            end += head[end] == '\\' ? 2 : 1;
        }
        if (end < length && name) {
            nameFrom = from;
            nameTo = end;
            typed |= isNamed(EVENT_TYPE);
        }
        at = end + 1;
        last = '"';
        return null;
    }

    private boolean isRequest(byte sign) {
        return sign == '[' && depth == 1 && last == ':' && !typed && isNamed(EVENTS);
    }

    private boolean isNamed(byte[] name) {
        return Arrays.equals(head, nameFrom, nameTo, name, 0, name.length);
    }

    /** Behind the object: a line ends here, or another object follows on it, with or without a comma. */
    private Content.@Nullable Form behind() {
        boolean comma = false;
        while (at < length) {
            byte sign = head[at++];
            if (sign == '\n') {
                return comma ? Content.Form.VALUES : Content.Form.LINES;
            }
            if (sign == '{' || sign == '[') {
                return Content.Form.VALUES;
            }
            if (!FirstBytes.isSpace(sign) && (sign != ',' || comma)) {
                return Content.Form.LINES;
            }
            comma |= sign == ',';
        }
        return null;
    }
}
