package io.tidemark.rules.codec;

import io.tidemark.rules.event.LogPosition;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The JSON form of a position in the log: {@code {"epoch":1,"partition":0,"offset":42}}, with its members in any order. */
final class Places {
    private static final int EPOCH = 0;
    private static final int PARTITION = 1;
    private static final int OFFSET = 2;
    private static final byte[][] NAMES = {
        {'e', 'p', 'o', 'c', 'h'},
        {'p', 'a', 'r', 't', 'i', 't', 'i', 'o', 'n'},
        {'o', 'f', 'f', 's', 'e', 't'}
    };
    private static final long[] LARGEST = {Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE};
    private static final long ABSENT = -1;

    private Places() {}

    /**
     * The position that a JSON object is, or null where it is none: it has exactly the three members, each once, and each
     * a whole number that is not negative and fits. The slice must be a valid JSON object.
     */
    static @Nullable LogPosition read(byte[] json, int from, int to) {
        long[] numbers = {ABSENT, ABSENT, ABSENT};
        int at = JsonSkim.skipWhitespace(json, from + 1);
        while (at < to && json[at] == '"') {
            int nameEnd = JsonSkim.skipString(json, at);
            int member = member(json, at + 1, nameEnd - 1);
            int colon = JsonSkim.skipWhitespace(json, nameEnd);
            int begin = JsonSkim.skipWhitespace(json, colon + 1);
            int end = JsonSkim.skipValue(json, begin);
            if (member < 0 || numbers[member] != ABSENT) {
                return null;
            }
            numbers[member] = number(json, begin, end, LARGEST[member]);
            if (numbers[member] == ABSENT) {
                return null;
            }
            int sign = JsonSkim.skipWhitespace(json, end);
            at = JsonSkim.skipWhitespace(json, sign + 1);
        }
        if (numbers[EPOCH] == ABSENT || numbers[PARTITION] == ABSENT || numbers[OFFSET] == ABSENT) {
            return null;
        }
        return new LogPosition((int) numbers[EPOCH], (int) numbers[PARTITION], numbers[OFFSET]);
    }

    /** Which member has this name, however its letters are written; -1 for none. */
    private static int member(byte[] json, int from, int to) {
        boolean escaped = ByteScan.quoteOrBackslash(json, from) != to;
        byte[] name = escaped ? Escapes.unescape(json, from, to) : Arrays.copyOfRange(json, from, to);
        for (int member = 0; member < NAMES.length && name != null; member++) {
            if (Arrays.equals(name, NAMES[member])) {
                return member;
            }
        }
        return -1;
    }

    private static long number(byte[] json, int from, int to, long largest) {
        boolean number = json[from] == '-' || (json[from] >= '0' && json[from] <= '9');
        OptionalLong whole = number ? Numbers.whole(json, from, to) : OptionalLong.empty();
        boolean fits = whole.isPresent() && whole.getAsLong() >= 0 && whole.getAsLong() <= largest;
        return fits ? whole.getAsLong() : ABSENT;
    }
}
