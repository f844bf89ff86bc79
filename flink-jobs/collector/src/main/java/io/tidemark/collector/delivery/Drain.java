package io.tidemark.collector.delivery;

import io.tidemark.collector.delivery.Item.Drained;
import io.tidemark.collector.delivery.Item.State;
import io.tidemark.collector.spool.EventSpool;
import io.tidemark.collector.spool.SpoolChunk;
import io.tidemark.collector.spool.SpoolPosition;
import io.tidemark.collector.spool.SpooledEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way from the spool to the log: a window of records that were read and are not all acknowledged, in the order of
 * the spool. They are sent in that order; after a failure those again that are not acknowledged. For one thread.
 */
final class Drain {
    /** The part of a window that is sent in a few requests. */
    private static final int NEAR = 4;

    private final EventSpool spool;
    private final Executor mailbox;
    private final DeliverySettings settings;
    private final Lanes lanes;
    private final Deque<Drained> window = new ArrayDeque<>();
    private final Queue<Drained> unsent = new ArrayDeque<>();
    private long windowBytes;
    private int inFlight;
    private boolean reading;
    /** Whether nothing is known to be left: the newest read found nothing, and nothing was appended since. */
    private boolean exhausted;
    /** Whether something may be left from before the start; no lane is known for it, so that it counts for all. */
    private boolean recovering = true;

    private boolean recoveredLeft = true;
    private boolean readFailed;

    Drain(EventSpool spool, Executor mailbox, DeliverySettings settings, Lanes lanes) {
        this.spool = spool;
        this.mailbox = mailbox;
        this.settings = settings;
        this.lanes = lanes;
        if (spool.status().empty()) {
            recovering = false;
            recoveredLeft = false;
            exhausted = true;
        }
    }

    /** Whether an event of the lane would overtake one that is in the spool, or is being appended to it. */
    boolean isBehind(int lane) {
        return recovering || lanes.isBehind(lane);
    }

    /** Whether so little is left that waiting for it is quicker than appending to it. */
    boolean isNearItsEnd() {
        return !recovering && lanes.total() <= settings.drainRecords() / NEAR;
    }

    /** Whether nothing is left to be drained, as far as is known. */
    boolean isEmpty() {
        return exhausted && window.isEmpty();
    }

    /** Says that something was appended. */
    void appended() {
        exhausted = false;
    }

    /**
     * Sends and reads on.
     *
     * @param most how many may be in flight
     */
    void pump(int most, Consumer<Drained> sender, Runnable came) {
        while (inFlight < most) {
            Drained next = unsent.poll();
            if (next == null) {
                break;
            }
            inFlight++;
            sender.accept(next);
        }
        boolean hasRoom = window.size() <= settings.drainRecords() / 2 && windowBytes <= settings.drainBytes() / 2;
        if (most > 0 && hasRoom && !reading && !readFailed && !exhausted) {
            reading = true;
            spool.read(
                    settings.drainRecords() - window.size(),
                    settings.drainBytes(),
                    chunk -> mailbox.execute(() -> {
                        take(chunk);
                        came.run();
                    }));
        }
    }

    private void take(SpoolChunk chunk) {
        reading = false;
        recoveredLeft = chunk.recoveredLeft();
        readFailed = chunk.failed();
        exhausted = chunk.events().isEmpty() && !chunk.failed();
        for (SpooledEvent spooled : chunk.events()) {
            Drained item = new Drained(spooled);
            window.add(item);
            unsent.add(item);
            windowBytes += item.event.size();
        }
        checkRecovered();
    }

    /** Reads again after a failure; called from time to time. */
    void retryReading() {
        readFailed = false;
    }

    /** The log acknowledged the event. */
    void logged(Drained item) {
        inFlight--;
        done(item);
    }

    /** The log refused the event: it is done when it is kept as such. */
    void refused(Drained item) {
        inFlight--;
        item.state = State.REFUSED;
    }

    /** The event is kept as one that was refused. */
    void done(Drained item) {
        item.state = State.DONE;
        windowBytes -= item.event.size();
        if (!item.spooled.recovered()) {
            lanes.remove(item.lane);
        }
        SpoolPosition through = null;
        for (@Nullable Drained head = window.peek(); head != null && head.state == State.DONE; head = window.peek()) {
            through = head.spooled.position();
            window.remove();
        }
        if (through != null) {
            spool.acknowledge(through);
        }
        checkRecovered();
    }

    private void checkRecovered() {
        Drained head = window.peek();
        recovering = recovering && (recoveredLeft || (head != null && head.spooled.recovered()));
    }

    /** What was sent and is not acknowledged is to be sent again. */
    void again() {
        inFlight = 0;
        unsent.clear();
        for (Drained item : window) {
            if (item.state == State.SENT || item.state == State.UNSENT) {
                item.state = State.UNSENT;
                unsent.add(item);
            }
        }
    }

    /** When the oldest event of the window was received, in ms since the epoch; {@link Long#MAX_VALUE}: there is none. */
    long oldestAt() {
        Drained head = window.peek();
        return head == null ? Long.MAX_VALUE : head.event.receivedAt();
    }
}
