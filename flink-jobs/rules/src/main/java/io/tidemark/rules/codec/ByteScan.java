package io.tidemark.rules.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the next byte that matters inside a JSON string, eight bytes at a time.
 *
 * <p>The tests on a word are the usual ones: {@code (x - 0x01..) & ~x & 0x80..} marks the bytes of {@code x} that are
 * zero. A borrow can mark a byte in error only above a byte marked rightly, so the lowest mark is always right.
 */
final class ByteScan {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private ByteScan() {}

    /**
     * The index at or after {@code from} of the first byte that is a quote, a backslash, a control character or not
     * ASCII; {@code bytes.length} where there is none.
     */
    static int special(byte[] bytes, int from) {
        int at = from;
        for (; at <= bytes.length - 8; at += 8) {
            long word = (long) WORD.get(bytes, at);
            long quote = word ^ QUOTES;
            long backslash = word ^ BACKSLASHES;
            long marks =
                    ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - SPACES) & ~word) | word;
            marks &= HIGHS;
            if (marks != 0) {
                return at + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        for (; at < bytes.length; at++) {
            byte value = bytes[at];
            // Bytes that are not ASCII are negative.
            if (value < ' ' || value == '"' || value == '\\') {
                break;
            }
        }
        return at;
    }

    /** The index at or after {@code from} of the first quote or backslash; not within the bytes where there is none. */
    static int quoteOrBackslash(byte[] bytes, int from) {
        int at = from;
        for (; at <= bytes.length - 8; at += 8) {
            long word = (long) WORD.get(bytes, at);
            long quote = word ^ QUOTES;
            long backslash = word ^ BACKSLASHES;
            long marks = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGHS;
            if (marks != 0) {
                return at + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        while (at < bytes.length && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }
}
