package io.tidemark.collector.spool;

import io.tidemark.collector.record.CollectedEvent;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A write-ahead log of events in the segments of one directory. All but the four values that say how full it is are for
 * one thread.
 *
 * <p>A segment that was found at the start is never appended to: it ends with its last record that is intact. Bytes
 * behind that are a torn tail if no intact record follows them, and are dropped with the segment once it is
 * acknowledged; else the segment is damaged, and is renamed to {@code *.damaged} instead of deleted.
 */
public final class Spool implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final int MOST_FAILED_READS = 10;

    private final Disk disk;
    private final long maxBytes;
    private final SegmentFormat format;
    private final SegmentReader reader;
    private final SegmentWriter writer;
    private final GroupBuffer group;
    private final List<Segment> segments = new ArrayList<>();
    private long lastNumber;

    private volatile long bytes;
    private volatile long oldestAt = Long.MAX_VALUE;
    private volatile boolean empty;
    private final AtomicLong damaged = new AtomicLong();

    private Spool(Disk disk, long maxBytes, long segmentSize, Checksum checksum) {
        this.disk = disk;
        this.maxBytes = maxBytes;
        this.format = new SegmentFormat(checksum);
        this.reader = new SegmentReader(disk, format);
        this.writer = new SegmentWriter(disk, segmentSize);
        this.group = new GroupBuffer(format);
    }

    /**
     * Opens a spool with what is in it.
     *
     * @param maxBytes how many bytes its segments may have together
     * @param segmentSize from how many bytes on the next segment is begun
     * @throws SpoolUnavailableException if a segment was written by another version of the program
     * @throws IOException if the directory or a header cannot be read
     */
    public static Spool open(Disk disk, long maxBytes, long segmentSize) throws IOException {
        return open(disk, maxBytes, segmentSize, Checksum.CRC32C);
    }

    static Spool open(Disk disk, long maxBytes, long segmentSize, Checksum checksum) throws IOException {
        Spool spool = new Spool(disk, maxBytes, segmentSize, checksum);
        spool.recover();
        return spool;
    }

    private void recover() throws IOException {
        for (String name : disk.list()) {
            Long number = Segment.numberOf(name);
            if (number != null) {
                lastNumber = Math.max(lastNumber, number);
                if (Segment.isSegment(name)) {
                    segments.add(Segment.found(name, disk.size(name)));
                } else {
                    damaged.incrementAndGet();
                }
            }
        }
        segments.sort(Comparator.comparingLong(segment -> segment.number));
        for (Segment segment : segments) {
            readHeader(segment);
        }
        removeAcknowledged();
        if (!segments.isEmpty()) {
            LOG.info("Spool has segments from before disk={} segments={} bytes={}", disk, segments.size(), bytes);
        }
    }

    private void readHeader(Segment segment) throws IOException {
        byte[] header = reader.header(segment);
        switch (format.header(header, header.length)) {
            case GOOD -> {
                List<SpooledEvent> first = reader.read(segment, 1, 0).events();
                segment.firstReceivedAt =
                        first.isEmpty() ? Long.MAX_VALUE : first.get(0).event().receivedAt();
            }
            case UNKNOWN ->
                throw new SpoolUnavailableException(
                        "Could not open the spool: its file " + segment.name + " in " + disk + " has version "
                                + SegmentFormat.version(header)
                                + ", which this version of the program does not read. Start"
                                + " the version that wrote it, or drain the directory with that one.",
                        null);
            case NONE -> end(segment, SegmentFormat.HEADER, reader.hasRecordBehind(segment, 0));
        }
    }

    /**
     * Appends batches, each as a whole or not at all, with one fsync for all of them.
     *
     * @return what became of each
     */
    public List<Appended> append(List<List<CollectedEvent>> batches) {
        Segment segment = writer.open();
        group.begin(segment == null);
        List<Appended> results = new ArrayList<>(batches.size());
        for (List<CollectedEvent> batch : batches) {
            results.add(group.add(batch, maxBytes - bytes) ? Appended.STORED : Appended.FULL);
        }
        if (!group.isEmpty() && !write(segment, firstTime(batches, results))) {
            results.replaceAll(result -> result == Appended.STORED ? Appended.FAILED : result);
        }
        removeAcknowledged();
        return results;
    }

    private static long firstTime(List<List<CollectedEvent>> batches, List<Appended> results) {
        for (int i = 0; i < batches.size(); i++) {
            if (results.get(i) == Appended.STORED && !batches.get(i).isEmpty()) {
                return batches.get(i).get(0).receivedAt();
            }
        }
        return Long.MAX_VALUE;
    }

    private boolean write(@Nullable Segment open, long firstAt) {
        Segment segment = open;
        if (segment == null) {
            segment = Segment.next(++lastNumber);
            try {
                writer.begin(segment);
            } catch (IOException e) {
                LOG.warn("Could not begin a segment of the spool disk={} why={}", disk, e.toString());
                return false;
            }
            segments.add(segment);
        }
        boolean written = writer.append(group.bytes());
        if (written && segment.firstReceivedAt == Long.MAX_VALUE) {
            segment.firstReceivedAt = firstAt;
        }
        return written;
    }

    /**
     * Reads the next records; each of them once.
     *
     * @param most how many at most
     * @param mostBytes about how many bytes at most
     */
    public SpoolChunk read(int most, int mostBytes) {
        List<SpooledEvent> events = new ArrayList<>();
        long left = mostBytes;
        for (Segment segment : List.copyOf(segments)) {
            while (segment.hasUnread() && events.size() < most && left > 0) {
                long from = segment.readTo;
                try {
                    events.addAll(
                            read(segment, most - events.size(), (int) left).events());
                } catch (IOException e) {
                    if (events.isEmpty()) {
                        failedRead(segment, e);
                    }
                    return new SpoolChunk(events, hasRecoveredLeft(), events.isEmpty());
                }
                left -= segment.readTo - from;
            }
        }
        if (events.isEmpty()) {
            removeAcknowledged();
        }
        return new SpoolChunk(events, hasRecoveredLeft(), false);
    }

    private SegmentReader.Part read(Segment segment, int most, int mostBytes) throws IOException {
        SegmentReader.Part part = reader.read(segment, most, mostBytes);
        boolean isDamaged = part.broken() && (!segment.recovered || reader.hasRecordBehind(segment, part.to() + 1));
        segment.readTo = part.to();
        segment.failedReads = 0;
        if (part.broken()) {
            end(segment, part.to(), isDamaged);
        }
        return part;
    }

    private void failedRead(Segment segment, IOException why) {
        LOG.warn("Could not read from the spool segment={} at={} why={}", segment.name, segment.readTo, why.toString());
        if (++segment.failedReads >= MOST_FAILED_READS) {
            end(segment, segment.readTo, true);
            removeAcknowledged();
        }
    }

    /** Nothing behind this place is read. */
    private void end(Segment segment, long end, boolean isDamaged) {
        if (segment == writer.open()) {
            writer.close();
        }
        segment.end = end;
        if (isDamaged && !segment.damaged) {
            segment.damaged = true;
            damaged.incrementAndGet();
            LOG.error(
                    "A segment of the spool is damaged, it will be kept as file={} disk={} from={} bytes={}",
                    segment.damagedName(),
                    disk,
                    end,
                    segment.size - end);
        }
    }

    private boolean hasRecoveredLeft() {
        return segments.stream().anyMatch(segment -> segment.recovered && segment.hasUnread());
    }

    /** Says that all records up to this place are stored elsewhere: segments are deleted that have no others. */
    public void acknowledge(SpoolPosition through) {
        for (Segment segment : segments) {
            if (segment.number < through.segment()) {
                segment.acknowledgedTo = segment.readTo;
            } else if (segment.number == through.segment()) {
                segment.acknowledgedTo = Math.max(segment.acknowledgedTo, through.end());
            }
        }
        Segment open = writer.open();
        if (open != null && open.isAcknowledged()) {
            writer.close();
        }
        removeAcknowledged();
    }

    private void removeAcknowledged() {
        segments.removeIf(segment -> segment.closed && segment.isAcknowledged() && isRemoved(segment));
        update();
    }

    private boolean isRemoved(Segment segment) {
        try {
            if (segment.damaged) {
                disk.rename(segment.name, segment.damagedName());
            } else {
                disk.delete(segment.name);
            }
            return true;
        } catch (IOException e) {
            LOG.warn("Could not remove a segment of the spool name={} why={}", segment.name, e.toString());
            return false;
        }
    }

    private void update() {
        long sum = 0;
        long oldest = Long.MAX_VALUE;
        boolean all = true;
        for (Segment segment : segments) {
            sum += segment.size;
            if (!segment.isAcknowledged()) {
                all = false;
                oldest = Math.min(oldest, segment.firstReceivedAt);
            }
        }
        bytes = sum;
        oldestAt = oldest;
        empty = all;
    }

    /** How many bytes the segments have. Any thread may call it. */
    public long bytes() {
        return bytes;
    }

    /** Whether each of its records is acknowledged. Any thread may call it. */
    public boolean isEmpty() {
        return empty;
    }

    /**
     * About when the oldest record was received that is not acknowledged: when the first one of its segment was; in ms
     * since the epoch, {@link Long#MAX_VALUE} where there is none. Any thread may call it.
     */
    public long oldestAt() {
        return oldestAt;
    }

    /** How many damaged segments there are, those included that were put aside before the start. Any thread may call it. */
    public long damaged() {
        return damaged.get();
    }

    /** Closes the segment that is open; the disk is the caller's. */
    @Override
    public void close() {
        writer.close();
        removeAcknowledged();
    }
}
