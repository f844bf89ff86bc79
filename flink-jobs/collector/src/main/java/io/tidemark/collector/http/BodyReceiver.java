package io.tidemark.collector.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tidemark.collector.http.wire.Body;
import io.tidemark.collector.http.wire.Refusal;
import io.tidemark.collector.http.wire.RequestHead;
import java.net.SocketAddress;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A request whose head is read: takes its body piece by piece, and the memory for it from the budget. */
final class BodyReceiver implements AutoCloseable {
    private static final Set<String> ENCODINGS = Set.of("gzip", "x-gzip", "identity", "");

    private final RequestHead head;
    private final ServerState state;
    private final BiConsumer<BodyReceiver, Boolean> told;
    private final Body body;
    private final long number;
    /** Bytes that came and were not taken. */
    private @Nullable ByteBuf pending;

    private MemoryBudget.@Nullable Claim claim;
    /** What it has of the budget. */
    private long memory;

    /**
     * A request without its body.
     *
     * @param told takes, in any thread, whether the memory came that {@link #advance} waits for; then {@link #granted} is to
     *     be called on the connection's event loop, whatever became of the request
     */
    BodyReceiver(RequestHead head, ServerState state, BiConsumer<BodyReceiver, Boolean> told) {
        this.head = head;
        this.state = state;
        this.told = told;
        this.number = state.nextRequest();
        this.body = new Body(head.length(), ServerState.LARGEST_BODY);
    }

    RequestHead head() {
        return head;
    }

    boolean knowsEncoding() {
        String encoding = head.headers().encoding();
        return encoding == null || ENCODINGS.contains(encoding);
    }

    /** A piece of the body came; the buffer is its own from now on. */
    void offer(ByteBuf piece) {
        ByteBuf before = pending;
        pending = before == null ? piece : Unpooled.wrappedBuffer(before, piece);
    }

    /** Takes as much of what came as it has memory for, and claims more memory where that is not all. */
    Body.Step advance() {
        ByteBuf piece = pending;
        if (piece == null) {
            return Body.Step.TAKEN;
        }
        if (claim != null) {
            return Body.Step.NEEDS_MEMORY;
        }
        Body.Step step = body.take(piece);
        while (step == Body.Step.NEEDS_MEMORY) {
            if (!claim()) {
                return step;
            }
            step = body.take(piece);
        }
        piece.release();
        pending = null;
        return step;
    }

    private boolean claim() {
        long bytes = body.needs() + (memory == 0 ? head.size() : 0);
        var wanted =
                new MemoryBudget.Claim(number, bytes, memory > 0, state.now(), granted -> told.accept(this, granted));
        claim = wanted;
        if (!state.budget().take(wanted)) {
            return false;
        }
        granted();
        return true;
    }

    /** The memory that it waits for is its own. */
    void granted() {
        MemoryBudget.Claim came = claim;
        if (came == null) {
            return;
        }
        claim = null;
        memory += came.bytes();
        body.grow();
        shrink(body.held() + head.size());
    }

    private void shrink(long to) {
        if (memory > to) {
            state.budget().give(memory - to);
            memory = to;
        }
    }

    boolean isWaiting() {
        return claim != null;
    }

    /** How long it waits for memory, in nanoseconds. */
    long waits(long now) {
        MemoryBudget.Claim waiting = claim;
        return waiting == null ? 0 : now - waiting.since();
    }

    /** How much memory the bytes hold that came and were not taken. */
    int unread() {
        return pending == null ? 0 : pending.capacity();
    }

    /** The end: whether the body is whole. */
    boolean end() {
        boolean whole = body.end() == Body.Step.TAKEN;
        body.close();
        return whole;
    }

    Refusal refusal() {
        return body.refusal();
    }

    /** The request, after its end. */
    Received received(SocketAddress peer, boolean tls) {
        RequestHead.Headers headers = head.headers();
        byte[] bytes = body.bytes();
        state.parts().metrics().body(body.received(), bytes.length);
        return new Received(
                head.method().equals("HEAD") ? "GET" : head.method(),
                head.path(),
                head.query(),
                new Received.Headers(headers.origin(), headers.userAgent(), headers.contentType(), headers.accept()),
                SenderAddress.of(peer, headers.forwardedFor(), state.config().trustedProxies()),
                tls,
                bytes,
                body.received(),
                state.parts().clock().millis());
    }

    /** Hands its memory over with the request: how much there is. Not to be closed afterwards. */
    long handOver(Received request) {
        shrink(request.body().length + head.size());
        long handed = memory;
        memory = 0;
        return handed;
    }

    /** Gives everything back. A claim that was granted already, and not told yet, is given back by {@link #granted}. */
    @Override
    public void close() {
        body.close();
        if (pending != null) {
            pending.release();
            pending = null;
        }
        MemoryBudget.Claim waiting = claim;
        if (waiting != null && state.budget().cancel(waiting)) {
            claim = null;
        }
        state.budget().give(memory);
        memory = 0;
    }
}
