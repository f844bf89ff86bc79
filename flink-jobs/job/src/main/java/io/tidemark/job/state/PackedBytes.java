package io.tidemark.job.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing row of bytes, written and read front to back: the form of what the state holds. */
final class PackedBytes {
    private byte[] bytes;
    private int at;

    private PackedBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    static PackedBytes toWrite(int capacity) {
        return new PackedBytes(new byte[capacity]);
    }

    static PackedBytes toRead(byte[] bytes) {
        return new PackedBytes(bytes);
    }

    byte[] written() {
        return Arrays.copyOf(bytes, at);
    }

    boolean atEnd() {
        return at == bytes.length;
    }

    void putByte(int value) {
        room(1);
        bytes[at++] = (byte) value;
    }

    int takeByte() {
        return bytes[at++] & 0xFF;
    }

    /** Seven bits a byte, low bits first: small numbers take little room. */
    void putUnsigned(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[at++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
    }

    long takeUnsigned() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    int takeCount() {
        return Math.toIntExact(takeUnsigned());
    }

    void putSigned(long value) {
        putUnsigned((value << 1) ^ (value >> 63));
    }

    long takeSigned() {
        long folded = takeUnsigned();
        return (folded >>> 1) ^ -(folded & 1);
    }

    void putLong(long value) {
        room(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[at++] = (byte) (value >>> shift);
        }
    }

    long takeLong() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = (value << 8) | (bytes[at++] & 0xFF);
        }
        return value;
    }

    void putText(@Nullable String text) {
        if (text == null) {
            putUnsigned(0);
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        putUnsigned(utf8.length + 1L);
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, at, utf8.length);
        at += utf8.length;
    }

    @Nullable
    String takeText() {
        int length = takeCount() - 1;
        if (length < 0) {
            return null;
        }
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    private void room(int more) {
        if (bytes.length - at < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + more));
        }
    }
}
