package io.tidemark.rules.codec;

import java.util.Arrays;

/** Which containers are open, one bit each: a million levels take 125 kB and no call stack. */
final class Nesting {
    private long[] objects = new long[4];
    private int depth;
    private boolean object;

    /** Whether nothing is open. */
    boolean isEmpty() {
        return depth == 0;
    }

    /** Whether the innermost open container is an object, not an array; only while something is open. */
    boolean inObject() {
        return object;
    }

    void clear() {
        depth = 0;
    }

    /** Opens an object or an array. */
    void open(boolean anObject) {
        int word = depth >> 6;
        if (word == objects.length) {
            objects = Arrays.copyOf(objects, word * 2);
        }
        long bit = 1L << depth;
        objects[word] = anObject ? objects[word] | bit : objects[word] & ~bit;
        object = anObject;
        depth++;
    }

    /** Closes the innermost container. */
    void close() {
        depth--;
        int last = depth - 1;
        object = last >= 0 && (objects[last >> 6] & 1L << last) != 0;
    }
}
