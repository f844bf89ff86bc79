package io.tidemark.collector.delivery;

import java.util.concurrent.CompletableFuture;

/** Events that were handed over together, and are answered together. The future is for any thread, the rest for one. */
final class Batch {
    final CompletableFuture<StoreResult> result = new CompletableFuture<>();
    final long since;
    private final DeliveryCounters counters;
    private int left;
    private boolean failed;

    /**
     * A batch of so many events.
     *
     * @param since when it was handed over, in ns
     */
    Batch(int events, long since, DeliveryCounters counters) {
        this.counters = counters;
        this.left = events;
        this.since = since;
    }

    /** One more of its events is stored, or failed. */
    void settle(boolean isStored) {
        failed |= !isStored;
        left--;
        if (left == 0) {
            answer(failed ? StoreResult.UNAVAILABLE : StoreResult.STORED);
        }
    }

    /** Answers if that was not done before. */
    void answer(StoreResult answer) {
        if (result.complete(answer) && answer == StoreResult.UNAVAILABLE) {
            counters.unavailable.increment();
        }
    }
}
