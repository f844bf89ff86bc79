package io.tidemark.collector.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that Kafka refuses for good, with the reason, in segments of a directory of their own, for a person to look at.
 * Nothing reads or deletes them here. For one thread.
 */
public final class RefusedEvents implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedEvents.class);

    private final Disk disk;
    private final SegmentFormat format = new SegmentFormat(Checksum.CRC32C);
    private final SegmentWriter writer;
    private long lastNumber;

    private RefusedEvents(Disk disk, long segmentSize) {
        this.disk = disk;
        this.writer = new SegmentWriter(disk, segmentSize);
    }

    /**
     * Opens the directory.
     *
     * @param segmentSize from how many bytes on the next segment is begun
     */
    public static RefusedEvents open(Disk disk, long segmentSize) throws IOException {
        RefusedEvents refused = new RefusedEvents(disk, segmentSize);
        for (String name : disk.list()) {
            Long number = Segment.numberOf(name);
            refused.lastNumber = Math.max(refused.lastNumber, number == null ? 0 : number);
        }
        return refused;
    }

    /** Whether all of these are on the disk now, after an fsync. */
    public boolean append(List<Refusal> refusals) {
        int size = SegmentFormat.HEADER;
        for (Refusal refusal : refusals) {
            size += SegmentFormat.sizeOf(refusal.event(), SegmentFormat.reason(refusal.reason()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        if (writer.open() == null) {
            try {
                writer.begin(Segment.next(++lastNumber));
            } catch (IOException e) {
                LOG.warn("Could not begin a segment of refused events disk={} why={}", disk, e.toString());
                return false;
            }
            format.putHeader(SegmentFormat.REFUSED, bytes);
        }
        for (Refusal refusal : refusals) {
            format.put(refusal.event(), SegmentFormat.reason(refusal.reason()), bytes);
        }
        bytes.flip();
        return writer.append(bytes);
    }

    @Override
    public void close() {
        writer.close();
    }
}
