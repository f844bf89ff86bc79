package io.tidemark.rules.service;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Texts as they are compared, measured, written as JSON and shown in messages. */
final class Texts {
    /** By their bytes in UTF-8, which is by code points. */
    static final Comparator<String> BYTE_ORDER = Texts::compare;

    private static final int MOST_SHOWN = 80;

    private Texts() {}

    private static int compare(String one, String other) {
        int both = Math.min(one.length(), other.length());
        for (int i = 0; i < both; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return Integer.compare(rank(a), rank(b));
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    /** Surrogates begin the largest code points, and so come behind all other units. */
    private static int rank(char unit) {
        return Character.isSurrogate(unit) ? unit + Character.MAX_VALUE : unit;
    }

    /** Each once, in the order of their bytes. */
    static List<String> sorted(Collection<String> texts) {
        return texts.stream().distinct().sorted(BYTE_ORDER).toList();
    }

    /** A copy in the order of the names' bytes, which does not change. */
    static <V> SortedMap<String, V> sorted(Map<String, V> members) {
        SortedMap<String, V> copy = new TreeMap<>(BYTE_ORDER);
        copy.putAll(members);
        return Collections.unmodifiableSortedMap(copy);
    }

    /** In characters, not bytes. */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Whether no half of a surrogate pair is alone: UTF-8 cannot hold one. */
    static boolean isWhole(String text) {
        return text.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** As a JSON string: escaped is what must be, in the shortest way. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            escape(text.charAt(i), out);
        }
        return out.append('"').toString();
    }

    /** In quotes for a message, without control characters and not too long. */
    static String shown(String text) {
        return quoted(cut(text));
    }

    /** For a message, without control characters and not too long. */
    static String bare(String text) {
        String quoted = shown(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String cut(String text) {
        if (text.length() <= MOST_SHOWN) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MOST_SHOWN - 1)) ? MOST_SHOWN - 1 : MOST_SHOWN;
        return text.substring(0, end) + "…";
    }

    private static void escape(char unit, StringBuilder out) {
        switch (unit) {
            case '"', '\\' -> out.append('\\').append(unit);
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (unit < ' ') {
                    out.append("\\u00")
                            .append(Character.forDigit(unit >> 4, 16))
                            .append(Character.forDigit(unit & 0xF, 16));
                } else {
                    out.append(unit);
                }
            }
        }
    }
}
