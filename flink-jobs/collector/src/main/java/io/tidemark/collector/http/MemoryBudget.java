package io.tidemark.collector.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * How much memory all requests together may hold. Who gets none waits, and is told when there is some, in the order of
 * their coming: requests that have begun before those that have not, which may use three quarters only, so that what has
 * begun can end. Where those that have begun all wait for each other, {@link #shed} refuses the newest.
 *
 * <p>An eighth of it is a part of its own for bytes that were received and not taken yet; for it nobody waits.
 *
 * <p>Safe for use by many threads; claims are told outside of the lock, by the thread that gave memory back.
 */
final class MemoryBudget {
    /**
     * A wish for memory.
     *
     * @param bytes how many, more than 0
     * @param begun whether its request holds memory already
     * @param since when it was made, as a time of {@link System#nanoTime}
     * @param told called once if it waits and is not cancelled: with true when the memory is its own, with false if it is
     *     refused
     */
    record Claim(long bytes, boolean begun, long since, Consumer<Boolean> told) {}

    private final long limit;
    private final long unreadLimit;
    private final Deque<Claim> begun = new ArrayDeque<>();
    private final Deque<Claim> fresh = new ArrayDeque<>();
    private long held;
    private long unread;

    /** One of so many bytes. */
    MemoryBudget(long bytes) {
        this.unreadLimit = bytes / 8;
        this.limit = bytes - unreadLimit;
    }

    /** Whether the claim has its memory now; else it waits. */
    synchronized boolean take(Claim claim) {
        if (fits(claim) && queue(claim).isEmpty()) {
            held += claim.bytes();
            return true;
        }
        queue(claim).add(claim);
        return false;
    }

    private Deque<Claim> queue(Claim claim) {
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

    private void grant(Deque<Claim> queue, List<Claim> granted) {
        Claim next = queue.peek();
        while (next != null && fits(next)) {
            held += next.bytes();
            granted.add(queue.remove());
            next = queue.peek();
        }
    }

    /** Takes a claim back. False: it is not waiting any more. */
    boolean cancel(Claim claim) {
        boolean cancelled;
        synchronized (this) {
            cancelled = queue(claim).remove(claim);
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
            Claim oldest = begun.peekFirst();
            newest = oldest != null && now - oldest.since() > patience ? begun.pollLast() : null;
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
