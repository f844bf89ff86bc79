package io.tidemark.collector.http.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request while it arrives, inflated if it is gzip: that is told by its first byte, 0x1F, with which neither
 * JSON nor a form begins, whatever the headers say. It allocates only what {@link #needs} said before, and stops at its
 * limit, on the wire and after inflation.
 */
public final class Body implements AutoCloseable {
    private static final int GZIP = 0x1F;
    private static final int FIRST = 16 * 1024;
    private static final int FIRST_DECLARED = 64 * 1024;

    /** What became of some bytes. */
    public enum Step {
        /** All were taken. */
        TAKEN,
        /** The rest can be taken after {@link Body#grow}. */
        NEEDS_MEMORY,
        /** None can be taken: {@link Body#refusal} says why. */
        REFUSED
    }

    private final long declared;
    private final int limit;
    private byte[] bytes = {};
    private int count;
    private long received;
    private @Nullable Gunzip gunzip;
    private @Nullable Refusal refusal;

    /**
     * An empty one.
     *
     * @param declared how many bytes are to come, or {@link RequestHead#CHUNKED}
     * @param limit how many bytes it may have
     */
    public Body(long declared, int limit) {
        this.declared = declared;
        this.limit = limit;
    }

    /** Takes bytes from the buffer, all or until it {@link #needs} memory. */
    public Step take(ByteBuf in) {
        if (refusal != null) {
            return Step.REFUSED;
        }
        if (received == 0 && in.isReadable() && in.getByte(in.readerIndex()) == GZIP && gunzip == null) {
            gunzip = new Gunzip();
        }
        int before = in.readerIndex();
        Gunzip inflating = gunzip;
        Step step = inflating == null ? copy(in) : inflate(inflating, in);
        received += in.readerIndex() - before;
        return received > limit ? refuse(Refusal.TOO_LARGE) : step;
    }

    private Step copy(ByteBuf in) {
        int taken = Math.min(bytes.length - count, in.readableBytes());
        in.readBytes(bytes, count, taken);
        count += taken;
        if (!in.isReadable()) {
            return Step.TAKEN;
        }
        return count == limit ? refuse(Refusal.TOO_LARGE) : Step.NEEDS_MEMORY;
    }

    private Step inflate(Gunzip inflating, ByteBuf in) {
        int written = inflating.inflate(in, bytes, count, bytes.length - count);
        if (written == Gunzip.BROKEN) {
            return refuse(Refusal.BROKEN_GZIP);
        }
        count += written;
        if (!inflating.isFull()) {
            return Step.TAKEN;
        }
        return count < limit ? Step.NEEDS_MEMORY : probe(inflating, in);
    }

    /** At the limit: the stream has to end without one more byte. */
    private Step probe(Gunzip inflating, ByteBuf in) {
        int written = inflating.inflate(in, new byte[1], 0, 1);
        if (written == Gunzip.BROKEN) {
            return refuse(Refusal.BROKEN_GZIP);
        }
        return written == 0 ? Step.TAKEN : refuse(Refusal.TOO_LARGE);
    }

    private Step refuse(Refusal why) {
        refusal = why;
        return Step.REFUSED;
    }

    /** How many bytes of memory {@link #grow} allocates. */
    public long needs() {
        return next() + (bytes.length == 0 && gunzip != null ? Gunzip.MEMORY : 0L);
    }

    /** Allocates them. What was held before is free afterwards. */
    public void grow() {
        bytes = Arrays.copyOf(bytes, next());
    }

    private int next() {
        long most = declared > 0 && gunzip == null ? Math.min(declared, limit) : limit;
        long first = declared > 0 ? Math.min(declared, FIRST_DECLARED) : FIRST;
        if (gunzip != null) {
            first = Math.max(FIRST, first);
        }
        return (int) Math.min(most, bytes.length == 0 ? first : 2L * bytes.length);
    }

    /** The end of the request: {@link Step#TAKEN}, or {@link Step#REFUSED} where the stream is cut short. */
    public Step end() {
        Gunzip inflating = gunzip;
        if (refusal == null && inflating != null && !inflating.isComplete()) {
            return refuse(Refusal.BROKEN_GZIP);
        }
        return refusal == null ? Step.TAKEN : Step.REFUSED;
    }

    /** Why it cannot be taken. */
    public Refusal refusal() {
        return refusal == null ? Refusal.MALFORMED : refusal;
    }

    /** What it is, after the end. */
    public byte[] bytes() {
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }

    /** How many bytes came over the wire. */
    public long received() {
        return received;
    }

    /** How much memory it holds. */
    public long held() {
        return bytes.length + (gunzip == null || bytes.length == 0 ? 0L : Gunzip.MEMORY);
    }

    /** Frees what is outside of the heap. */
    @Override
    public void close() {
        if (gunzip != null) {
            gunzip.close();
        }
    }
}
