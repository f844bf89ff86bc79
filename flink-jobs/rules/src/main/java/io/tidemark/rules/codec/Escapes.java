package io.tidemark.rules.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The escapes of JSON strings. */
public final class Escapes {
    private Escapes() {}

    /** The index behind the escape whose backslash is at {@code at}, or -1 where it is none. */
    static int after(byte[] bytes, int at) {
        if (at + 1 >= bytes.length) {
            return -1;
        }
        if (bytes[at + 1] != 'u') {
            return plain(bytes[at + 1]) < 0 ? -1 : at + 2;
        }
        return unit(bytes, at) < 0 ? -1 : at + 6;
    }

    /**
     * The text between the quotes of a JSON string, as UTF-8 without escapes.
     *
     * @return null where half a surrogate pair is alone, which UTF-8 cannot hold; also where an escape is none,
     *     which happens only in text that was not validated
     */
    public static byte @Nullable [] unescape(byte[] bytes, int from, int to) {
        // No escape is shorter than the bytes it encodes.
        byte[] text = new byte[to - from];
        int size = 0;
        int at = from;
        while (at < to) {
            if (bytes[at] != '\\') {
                text[size++] = bytes[at++];
                continue;
            }
            int after = after(bytes, at);
            if (after < 0 || after > to) {
                return null;
            }
            int codePoint = after == at + 2 ? plain(bytes[at + 1]) : codePoint(bytes, at, to);
            if (codePoint < 0) {
                return null;
            }
            size = Utf8.write(codePoint, text, size);
            at = codePoint >= Character.MIN_SUPPLEMENTARY_CODE_POINT ? at + 12 : after;
        }
        return Arrays.copyOf(text, size);
    }

    /** The code point of the escape of six bytes at {@code at}, or of twelve where it is a pair; -1 for half a pair. */
    private static int codePoint(byte[] bytes, int at, int to) {
        int unit = unit(bytes, at);
        if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
            return unit;
        }
        boolean pairFits = at + 12 <= to && bytes[at + 6] == '\\' && bytes[at + 7] == 'u';
        int low = pairFits ? unit(bytes, at + 6) : -1;
        boolean pair = unit <= Character.MAX_HIGH_SURROGATE
                && low >= Character.MIN_LOW_SURROGATE
                && low <= Character.MAX_LOW_SURROGATE;
        return pair ? Character.toCodePoint((char) unit, (char) low) : -1;
    }

    /** The UTF-16 code unit whose backslash is at {@code at}, or -1 where four hexadecimal digits do not follow. */
    private static int unit(byte[] bytes, int at) {
        if (at + 6 > bytes.length) {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            // Digits of other scripts are not ASCII, so their bytes are negative and no digits here.
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private static int plain(byte letter) {
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> -1;
        };
    }
}
