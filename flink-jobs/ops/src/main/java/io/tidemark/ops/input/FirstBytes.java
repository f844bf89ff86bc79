package io.tidemark.ops.input;

import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a stream say that it holds. It is told as soon as it can be, for behind the bytes that are there
 * a pipe may make its reader wait.
 */
final class FirstBytes {
    /** How many bytes are looked at, at most. */
    static final int MOST = 1 << 20;

    private static final int ZEROS = 16;

    private FirstBytes() {}

    /**
     * What it holds; null where more bytes are needed.
     *
     * @param length how many of the bytes were read
     * @param whole whether there are no more
     * @throws NotEvents if it holds no events
     */
    static Content.@Nullable Form of(byte[] head, int length, boolean whole) throws NotEvents {
        Content.Form packed = packed(head, length);
        if (packed != null) {
            return packed;
        }
        Foreign foreign = Foreign.of(head, length);
        if (foreign != null) {
            throw foreign.refusal();
        }
        if (!whole && (length == 0 || mayBePacked(head, length) || Foreign.mayBecome(head, length))) {
            return null;
        }
        int from = skipWhitespace(head, 0, length);
        if (from == length) {
            return whole ? Content.Form.NOTHING : length < MOST ? null : Content.Form.LINES;
        }
        if (Foreign.isWide(head, from, length)) {
            throw Foreign.UTF_16_LE.refusal();
        }
        Content.Form form =
                switch (head[from]) {
                    case '{' -> FirstObject.form(head, from, length, whole);
                    case '[' -> list(head, from, length, whole);
                    default -> text(head, from, length, whole);
                };
        return form == null && length >= MOST ? Content.Form.LINES : form;
    }

    private static Content.@Nullable Form packed(byte[] head, int length) {
        if (length >= 2 && (head[0] & 0xFF) == 0x1F && (head[1] & 0xFF) == 0x8B) {
            return Content.Form.GZIP;
        }
        // Also an empty zip, and a part of one.
        boolean zip = length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == head[3] - 1 && head[2] % 2 == 1;
        return zip ? Content.Form.ARCHIVE : null;
    }

    private static boolean mayBePacked(byte[] head, int length) {
        boolean gzip = head[0] == 0x1F && length < 2;
        boolean zip = head[0] == 'P' && length < 4 && (length < 2 || head[1] == 'K');
        return gzip || zip;
    }

    /** A list of events, or of lists; a log whose lines begin with a time in brackets is none. */
    private static Content.@Nullable Form list(byte[] head, int from, int length, boolean whole) throws NotEvents {
        int inside = skipWhitespace(head, from + 1, length);
        if (inside == length) {
            return whole ? Content.Form.VALUES : null;
        }
        boolean structure = head[inside] == '{' || head[inside] == '[' || head[inside] == ']';
        return structure ? Content.Form.VALUES : text(head, from, length, whole);
    }

    /** Text whose first line is no object: lines of JSON follow where one of those that are there begins like one. */
    private static Content.@Nullable Form text(byte[] head, int from, int length, boolean whole) throws NotEvents {
        for (int at = from; at < length; at++) {
            boolean begins = at == from || head[at - 1] == '\n';
            int first = begins ? skipWhitespace(head, at, length) : length;
            if (first < length && head[first] == '{') {
                return Content.Form.LINES;
            }
        }
        if (!whole && length < MOST) {
            return null;
        }
        throw new NotEvents("it looks like " + kindOfText(head, from, length)
                + ": none of its first lines begins like a JSON object. Give one event a line, each a JSON object in"
                + " braces");
    }

    private static String kindOfText(byte[] head, int from, int length) {
        int zeros = 0;
        int signs = 0;
        int separators = 0;
        boolean firstLine = true;
        for (int at = from; at < length; at++) {
            byte value = head[at];
            zeros += value == 0 ? 1 : 0;
            signs += value < ' ' && value > 0 && !isSpace(value) ? 1 : 0;
            firstLine &= value != '\n';
            separators += firstLine && (value == ',' || value == ';' || value == '\t') ? 1 : 0;
        }
        if (zeros > Math.min(ZEROS, (length - from) / 2)) {
            return "a file of zeros, whose content was lost or never written";
        }
        if (zeros + signs > 0) {
            return "binary data";
        }
        if (head[from] == '<') {
            return "XML or HTML";
        }
        return separators > 0 && head[from] != '[' ? "a table, as CSV" : "plain text";
    }

    /** The index of the first byte that is neither white space nor part of a byte order mark. */
    static int skipWhitespace(byte[] text, int from, int length) {
        int at = skipByteOrderMark(text, from, length);
        while (at < length && isSpace(text[at])) {
            at = skipByteOrderMark(text, at + 1, length);
        }
        return at;
    }

    /** The index behind the byte order mark of UTF-8 that begins here, or the index itself. */
    static int skipByteOrderMark(byte[] text, int from, int length) {
        boolean mark = length - from >= 3
                && text[from] == (byte) 0xEF
                && text[from + 1] == (byte) 0xBB
                && text[from + 2] == (byte) 0xBF;
        return mark ? from + 3 : from;
    }

    /** Whether JSON takes the byte for white space. */
    static boolean isSpace(byte value) {
        return value == ' ' || value == '\n' || value == '\r' || value == '\t';
    }
}
