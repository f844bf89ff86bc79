package io.tidemark.collector.http.wire;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** Where the body of a request ends. */
interface BodyFraming {
    /**
     * Takes bytes of the body: adds one piece of it, or {@link RequestDecoder#END}, or both in this order, or a
     * {@link Refusal}; or nothing where more bytes are needed.
     */
    void decode(ByteBuf in, List<Object> out);

    /** The framing of a body of so many bytes, or of one in chunks. */
    static BodyFraming of(long length) {
        return length == RequestHead.CHUNKED ? new ChunkedFraming() : new FixedFraming(length);
    }

    /** A body whose length is said before it. */
    final class FixedFraming implements BodyFraming {
        private long left;

        private FixedFraming(long length) {
            this.left = length;
        }

        @Override
        public void decode(ByteBuf in, List<Object> out) {
            int piece = (int) Math.min(left, in.readableBytes());
            if (piece > 0) {
                out.add(in.readRetainedSlice(piece));
                left -= piece;
            }
            if (left == 0) {
                out.add(RequestDecoder.END);
            }
        }
    }
}
