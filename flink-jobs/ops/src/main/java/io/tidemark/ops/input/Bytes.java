package io.tidemark.ops.input;

import java.util.Arrays;

/** Bytes that are added one after another, and of which any part can be taken. */
final class Bytes {
    private static final int FIRST = 1 << 10;

    private byte[] bytes = new byte[FIRST];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    byte at(int index) {
        return bytes[index];
    }

    void add(byte value) {
        grow(1);
        bytes[length++] = value;
    }

    void add(byte[] from, int begin, int size) {
        grow(size);
        System.arraycopy(from, begin, bytes, length, size);
        length += size;
    }

    byte[] slice(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** The index of the first byte that {@link FirstBytes#skipByteOrderMark} leaves. */
    int skipByteOrderMark() {
        return FirstBytes.skipByteOrderMark(bytes, 0, length);
    }

    private void grow(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length + (bytes.length >> 1), length + more));
        }
    }
}
