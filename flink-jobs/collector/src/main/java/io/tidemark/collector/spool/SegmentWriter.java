package io.tidemark.collector.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to the newest segment, by one thread: write, then one fsync. After an fsync that failed a segment is closed
 * for good, as the system may have dropped what was to be written and would report success the next time.
 */
final class SegmentWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);

    private final Disk disk;
    private final long segmentSize;
    private @Nullable DiskFile file;
    private @Nullable Segment segment;

    SegmentWriter(Disk disk, long segmentSize) {
        this.disk = disk;
        this.segmentSize = segmentSize;
    }

    /** The segment that is open; null where the next append begins another. */
    @Nullable
    Segment open() {
        return segment;
    }

    /**
     * Begins a segment, with a file for it.
     *
     * @throws IOException if there is no file; the name may be taken all the same
     */
    void begin(Segment next) throws IOException {
        file = disk.create(next.name);
        segment = next;
        next.size = 0;
        next.end = 0;
    }

    /** Whether all of these bytes are on the disk now; if not, none of them is to be read. */
    boolean append(ByteBuffer bytes) {
        DiskFile open = file;
        Segment current = segment;
        if (open == null || current == null) {
            throw new IllegalStateException("No segment is open");
        }
        if (!write(open, current, bytes) || !force(open, current)) {
            return false;
        }
        current.end = current.size;
        if (current.size >= segmentSize) {
            close();
        }
        return true;
    }

    private boolean write(DiskFile open, Segment current, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                int count = open.append(bytes);
                if (count <= 0) {
                    throw new IOException("Nothing was written");
                }
                current.size += count;
            }
            return true;
        } catch (IOException e) {
            LOG.warn(
                    "Could not write to the spool segment={} bytes={} why={}",
                    current.name,
                    current.size,
                    e.toString());
            cutBack(open, current);
            return false;
        }
    }

    /** Half a record at the end would make everything behind it unreadable. */
    private void cutBack(DiskFile open, Segment current) {
        try {
            open.truncate(current.end);
            current.size = current.end;
            if (current.end == 0) {
                close();
            }
        } catch (IOException e) {
            LOG.warn("Could not cut a segment back, it is closed segment={} why={}", current.name, e.toString());
            close();
        }
    }

    private boolean force(DiskFile open, Segment current) {
        try {
            open.force();
            return true;
        } catch (IOException e) {
            LOG.error("The fsync of a segment failed, it is closed segment={} why={}", current.name, e.toString());
            close();
            return false;
        }
    }

    /** Closes the segment that is open. */
    void close() {
        DiskFile open = file;
        Segment current = segment;
        file = null;
        segment = null;
        if (open == null || current == null) {
            return;
        }
        current.closed = true;
        try {
            open.close();
        } catch (IOException e) {
            LOG.warn("Could not close a segment name={} why={}", current.name, e.toString());
        }
    }
}
