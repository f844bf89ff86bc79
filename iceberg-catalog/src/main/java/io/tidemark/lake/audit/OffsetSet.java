package io.tidemark.lake.audit;

import io.tidemark.lake.log.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of offsets, one bit each in pages of 65,536: a billion consecutive offsets take 125 MB. Offsets are not
 * negative. For one thread.
 */
final class OffsetSet {
    private static final int PAGE_BITS = 16;
    private static final int WORDS = 1 << (PAGE_BITS - 6);

    private final TreeMap<Long, long[]> pages = new TreeMap<>();
    private long lastPage = -1;
    private long @Nullable [] lastWords;
    private long size;

    /** Adds an offset; false if it was there. */
    boolean add(long offset) {
        long[] words = page(offset >>> PAGE_BITS);
        int word = wordOf(offset);
        long bit = 1L << offset;
        if ((words[word] & bit) != 0) {
            return false;
        }
        words[word] |= bit;
        size++;
        return true;
    }

    boolean contains(long offset) {
        long[] words = pages.get(offset >>> PAGE_BITS);
        return words != null && (words[wordOf(offset)] & (1L << offset)) != 0;
    }

    /** Adds all of another set; offsets that were in both are told. */
    void addAll(OffsetSet other, LongConsumer inBoth) {
        for (Map.Entry<Long, long[]> page : other.pages.entrySet()) {
            long[] mine = page(page.getKey());
            long[] theirs = page.getValue();
            for (int i = 0; i < WORDS; i++) {
                long base = (page.getKey() << PAGE_BITS) + ((long) i << 6);
                for (long both = mine[i] & theirs[i]; both != 0; both &= both - 1) {
                    inBoth.accept(base + Long.numberOfTrailingZeros(both));
                }
                size += Long.bitCount(theirs[i] & ~mine[i]);
                mine[i] |= theirs[i];
            }
        }
    }

    long size() {
        return size;
    }

    /** The smallest offset; the set must not be empty. */
    long first() {
        Map.Entry<Long, long[]> page = Objects.requireNonNull(pages.firstEntry());
        return nextIn(page.getKey() << PAGE_BITS, true);
    }

    /** The largest offset; the set must not be empty. */
    long last() {
        Map.Entry<Long, long[]> page = Objects.requireNonNull(pages.lastEntry());
        int word = WORDS - 1;
        while (page.getValue()[word] == 0) {
            word--;
        }
        long base = (page.getKey() << PAGE_BITS) + ((long) word << 6);
        return base + 63 - Long.numberOfLeadingZeros(page.getValue()[word]);
    }

    /** The runs of offsets between {@link #first()} and {@link #last()} that are not in the set, in order. */
    List<OffsetRange> holes() {
        List<OffsetRange> holes = new ArrayList<>();
        if (size == 0) {
            return holes;
        }
        long last = last();
        long from = nextIn(first(), false);
        while (from < last) {
            long to = nextIn(from, true);
            holes.add(new OffsetRange(from, to));
            from = nextIn(to, false);
        }
        return holes;
    }

    /** The next offset from here on that is in the set, or that is not. */
    private long nextIn(long from, boolean present) {
        long at = from;
        while (true) {
            long page = at >>> PAGE_BITS;
            long[] words = pages.get(page);
            if (words == null) {
                if (!present) {
                    return at;
                }
                Long higher = Objects.requireNonNull(pages.higherKey(page), "no further offset");
                at = higher << PAGE_BITS;
                continue;
            }
            int word = wordOf(at);
            long bits = (present ? words[word] : ~words[word]) >>> at;
            if (bits != 0) {
                return at + Long.numberOfTrailingZeros(bits);
            }
            at = ((at >>> 6) + 1) << 6;
        }
    }

    private long[] page(long number) {
        long[] words = lastWords;
        if (number != lastPage || words == null) {
            words = pages.computeIfAbsent(number, n -> new long[WORDS]);
            lastPage = number;
            lastWords = words;
        }
        return words;
    }

    private static int wordOf(long offset) {
        return (int) (offset >>> 6) & (WORDS - 1);
    }
}
