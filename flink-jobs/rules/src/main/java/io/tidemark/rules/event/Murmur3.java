package io.tidemark.rules.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * MurmurHash3, the 128-bit variant for 64-bit machines (x64_128, Austin Appleby, public domain), over bytes that come
 * in pieces: a name can be hashed without being put together first.
 *
 * <p>One instance is used again and again: {@link #start}, any number of {@link #add}, {@link #finish}, then
 * {@link #first} and {@link #second}. However the bytes are cut into pieces, the result is the same. The result is
 * part of the state that outlives a release (it is a state key), so it never changes.
 */
public final class Murmur3 {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = 16;
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    private long first;
    private long second;
    /** The bytes of a block that is not whole yet, in the low {@code length % 16} places of these two words. */
    private long low;

    private long high;
    private long length;

    /** Forgets what was added. The reference takes a seed of 32 bits; more bits are welcome here. */
    public Murmur3 start(long seed) {
        first = seed;
        second = seed;
        low = 0;
        high = 0;
        length = 0;
        return this;
    }

    /** Adds a slice of bytes. */
    public Murmur3 add(byte[] bytes, int from, int size) {
        int at = from;
        int end = from + size;
        while (at < end && (length & (BLOCK - 1)) != 0) {
            addByte(bytes[at++]);
        }
        for (; end - at >= BLOCK; at += BLOCK) {
            mix((long) WORD.get(bytes, at), (long) WORD.get(bytes, at + 8));
            length += BLOCK;
        }
        while (at < end) {
            addByte(bytes[at++]);
        }
        return this;
    }

    /** Mixes the last bytes in; from now on {@link #first} and {@link #second} are the hash, until {@link #start}. */
    public Murmur3 finish() {
        second ^= scrambledHigh(high);
        first ^= scrambledLow(low);
        first ^= length;
        second ^= length;
        first += second;
        second += first;
        first = avalanche(first);
        second = avalanche(second);
        first += second;
        second += first;
        return this;
    }

    /** The first 64 bits of the hash; only after {@link #finish}. */
    public long first() {
        return first;
    }

    /** The last 64 bits of the hash; only after {@link #finish}. */
    public long second() {
        return second;
    }

    private void addByte(byte value) {
        int place = (int) (length++ & (BLOCK - 1));
        long shifted = (value & 0xFFL) << (place * 8);
        if (place < 8) {
            low |= shifted;
        } else {
            high |= shifted;
        }
        if (place == BLOCK - 1) {
            mix(low, high);
            low = 0;
            high = 0;
        }
    }

    private void mix(long blockLow, long blockHigh) {
        first ^= scrambledLow(blockLow);
        first = (Long.rotateLeft(first, 27) + second) * 5 + 0x52dce729;
        second ^= scrambledHigh(blockHigh);
        second = (Long.rotateLeft(second, 31) + first) * 5 + 0x38495ab5;
    }

    private static long scrambledLow(long word) {
        return Long.rotateLeft(word * C1, 31) * C2;
    }

    private static long scrambledHigh(long word) {
        return Long.rotateLeft(word * C2, 33) * C1;
    }

    private static long avalanche(long word) {
        long mixed = word;
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
