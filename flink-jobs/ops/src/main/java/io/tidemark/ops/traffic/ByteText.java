package io.tidemark.ops.traffic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text that is written as UTF-8 bytes, without a string on the way. */
final class ByteText {
    private static final byte[] DIGITS = bytes("0123456789");
    private static final byte[] LOWER = bytes("0123456789abcdef");
    private static final byte[] UPPER = bytes("0123456789ABCDEF");

    private byte[] bytes = new byte[1024];
    private int length;

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    ByteText clear() {
        length = 0;
        return this;
    }

    int length() {
        return length;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    void cutTo(int newLength) {
        length = newLength;
    }

    ByteText add(byte[] text) {
        return add(text, 0, text.length);
    }

    ByteText add(byte[] text, int from, int count) {
        room(count);
        System.arraycopy(text, from, bytes, length, count);
        length += count;
        return this;
    }

    ByteText add(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    ByteText add(long number) {
        long rest = number;
        if (rest < 0) {
            add('-');
            rest = -rest;
        }
        int digits = 1;
        for (long power = rest / 10; power > 0; power /= 10) {
            digits++;
        }
        room(digits);
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = DIGITS[(int) (rest % 10)];
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Hundredths as a decimal number: 1250 is 12.50. */
    ByteText addCents(long cents) {
        return add(cents / 100)
                .add('.')
                .add((char) DIGITS[(int) (cents % 100 / 10)])
                .add((char) DIGITS[(int) (cents % 10)]);
    }

    /** 128 bits in the form of a UUID. */
    ByteText addUuid(long high, long low, boolean upper) {
        byte[] digits = upper ? UPPER : LOWER;
        hex(high >>> 32, 8, digits);
        add('-').hex(high >>> 16, 4, digits);
        add('-').hex(high, 4, digits);
        add('-').hex(low >>> 48, 4, digits);
        return add('-').hex(low, 12, digits);
    }

    private ByteText hex(long bits, int count, byte[] digits) {
        room(count);
        for (int shift = (count - 1) * 4; shift >= 0; shift -= 4) {
            bytes[length++] = digits[(int) (bits >>> shift) & 15];
        }
        return this;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
