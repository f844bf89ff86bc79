package io.tidemark.collector.spool;

import io.tidemark.collector.record.CollectedEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a segment, all numbers big-endian.
 *
 * <pre>{@code
 * segment  = header record*
 * header   = "TMSP" version:u16 kind:u16 crc:u32        crc: CRC32C of the 8 bytes before it
 * record   = crc:u32 length:u32 payload                 crc: CRC32C of length and payload; length: that of the payload
 * payload  = receivedAt:i64 keyLength:u32 key value                                kind 1: an event
 *          | receivedAt:i64 keyLength:u32 key reasonLength:u32 reason value        kind 2: an event that was refused
 * }</pre>
 *
 * <p>{@code receivedAt} is in ms since the epoch, {@code reason} is text in UTF-8. A header of another version has the
 * same 12 bytes, so that it can be told from a damaged one.
 */
final class SegmentFormat {
    /** How many bytes the header has. */
    static final int HEADER = 12;

    /** How many bytes precede a record's payload. */
    static final int PREFIX = 8;

    /** The kind of a segment of events. */
    static final int EVENTS = 1;

    /** The kind of a segment of events that were refused. */
    static final int REFUSED = 2;

    private static final int MAGIC = 0x544D5350;
    private static final int VERSION = 1;
    private static final int CRC = 4;
    private static final int LEAST_PAYLOAD = Long.BYTES + Integer.BYTES;
    private static final int MOST_PAYLOAD = 64 * 1024 * 1024;

    private final Checksum checksum;

    SegmentFormat(Checksum checksum) {
        this.checksum = checksum;
    }

    /** What the first bytes of a file are. */
    enum Header {
        GOOD,
        /** A segment that another version of the program wrote. */
        UNKNOWN,
        /** No header: torn, or damaged. */
        NONE
    }

    /** How many bytes a record of an event has. */
    static int sizeOf(CollectedEvent event) {
        return PREFIX + LEAST_PAYLOAD + event.size();
    }

    /** How many bytes a record of a refused event has. */
    static int sizeOf(CollectedEvent event, byte[] reason) {
        return sizeOf(event) + Integer.BYTES + reason.length;
    }

    /** Appends the header of a segment. */
    void putHeader(int kind, ByteBuffer into) {
        int at = into.position();
        into.putInt(MAGIC).putShort((short) VERSION).putShort((short) kind);
        into.putInt(checksum.of(into.slice(at, HEADER - CRC)));
    }

    /** What a file is that begins with these bytes. */
    Header header(byte[] bytes, int size) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, size);
        if (size < HEADER || buffer.getInt(HEADER - CRC) != checksum.of(buffer.slice(0, HEADER - CRC))) {
            return Header.NONE;
        } else if (buffer.getInt(0) != MAGIC) {
            return Header.NONE;
        }
        return buffer.getShort(4) == VERSION ? Header.GOOD : Header.UNKNOWN;
    }

    /** The version that a header names. */
    static int version(byte[] header) {
        return ByteBuffer.wrap(header).getShort(4);
    }

    /** Appends an event; with a reason, where it was refused for one. */
    void put(CollectedEvent event, byte @Nullable [] reason, ByteBuffer into) {
        int start = into.position();
        into.position(start + PREFIX);
        into.putLong(event.receivedAt()).putInt(event.key().length).put(event.key());
        if (reason != null) {
            into.putInt(reason.length).put(reason);
        }
        into.put(event.value());
        int length = into.position() - start - PREFIX;
        into.putInt(start + CRC, length);
        into.putInt(start, checksum.of(into.slice(start + CRC, length + PREFIX - CRC)));
    }

    /**
     * The length of the whole record that begins at a place of these bytes; 0 where no record begins there.
     *
     * @param bytes at least {@link #PREFIX} of them from there on
     */
    static int recordSize(byte[] bytes, int from) {
        int length = ByteBuffer.wrap(bytes).getInt(from + CRC);
        return length < LEAST_PAYLOAD || length > MOST_PAYLOAD ? 0 : PREFIX + length;
    }

    /** Whether the record of that size, which begins at a place of these bytes, is as it was written. */
    boolean isIntact(byte[] bytes, int from, int size) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int keyLength = buffer.getInt(from + PREFIX + Long.BYTES);
        return keyLength >= 0
                && keyLength <= size - PREFIX - LEAST_PAYLOAD
                && buffer.getInt(from) == checksum.of(buffer.slice(from + CRC, size - CRC));
    }

    /** The event of an intact record. */
    static CollectedEvent event(byte[] bytes, int from, int size) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long receivedAt = buffer.getLong(from + PREFIX);
        int keyFrom = from + PREFIX + LEAST_PAYLOAD;
        int valueFrom = keyFrom + buffer.getInt(from + PREFIX + Long.BYTES);
        return new CollectedEvent(
                Arrays.copyOfRange(bytes, keyFrom, valueFrom),
                Arrays.copyOfRange(bytes, valueFrom, from + size),
                receivedAt);
    }

    /** A reason as its bytes. */
    static byte[] reason(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
