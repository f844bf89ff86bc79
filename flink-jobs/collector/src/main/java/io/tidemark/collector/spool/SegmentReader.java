package io.tidemark.collector.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads the records of segments, by one thread. */
final class SegmentReader {
    private static final int WINDOW = 256 * 1024;
    private static final int KEPT = 4 * 1024 * 1024;

    private final Disk disk;
    private final SegmentFormat format;
    private byte[] window = new byte[WINDOW];
    /** How many bytes of the window were read. */
    private int filled;

    SegmentReader(Disk disk, SegmentFormat format) {
        this.disk = disk;
        this.format = format;
    }

    /**
     * Some records that follow each other.
     *
     * @param events the records
     * @param to where the last of them ends
     * @param broken whether there are bytes behind it that are no intact record
     */
    record Part(List<SpooledEvent> events, long to, boolean broken) {}

    /** What the file begins with. */
    byte[] header(Segment segment) throws IOException {
        byte[] header = new byte[SegmentFormat.HEADER];
        int count = disk.read(segment.name, 0, ByteBuffer.wrap(header));
        return count < header.length ? new byte[0] : header;
    }

    /** Reads on from what was read of a segment: at least one record where there is one. */
    Part read(Segment segment, int most, int mostBytes) throws IOException {
        List<SpooledEvent> events = new ArrayList<>();
        long from = segment.readTo;
        int at = 0;
        fill(segment, from, WINDOW);
        while (events.size() < most && (at < mostBytes || events.isEmpty())) {
            if (from + at >= segment.end) {
                return new Part(events, from + at, false);
            }
            int size = filled - at < SegmentFormat.PREFIX ? -1 : SegmentFormat.recordSize(window, at);
            if (size == 0 || from + at + Math.max(size, SegmentFormat.PREFIX) > segment.end) {
                return new Part(events, from + at, true);
            }
            if (size < 0 || at + size > filled) {
                if (!events.isEmpty()) {
                    return new Part(events, from + at, false);
                }
                fill(segment, from, Math.max(size, WINDOW));
                if (filled < Math.max(size, SegmentFormat.PREFIX)) {
                    throw new IOException("The file " + segment.name + " ends before byte " + segment.end);
                }
                continue;
            }
            if (!format.isIntact(window, at, size)) {
                return new Part(events, from + at, true);
            }
            at += size;
            events.add(new SpooledEvent(
                    SegmentFormat.event(window, at - size, size),
                    new SpoolPosition(segment.number, from + at),
                    segment.recovered));
        }
        return new Part(events, from + at, false);
    }

    private void fill(Segment segment, long from, int size) throws IOException {
        int wanted = (int) Math.min(size, segment.end - from);
        if (wanted > window.length || (wanted <= WINDOW && window.length > KEPT)) {
            window = new byte[Math.max(wanted, WINDOW)];
        }
        filled = disk.read(segment.name, from, ByteBuffer.wrap(window, 0, wanted));
    }

    /** Whether an intact record begins anywhere from there to the end of the segment: then it is damaged, not torn. */
    boolean hasRecordBehind(Segment segment, long from) throws IOException {
        byte[] bytes = new byte[WINDOW];
        for (long start = from; start < segment.size; start += WINDOW - SegmentFormat.PREFIX) {
            int count = disk.read(segment.name, start, ByteBuffer.wrap(bytes));
            for (int at = 0; at + SegmentFormat.PREFIX <= count; at++) {
                int size = SegmentFormat.recordSize(bytes, at);
                if (size > 0 && isRecord(segment, start + at, size)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isRecord(Segment segment, long from, int size) throws IOException {
        if (from + size > segment.size) {
            return false;
        }
        byte[] record = new byte[size];
        return disk.read(segment.name, from, ByteBuffer.wrap(record)) == size && format.isIntact(record, 0, size);
    }
}
