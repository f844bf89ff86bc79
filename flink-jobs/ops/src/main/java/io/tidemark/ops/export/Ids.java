package io.tidemark.ops.export;

import java.util.Arrays;

/** Many numbers, kept as numbers: first gathered, then looked up. */
final class Ids {
    private long[] values = new long[1024];
    private int size;

    void add(long id) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = id;
    }

    /** All of them, each once, ascending. */
    long[] sorted() {
        long[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        int kept = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (kept == 0 || sorted[i] != sorted[kept - 1]) {
                sorted[kept++] = sorted[i];
            }
        }
        return kept == sorted.length ? sorted : Arrays.copyOf(sorted, kept);
    }
}
