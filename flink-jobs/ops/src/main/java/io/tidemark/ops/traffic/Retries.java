package io.tidemark.ops.traffic;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Events that were received, but whose senders did not hear so and will send them again. */
final class Retries {
    /**
     * An event to be sent again.
     *
     * @param dueMillis when it is received again
     * @param key the Kafka key
     * @param opened what {@link EventWriter#open} wrote
     * @param clock the sender's clock
     */
    record Retry(double dueMillis, byte[] key, byte[] opened, Clock clock) {}

    private static final int MOST = 4_096;

    private final PriorityQueue<Retry> waiting = new PriorityQueue<>(Comparator.comparingDouble(Retry::dueMillis));

    /** Takes an event, unless very many wait already: memory is bounded. */
    void add(Retry retry) {
        if (waiting.size() < MOST) {
            waiting.add(retry);
        }
    }

    double nextMillis() {
        Retry next = waiting.peek();
        return next == null ? Double.POSITIVE_INFINITY : next.dueMillis();
    }

    @Nullable
    Retry poll() {
        return waiting.poll();
    }
}
