package io.tidemark.rules.codec;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * How JSON writes numbers, and what the text of one amounts to, exactly. No method takes longer than its text is long,
 * so {@code 1e999999999} is as cheap as {@code 1}.
 */
final class Numbers {
    /** The powers of ten that a {@code double} holds exactly. */
    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** More digits than this may not fit a {@code double} exactly (2^53 is about 9.0e15). */
    private static final int DOUBLE_DIGITS = 15;

    /** The digits of the largest {@code long}. */
    private static final int LONG_DIGITS = 19;

    /** Where an exponent stops counting: far beyond what the digits of any array could make up for. */
    private static final long FAR = 1_000_000_000_000L;

    /** {@link #plain} of a number that is not plain: it has more digits than a plain one. */
    static final long NOT_PLAIN = Long.MIN_VALUE;

    /** So many digits always fit a {@code long}. */
    private static final int PLAIN_DIGITS = 18;

    private Numbers() {}

    /** The index behind the number that begins at {@code from}, or -1 where the grammar of JSON knows none. */
    static int after(byte[] text, int from) {
        int first = text[from] == '-' ? from + 1 : from;
        int at = afterDigits(text, first);
        if (at < 0 || (text[first] == '0' && at > first + 1)) {
            return -1;
        }
        if (at < text.length && text[at] == '.') {
            at = afterDigits(text, at + 1);
        }
        if (at >= 0 && at < text.length && (text[at] | 0x20) == 'e') {
            boolean signed = at + 1 < text.length && (text[at + 1] == '+' || text[at + 1] == '-');
            at = afterDigits(text, signed ? at + 2 : at + 1);
        }
        return at;
    }

    /** The number, where it is written with at most 18 digits and nothing else but a sign; else {@link #NOT_PLAIN}. */
    static long plain(byte[] text, int from, int to) {
        boolean negative = text[from] == '-';
        int first = negative ? from + 1 : from;
        if (to - first > PLAIN_DIGITS) {
            return NOT_PLAIN;
        }
        long value = 0;
        for (int at = first; at < to; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                return NOT_PLAIN;
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    /** The number, where its exact value is whole and fits a {@code long}: {@code 1.0}, {@code 1e3}, {@code -0}. */
    static OptionalLong whole(byte[] text, int from, int to) {
        boolean negative = text[from] == '-';
        long magnitude = 0;
        long digits = 0;
        // Zeros behind the last other digit: they count only once another digit follows.
        long zeros = 0;
        long exponent = 0;
        boolean fraction = false;
        int at = negative ? from + 1 : from;
        for (; at < to && (text[at] | 0x20) != 'e'; at++) {
            if (text[at] == '.') {
                fraction = true;
                continue;
            }
            exponent -= fraction ? 1 : 0;
            if (text[at] == '0') {
                zeros += digits > 0 ? 1 : 0;
                continue;
            }
            digits += zeros + 1;
            if (digits > LONG_DIGITS) {
                // Either larger than a long, or the last of these digits is behind the point.
                return OptionalLong.empty();
            }
            magnitude = shifted(magnitude, zeros + 1) + (text[at] - '0');
            zeros = 0;
        }
        if (digits == 0) {
            return OptionalLong.of(0);
        }
        exponent += zeros + exponent(text, at, to);
        if (exponent < 0 || digits + exponent > LONG_DIGITS) {
            return OptionalLong.empty();
        }
        // Nineteen digits fit 64 bits without a sign.
        magnitude = shifted(magnitude, exponent);
        if (magnitude < 0 && !(negative && magnitude == Long.MIN_VALUE)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(negative ? -magnitude : magnitude);
    }

    /** The number as the nearest {@code double}; infinite where it is too large for one. */
    static double decimal(byte[] text, int from, int to) {
        boolean negative = text[from] == '-';
        long mantissa = 0;
        long exponent = 0;
        boolean fraction = false;
        int at = negative ? from + 1 : from;
        int digits = 0;
        for (; at < to && (text[at] | 0x20) != 'e'; at++) {
            if (text[at] == '.') {
                fraction = true;
                continue;
            }
            exponent -= fraction ? 1 : 0;
            mantissa = mantissa * 10 + (text[at] - '0');
            if (++digits > DOUBLE_DIGITS) {
                return nearest(text, from, to);
            }
        }
        exponent += exponent(text, at, to);
        if (exponent < 1 - TENS.length || exponent > TENS.length - 1) {
            return nearest(text, from, to);
        }
        // Both operands are exact, so the one rounding of the division or product is the right one (Clinger 1990).
        double value = exponent < 0 ? mantissa / TENS[(int) -exponent] : mantissa * TENS[(int) exponent];
        return negative ? -value : value;
    }

    private static double nearest(byte[] text, int from, int to) {
        return Double.parseDouble(new String(text, from, to - from, StandardCharsets.ISO_8859_1));
    }

    /** The exponent whose letter is at {@code letter}, not followed beyond {@link #FAR}; 0 where there is none. */
    private static long exponent(byte[] text, int letter, int to) {
        if (letter >= to) {
            return 0;
        }
        int at = letter + 1;
        boolean negative = text[at] == '-';
        if (negative || text[at] == '+') {
            at++;
        }
        long exponent = 0;
        for (; at < to && exponent < FAR; at++) {
            exponent = exponent * 10 + (text[at] - '0');
        }
        return negative ? -exponent : exponent;
    }

    /** The index behind one or more digits, or -1 where there is none. */
    private static int afterDigits(byte[] text, int from) {
        int at = from;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at == from ? -1 : at;
    }

    private static long shifted(long magnitude, long places) {
        long shifted = magnitude;
        for (long i = 0; i < places; i++) {
            shifted *= 10;
        }
        return shifted;
    }
}
