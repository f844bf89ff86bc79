package io.tidemark.collector.http.wire;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the bytes of a head before they are parsed, and refuses what parsers repair in different ways: folded headers,
 * lines that do not end with CR LF, control characters, anything but two single spaces in the request line, other
 * protocols. It also counts the lines, as each costs far more memory than its bytes.
 */
final class HeadGuard {
    private static final int MOST_LINES = 100;
    private static final String VERSION = "HTTP/";
    private static final int MOST_EMPTY_LINES = 4;

    private int lines;
    private int emptyLines;
    /** How many bytes at the beginning, of a line without its end, have been looked at. */
    private int scanned;

    /** Makes it ready for the next head. */
    void reset() {
        lines = 0;
        emptyLines = 0;
        scanned = 0;
    }

    /** Skips the empty lines that may come before a request. False: one of them is not whole, or there are too many. */
    boolean skipEmptyLines(ByteBuf in) {
        while (lines == 0 && in.isReadable() && in.getByte(in.readerIndex()) == '\r') {
            boolean whole = in.readableBytes() > 1 && in.getByte(in.readerIndex() + 1) == '\n';
            if (!whole || ++emptyLines > MOST_EMPTY_LINES) {
                return false;
            }
            in.skipBytes(2);
        }
        return true;
    }

    /**
     * Looks at all lines up to the end of the head. The first readable byte is the first of a line, as the parser takes
     * whole lines only.
     *
     * @return what is wrong; null where nothing is
     */
    @Nullable
    Refusal check(ByteBuf in) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        if (lines == 0 && start < end && !isLetter(in.getByte(start))) {
            return Refusal.MALFORMED;
        }
        while (start < end) {
            int feed = in.indexOf(start + scanned, end, (byte) '\n');
            if (feed < 0) {
                scanned = end - start;
                return null;
            }
            scanned = 0;
            if (!isLine(in, start, feed)) {
                return Refusal.MALFORMED;
            }
            if (feed == start + 1) {
                return null;
            }
            if (++lines > MOST_LINES) {
                return Refusal.HEADERS_TOO_LARGE;
            }
            start = feed + 1;
        }
        return null;
    }

    private boolean isLine(ByteBuf in, int start, int feed) {
        int last = feed - 1;
        if (last < start || in.getByte(last) != '\r') {
            return false;
        }
        return lines == 0 ? isRequestLine(in, start, last) : isHeader(in, start, last);
    }

    private static boolean isRequestLine(ByteBuf in, int start, int end) {
        int spaces = 0;
        int word = start;
        byte before = ' ';
        for (int at = start; at < end; at++) {
            byte each = in.getByte(at);
            if (each < ' ' || each == 0x7F || (each == ' ' && before == ' ')) {
                return false;
            }
            if (each == ' ') {
                spaces++;
                word = at + 1;
            }
            before = each;
        }
        return spaces == 2 && end - word > VERSION.length() && hasVersion(in, word);
    }

    /** Whether the protocol is HTTP, in capital letters: Netty takes small ones too. */
    private static boolean hasVersion(ByteBuf in, int start) {
        for (int i = 0; i < VERSION.length(); i++) {
            if (in.getByte(start + i) != VERSION.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHeader(ByteBuf in, int start, int end) {
        if (start < end && (in.getByte(start) == ' ' || in.getByte(start) == '\t')) {
            return false;
        }
        for (int at = start; at < end; at++) {
            byte each = in.getByte(at);
            if ((each >= 0 && each < ' ' && each != '\t') || each == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(byte each) {
        return (each >= 'A' && each <= 'Z') || (each >= 'a' && each <= 'z');
    }
}
