package io.tidemark.collector.spool;

import io.tidemark.collector.record.CollectedEvent;
import java.nio.ByteBuffer;
import java.util.List;

/** The records of batches that are written together. It is used again and again, by one thread. */
final class GroupBuffer {
    private static final int SIZE = 256 * 1024;
    private static final int KEPT = 4 * 1024 * 1024;

    private final SegmentFormat format;
    private ByteBuffer buffer = ByteBuffer.allocate(SIZE);
    private int header;

    GroupBuffer(SegmentFormat format) {
        this.format = format;
    }

    /** Begins a group, with the header of a segment if it is the first of one. */
    void begin(boolean isFirst) {
        if (buffer.capacity() > KEPT) {
            buffer = ByteBuffer.allocate(SIZE);
        }
        buffer.clear();
        if (isFirst) {
            format.putHeader(SegmentFormat.EVENTS, buffer);
        }
        header = buffer.position();
    }

    /** Adds a batch, unless the group would have more bytes than there is room for; whether it did. */
    boolean add(List<CollectedEvent> batch, long room) {
        long size = 0;
        for (CollectedEvent event : batch) {
            size += SegmentFormat.sizeOf(event);
        }
        if (buffer.position() + size > room) {
            return false;
        }
        reserve(size);
        for (CollectedEvent event : batch) {
            format.put(event, null, buffer);
        }
        return true;
    }

    private void reserve(long size) {
        if (buffer.remaining() < size) {
            long wanted = Math.max(2L * buffer.capacity(), buffer.position() + size);
            ByteBuffer larger = ByteBuffer.allocate((int) Math.min(wanted, Integer.MAX_VALUE - 8));
            buffer.flip();
            larger.put(buffer);
            buffer = larger;
        }
    }

    /** Whether it has no record. */
    boolean isEmpty() {
        return buffer.position() == header;
    }

    /** The bytes to be written. */
    ByteBuffer bytes() {
        return buffer.flip();
    }
}
