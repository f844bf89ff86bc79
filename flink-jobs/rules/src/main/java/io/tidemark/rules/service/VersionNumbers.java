package io.tidemark.rules.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Numbers of versions, for those who compare what one place has of them with what another has. */
public final class VersionNumbers {
    private VersionNumbers() {}

    /** Those of 1 to {@code newest} that are not among {@code there}. */
    public static SortedSet<Long> missing(long newest, Collection<Long> there) {
        SortedSet<Long> missing = new TreeSet<>();
        for (long number = 1; number <= newest; number++) {
            missing.add(number);
        }
        missing.removeAll(new TreeSet<>(there));
        return missing;
    }

    /** Such as {@code version 4}, {@code versions 4 and 6} or {@code versions 1 to 3, 5 and 7 to 9}; for at least one. */
    public static String text(SortedSet<Long> numbers) {
        List<String> ranges = new ArrayList<>();
        Iterator<Long> each = numbers.iterator();
        long first = each.next();
        long last = first;
        while (each.hasNext()) {
            long next = each.next();
            if (next > last + 1) {
                add(ranges, first, last);
                first = next;
            }
            last = next;
        }
        add(ranges, first, last);
        String end = ranges.remove(ranges.size() - 1);
        return (numbers.size() == 1 ? "version " : "versions ")
                + (ranges.isEmpty() ? end : String.join(", ", ranges) + " and " + end);
    }

    private static void add(List<String> ranges, long first, long last) {
        if (last == first + 1) {
            ranges.add(Long.toString(first));
            ranges.add(Long.toString(last));
        } else {
            ranges.add(first == last ? Long.toString(first) : first + " to " + last);
        }
    }
}
