package io.tidemark.collector.http.wire;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates a gzip stream piece by piece, never further than there is room for: headers, several members, and the checksums
 * and length of each are checked.
 */
final class Gunzip implements AutoCloseable {
    /** About how much memory its window and tables have, outside of the heap. */
    static final int MEMORY = 48 * 1024;

    /** What {@link #inflate} returns where the stream is no gzip. */
    static final int BROKEN = -1;

    private static final int FIXED_HEADER = 10;
    private static final int TRAILER = 8;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xE0;
    private static final byte[] NOTHING = {};

    private enum State {
        HEADER,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        CHECKSUM,
        DATA,
        TRAILER,
        END,
        BROKEN
    }

    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private State state = State.HEADER;
    private int flags;
    /** Bytes of the present part of the header or trailer that were read. */
    private int read;

    private int extra;
    private long trailer;
    private boolean full;

    /**
     * Inflates what can be.
     *
     * @param in read until it is empty, there is no room, or something is wrong
     * @param room how many bytes of {@code out}, from {@code offset}, may be written
     * @return how many bytes were written, or {@link #BROKEN}
     */
    int inflate(ByteBuf in, byte[] out, int offset, int room) {
        int written = 0;
        full = false;
        while (state != State.BROKEN) {
            if (state == State.DATA) {
                if (written == room) {
                    full = true;
                    return written;
                }
                int unread = in.readableBytes();
                int more = data(in, out, offset + written, room - written);
                written += more;
                if (more == 0 && state == State.DATA && in.readableBytes() == unread) {
                    return unread == 0 ? written : BROKEN; // input without progress is no deflate stream
                }
            } else if (in.isReadable()) {
                step(in.readByte() & 0xFF);
            } else {
                return written;
            }
        }
        return BROKEN;
    }

    /** Whether {@link #inflate} returned as there was no room; there may be more to come from what it has read. */
    boolean isFull() {
        return full;
    }

    /** Whether the stream may end here. */
    boolean isComplete() {
        return state == State.END;
    }

    private int data(ByteBuf in, byte[] out, int offset, int room) {
        ByteBuffer unread = in.nioBuffer();
        inflater.setInput(unread);
        try {
            int before = inflater.getRemaining();
            int written = inflater.inflate(out, offset, room);
            in.skipBytes(before - inflater.getRemaining());
            checksum.update(out, offset, written);
            if (inflater.finished()) {
                begin(State.TRAILER);
            } else if (inflater.needsDictionary()) {
                state = State.BROKEN;
            }
            return written;
        } catch (DataFormatException e) {
            state = State.BROKEN;
            return 0;
        } finally {
            inflater.setInput(NOTHING);
        }
    }

    private void begin(State next) {
        state = next;
        read = 0;
        extra = 0;
        trailer = 0;
    }

    private void extraLength(int at, int each) {
        extra |= each << (Byte.SIZE * at);
        if (at == 1) {
            read = 0;
            state = State.EXTRA;
            skipAbsent();
        }
    }

    private void step(int each) {
        int at = read++;
        if (state.compareTo(State.CHECKSUM) < 0) {
            checksum.update(each);
        }
        switch (state) {
            case HEADER -> header(at, each);
            case EXTRA_LENGTH -> extraLength(at, each);
            case EXTRA -> {
                if (at + 1 == extra) {
                    begin(State.NAME);
                    skipAbsent();
                }
            }
            case NAME -> {
                if (each == 0) {
                    begin(State.COMMENT);
                    skipAbsent();
                }
            }
            case COMMENT -> {
                if (each == 0) {
                    begin(State.CHECKSUM);
                    skipAbsent();
                }
            }
            case CHECKSUM -> {
                if (each != (checksum.getValue() >> (Byte.SIZE * at) & 0xFF)) {
                    state = State.BROKEN;
                } else if (at == 1) {
                    beginData();
                }
            }
            case TRAILER -> trailer(at, each);
            case END -> member(each);
            case DATA, BROKEN -> state = State.BROKEN;
        }
    }

    private void header(int at, int each) {
        boolean good =
                switch (at) {
                    case 0 -> each == 0x1F;
                    case 1 -> each == 0x8B;
                    case 2 -> each == 8;
                    case 3 -> (each & RESERVED_FLAGS) == 0;
                    default -> true;
                };
        if (at == 3) {
            flags = each;
        }
        if (!good) {
            state = State.BROKEN;
        } else if (at + 1 == FIXED_HEADER) {
            begin(State.EXTRA_LENGTH);
            skipAbsent();
        }
    }

    /** Goes to the next part of the header that is there. */
    private void skipAbsent() {
        if (state == State.EXTRA_LENGTH && (flags & HAS_EXTRA) == 0) {
            state = State.NAME;
        }
        if (state == State.EXTRA && extra == 0) {
            state = State.NAME;
        }
        if (state == State.NAME && (flags & HAS_NAME) == 0) {
            state = State.COMMENT;
        }
        if (state == State.COMMENT && (flags & HAS_COMMENT) == 0) {
            state = State.CHECKSUM;
        }
        if (state == State.CHECKSUM && (flags & HAS_CHECKSUM) == 0) {
            beginData();
        }
    }

    private void beginData() {
        begin(State.DATA);
        checksum.reset(); // it was that of the header until here
    }

    private void trailer(int at, int each) {
        trailer |= (long) each << (Byte.SIZE * at);
        if (at + 1 == TRAILER) {
            long sum = trailer & 0xFFFF_FFFFL;
            long length = trailer >>> Integer.SIZE;
            boolean good = sum == checksum.getValue() && length == (inflater.getBytesWritten() & 0xFFFF_FFFFL);
            begin(good ? State.END : State.BROKEN);
        }
    }

    /** The first byte after a member begins another one. */
    private void member(int each) {
        inflater.reset();
        checksum.reset();
        begin(State.HEADER);
        step(each);
    }

    @Override
    public void close() {
        inflater.end();
    }
}
