package io.tidemark.collector.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body in chunks, by the letter of RFC 9112: sizes of 1 to 8 hexadecimal digits, lines that end with CR LF, extensions
 * without control characters. Extensions and trailers are read and not used.
 */
final class ChunkedFraming implements BodyFraming {
    private static final int LONGEST_LINE = 256;
    private static final int LONGEST_TRAILERS = 4096;
    private static final int MOST_DIGITS = 8;

    private enum State {
        SIZE,
        DATA,
        DATA_END,
        TRAILERS
    }

    private State state = State.SIZE;
    private long left;
    private int trailers;

    @Override
    public void decode(ByteBuf in, List<Object> out) {
        while (in.isReadable() && out.isEmpty()) {
            int before = in.readerIndex();
            Refusal refusal =
                    switch (state) {
                        case SIZE -> size(in);
                        case DATA -> data(in, out);
                        case DATA_END -> dataEnd(in);
                        case TRAILERS -> trailer(in, out);
                    };
            if (refusal != null) {
                out.add(refusal);
            } else if (in.readerIndex() == before) {
                return;
            }
        }
    }

    private @Nullable Refusal size(ByteBuf in) {
        int start = in.readerIndex();
        int feed = in.bytesBefore(Math.min(in.readableBytes(), LONGEST_LINE), (byte) '\n');
        if (feed < 0) {
            return in.readableBytes() < LONGEST_LINE ? null : Refusal.MALFORMED;
        }
        int digits = 0;
        long size = 0;
        while (digits < feed && digit(in.getByte(start + digits)) >= 0) {
            size = size << 4 | digit(in.getByte(start + digits));
            if (++digits > MOST_DIGITS) {
                return Refusal.MALFORMED;
            }
        }
        if (digits == 0 || !isExtension(in, start + digits, start + feed)) {
            return Refusal.MALFORMED;
        }
        in.skipBytes(feed + 1);
        left = size;
        state = size == 0 ? State.TRAILERS : State.DATA;
        return null;
    }

    /** Whether what follows the digits, up to the line feed, is CR, or an extension and CR. */
    private static boolean isExtension(ByteBuf in, int start, int feed) {
        int end = feed - 1;
        if (end < start || in.getByte(end) != '\r') {
            return false;
        }
        int at = start;
        while (at < end && (in.getByte(at) == ' ' || in.getByte(at) == '\t')) {
            at++;
        }
        boolean none = at == start && at == end;
        return none || (at < end && in.getByte(at) == ';' && isText(in, at, end));
    }

    private static boolean isText(ByteBuf in, int start, int end) {
        ByteProcessor text = each -> each == '\t' || (each >= ' ' && each != 0x7F) || each < 0;
        return in.forEachByte(start, end - start, text) < 0;
    }

    private @Nullable Refusal data(ByteBuf in, List<Object> out) {
        int piece = (int) Math.min(left, in.readableBytes());
        out.add(in.readRetainedSlice(piece));
        left -= piece;
        if (left == 0) {
            state = State.DATA_END;
        }
        return null;
    }

    private @Nullable Refusal dataEnd(ByteBuf in) {
        if (in.getByte(in.readerIndex()) != '\r') {
            return Refusal.MALFORMED;
        }
        if (in.readableBytes() < 2) {
            return null;
        }
        if (in.getByte(in.readerIndex() + 1) != '\n') {
            return Refusal.MALFORMED;
        }
        in.skipBytes(2);
        state = State.SIZE;
        return null;
    }

    private @Nullable Refusal trailer(ByteBuf in, List<Object> out) {
        int feed = in.bytesBefore((byte) '\n');
        if (trailers + (feed < 0 ? in.readableBytes() : feed) > LONGEST_TRAILERS) {
            return Refusal.HEADERS_TOO_LARGE;
        }
        if (feed < 0) {
            return null;
        }
        int start = in.readerIndex();
        byte first = in.getByte(start);
        boolean whole = feed > 0 && in.getByte(start + feed - 1) == '\r';
        if (!whole || first == ' ' || first == '\t' || !isText(in, start, start + feed - 1)) {
            return Refusal.MALFORMED;
        }
        in.skipBytes(feed + 1);
        trailers += feed + 1;
        if (feed == 1) {
            out.add(RequestDecoder.END);
        }
        return null;
    }

    private static int digit(byte each) {
        return each < 0 ? -1 : Character.digit(each, 16);
    }
}
