package io.tidemark.collector.http;

import io.tidemark.collector.http.wire.RequestHead;
import io.tidemark.collector.metrics.PathKind;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * A request that was received whole, and its one answer. It holds the memory of the request until its handler has answered,
 * even if the client is gone or was answered by the server: so long the handler has the body.
 */
final class Exchange implements Responder {
    private final RequestHead head;
    private final ServerState state;
    private final BiConsumer<Exchange, Response> to;
    private final AtomicLong memory;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final long since;

    /**
     * An exchange without an answer.
     *
     * @param memory how many bytes of the budget it holds
     * @param to takes the answer, in any thread
     */
    Exchange(RequestHead head, ServerState state, long memory, BiConsumer<Exchange, Response> to) {
        this.head = head;
        this.state = state;
        this.memory = new AtomicLong(memory);
        this.to = to;
        this.since = state.now();
    }

    RequestHead head() {
        return head;
    }

    @Override
    public boolean answer(Response response) {
        state.budget().give(memory.getAndSet(0));
        return send(response);
    }

    /** Answers in place of the handler, which still has the body. */
    boolean send(Response response) {
        if (!answered.compareAndSet(false, true)) {
            return false;
        }
        state.parts().metrics().answered(PathKind.of(head.path()), response.status(), state.now() - since);
        to.accept(this, response);
        return true;
    }
}
