package io.tidemark.ops.feed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How far the tables are behind the traffic: how old the oldest record is that was sent and is not committed. */
public final class Freshness {
    private final Deque<Sent> sent = new ArrayDeque<>();

    private record Sent(long records, long atNanos) {}

    /** Nothing was sent yet. */
    public Freshness() {}

    /** Takes down how many records were sent until a time; times only grow. */
    public void sent(long records, long atNanos) {
        Sent last = sent.peekLast();
        if (last == null || last.records() < records) {
            sent.add(new Sent(records, atNanos));
        }
    }

    /**
     * Says how far behind the tables are.
     *
     * @param committed how many records they hold
     * @param nowNanos when that is
     */
    public Duration behind(long committed, long nowNanos) {
        while (!sent.isEmpty() && sent.peekFirst().records() <= committed) {
            sent.removeFirst();
        }
        Sent oldest = sent.peekFirst();
        return oldest == null ? Duration.ZERO : Duration.ofNanos(nowNanos - oldest.atNanos());
    }
}
