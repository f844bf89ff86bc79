package io.tidemark.collector.spool;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is known of one file of the spool. */
final class Segment {
    private static final Pattern NAME = Pattern.compile("segment-(\\d{12})\\.spool(\\.damaged)?");
    private static final String DAMAGED = ".damaged";

    final long number;
    final String name;
    /** Whether it was there before this process. */
    final boolean recovered;
    /** Where the last record ends that may be read. */
    long end;
    /** How many bytes the file has. */
    long size;
    /** What was read, and what of that is acknowledged. */
    long readTo = SegmentFormat.HEADER;

    long acknowledgedTo = SegmentFormat.HEADER;
    /** When its first record was received. */
    long firstReceivedAt = Long.MAX_VALUE;
    /** Whether nothing is appended to it any more. */
    boolean closed;
    /** Whether something in it cannot be read that may have been stored. */
    boolean damaged;
    /** How many times in a row it could not be read. */
    int failedReads;

    private Segment(long number, boolean recovered, long size) {
        this.number = number;
        this.name = "segment-%012d.spool".formatted(number);
        this.recovered = recovered;
        this.size = size;
        this.end = size;
        this.closed = recovered;
    }

    /** A segment that is yet to be written. */
    static Segment next(long number) {
        return new Segment(number, false, SegmentFormat.HEADER);
    }

    /** A segment that was found. */
    static Segment found(String name, long size) {
        Long number = numberOf(name);
        if (number == null) {
            throw new IllegalArgumentException("No name of a segment: " + name);
        }
        return new Segment(number, true, size);
    }

    /** Whether a file with this name is a segment whose events are to be read. */
    static boolean isSegment(String name) {
        return numberOf(name) != null && !name.endsWith(DAMAGED);
    }

    /** The number in a name, also of a segment that was put aside; null where it is no segment's. */
    static @Nullable Long numberOf(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Long.valueOf(matcher.group(1)) : null;
    }

    /** The name that a damaged segment is kept under. */
    String damagedName() {
        return name + DAMAGED;
    }

    boolean hasUnread() {
        return readTo < end;
    }

    /** Whether each of its records was read and acknowledged. */
    boolean isAcknowledged() {
        return readTo >= end && acknowledgedTo >= readTo;
    }
}
