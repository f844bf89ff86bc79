package io.tidemark.collector.http;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How much memory all requests together may hold. Who gets none waits, and is told when there is some, the oldest request
 * first, so that it can end and free all that it has: requests that have begun before those that have not, which may use
 * three quarters only. Where those that have begun all wait for each other, {@link #shed} refuses the newest.
 *
 * <p>An eighth of it is a part of its own for bytes that were received and not taken yet; for it nobody waits.
 *
 * <p>Safe for use by many threads; claims are told outside of the lock, by the thread that gave memory back.
 */
final class MemoryBudget {
    /**
     * A wish for memory.
     *
     * @param request the number of its request: newer ones have higher numbers; one claim at a time for each
     * @param bytes how many, more than 0
     * @param begun whether its request holds memory already
     * @param since when it was made, as a time of {@link System#nanoTime}
     * @param told called once if it waits and is not cancelled: with true when the memory is its own, with false if it is
     *     refused
     */
    record Claim(long request, long bytes, boolean begun, long since, Consumer<Boolean> told) {}

    private final long limit;
    private final long unreadLimit;
    private final NavigableMap<Long, Claim> begun = new TreeMap<>();
    private final NavigableMap<Long, Claim> fresh = new TreeMap<>();
    private long held;
    private long unread;

    /** One of so many bytes. */
    MemoryBudget(long bytes) {
        this.unreadLimit = bytes / 8;
        this.limit = bytes - unreadLimit;
    }

    /** Whether the claim has its memory now; else it waits. */
    synchronized boolean take(Claim claim) {
        var first = queue(claim).firstEntry();
        if (fits(claim) && (first == null || first.getKey() > claim.request())) {
            held += claim.bytes();
            return true;
        }
        queue(claim).put(claim.request(), claim);
        return false;
    }

    private NavigableMap<Long, Claim> queue(Claim claim) {
        return claim.begun() ? begun : fresh;
    }

    private boolean fits(Claim claim) {
        // With nothing held any claim fits: a limit below the largest request must not stop all of them.
        long most = claim.begun() ? limit : limit - limit / 4;
        boolean first = claim.begun() || begun.isEmpty();
        return first && (held + claim.bytes() <= most || held == 0);
    }

    /** Takes memory without a limit: for what exists already. */
    synchronized void add(long bytes) {
        held += bytes;
    }

    /** Gives memory back. */
    void give(long bytes) {
        List<Claim> granted = new ArrayList<>();
        synchronized (this) {
            held -= bytes;
            grant(begun, granted);
            grant(fresh, granted);
        }
        granted.forEach(each -> each.told().accept(true));
    }

    private void grant(NavigableMap<Long, Claim> queue, List<Claim> granted) {
        for (var next = queue.firstEntry(); next != null && fits(next.getValue()); next = queue.firstEntry()) {
            held += next.getValue().bytes();
            granted.add(next.getValue());
            queue.remove(next.getKey());
        }
    }

    /** Takes a claim back. False: it is not waiting any more. */
    boolean cancel(Claim claim) {
        boolean cancelled;
        synchronized (this) {
            cancelled = queue(claim).remove(claim.request(), claim);
        }
        if (cancelled) {
            give(0); // the next in the queue may be a smaller one
        }
        return cancelled;
    }

    /** Refuses the newest of those that have begun, if the oldest of them has waited for so long. */
    void shed(long now, long patience) {
        Claim newest;
        synchronized (this) {
            var oldest = begun.firstEntry();
            boolean tooLong = oldest != null && now - oldest.getValue().since() > patience;
            newest = tooLong ? begun.pollLastEntry().getValue() : null;
        }
        if (newest != null) {
            newest.told().accept(false);
        }
    }

    /** Whether anybody waits. */
    synchronized boolean isScarce() {
        return !begun.isEmpty() || !fresh.isEmpty();
    }

    /** Takes memory for bytes that were received and not taken, or, below 0, gives it back. False: there is none. */
    synchronized boolean changeUnread(long bytes) {
        if (bytes > 0 && unread + bytes > unreadLimit) {
            return false;
        }
        unread += bytes;
        return true;
    }

    /** How many bytes are held. */
    synchronized long held() {
        return held + unread;
    }

    /** How many claims wait; for tests. */
    synchronized int waiting() {
        return begun.size() + fresh.size();
    }

    @Override
    public String toString() {
        return "held " + held() + " of " + (limit + unreadLimit);
    }
}
