package io.tidemark.rules.codec;

/** The strict rules of UTF-8 (RFC 3629): nothing overlong, no surrogates, nothing above U+10FFFF, nothing cut off. */
final class Utf8 {
    private Utf8() {}

    /** The index behind the sequence of two to four bytes that begins at {@code at}, or -1 where it is none. */
    static int after(byte[] bytes, int at) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0xC2) {
            return -1;
        }
        if (lead < 0xE0) {
            return continues(bytes, at + 1) ? at + 2 : -1;
        }
        // The second byte carries what is overlong (E0, F0), a surrogate (ED) or too high (F4).
        if (lead < 0xF0) {
            int lowest = lead == 0xE0 ? 0xA0 : 0x80;
            int highest = lead == 0xED ? 0x9F : 0xBF;
            return within(bytes, at + 1, lowest, highest) && continues(bytes, at + 2) ? at + 3 : -1;
        }
        if (lead > 0xF4) {
            return -1;
        }
        int lowest = lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xF4 ? 0x8F : 0xBF;
        return within(bytes, at + 1, lowest, highest) && continues(bytes, at + 2) && continues(bytes, at + 3)
                ? at + 4
                : -1;
    }

    /** Writes a code point that is no surrogate; returns the index behind it. */
    static int write(int codePoint, byte[] into, int index) {
        int at = index;
        if (codePoint < 0x80) {
            into[at++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            into[at++] = (byte) (0xC0 | (codePoint >> 6));
            into[at++] = following(codePoint);
        } else if (codePoint < 0x10000) {
            into[at++] = (byte) (0xE0 | (codePoint >> 12));
            into[at++] = following(codePoint >> 6);
            into[at++] = following(codePoint);
        } else {
            into[at++] = (byte) (0xF0 | (codePoint >> 18));
            into[at++] = following(codePoint >> 12);
            into[at++] = following(codePoint >> 6);
            into[at++] = following(codePoint);
        }
        return at;
    }

    private static byte following(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    private static boolean continues(byte[] bytes, int at) {
        return within(bytes, at, 0x80, 0xBF);
    }

    private static boolean within(byte[] bytes, int at, int lowest, int highest) {
        if (at >= bytes.length) {
            return false;
        }
        int value = bytes[at] & 0xFF;
        return value >= lowest && value <= highest;
    }
}
