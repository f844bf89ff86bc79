package io.tidemark.collector.delivery;

import io.tidemark.collector.delivery.Item.Direct;
import io.tidemark.collector.delivery.Item.Drained;
import io.tidemark.collector.delivery.Item.State;
import io.tidemark.collector.record.CollectedEvent;
import io.tidemark.collector.spool.Appended;
import io.tidemark.collector.spool.EventSpool;
import io.tidemark.collector.spool.Refusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a delivery. It runs on the mailbox alone, task by task, and waits for nothing: what takes time
 * comes back as another task.
 */
final class Dispatcher {
    private static final int APPEND_BYTES = 1024 * 1024;
    private static final long HOLD_WITHIN = Duration.ofSeconds(1).toNanos();
    private static final long DISK_WITHIN = Duration.ofSeconds(3).toNanos();

    private final EventSpool spool;
    private final Executor mailbox;
    private final LongSupplier nanos;
    private final DeliverySettings settings;
    private final DeliveryCounters counters;
    private final Lanes lanes;
    private final LogLink link;
    private final Drain drain;
    private final Results results;
    /** What was sent directly and is not acknowledged, in the order of sending. */
    private final Set<Direct> inFlight = new LinkedHashSet<>();
    /** What is not answered, in the order of coming. */
    private final Queue<Batch> batches = new ArrayDeque<>();
    /** How many appends and refusals the spool has not confirmed. */
    private int atDisk;

    private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();

    /** Since when events are held back. */
    private long heldSince;

    private @Nullable Runnable stopping;
    private long stopAt;
    private boolean stopped;

    Dispatcher(Ports ports, DeliverySettings settings, DeliveryCounters counters, Lanes lanes) {
        this.spool = ports.spool();
        this.mailbox = ports.mailbox();
        this.nanos = ports.nanos();
        this.settings = settings;
        this.counters = counters;
        this.lanes = lanes;
        this.link = new LogLink(ports, settings, counters);
        this.drain = new Drain(spool, mailbox, settings, lanes);
        this.results = new Results(mailbox, this::takeResults);
    }

    /**
     * What a delivery may touch.
     *
     * @param log where events go
     * @param spool where they go if the log does not take them
     * @param mailbox runs tasks in their order, one at a time
     * @param opener the same, for what blocks
     * @param nanos the time in ns, from any time on
     */
    record Ports(EventLog log, EventSpool spool, Executor mailbox, Executor opener, LongSupplier nanos) {}

    /** Completed when the spool was empty for the first time. */
    CompletableFuture<@Nullable Void> drained() {
        return drained;
    }

    /** Takes a batch over. */
    void accept(Batch batch, List<CollectedEvent> events) {
        if (stopping != null) {
            batch.answer(StoreResult.STOPPING);
            events.forEach(event -> counters.waiting.addAndGet(-Delivery.weight(event)));
            return;
        }
        batches.add(batch);
        List<Direct> behind = new ArrayList<>();
        for (CollectedEvent event : events) {
            Direct item = new Direct(event, Lanes.of(event), batch);
            if (link.isUp() && !drain.isBehind(item.lane) && !lanes.holds(item.lane)) {
                inFlight.add(item);
                send(item);
            } else if (link.isUp() && (lanes.holds(item.lane) || drain.isNearItsEnd())) {
                hold(item);
            } else {
                behind.add(item);
            }
        }
        append(behind);
        pump();
    }

    private void hold(Direct item) {
        if (!lanes.holdsAny()) {
            heldSince = nanos.getAsLong();
        }
        lanes.hold(item);
    }

    /** Sends what was held back in lanes that have nothing in the spool any more. */
    private void release() {
        for (int lane = 0; lane < Lanes.COUNT && lanes.holdsAny(); lane++) {
            if (lanes.holds(lane) && !drain.isBehind(lane)) {
                for (Direct item : lanes.release(lane)) {
                    inFlight.add(item);
                    send(item);
                }
            }
        }
    }

    private void send(Item item) {
        item.state = State.SENT;
        Generation generation = link.generation();
        generation.send(item.event, results.of(item, generation, link.number()));
    }

    private void append(List<Direct> items) {
        List<Direct> part = new ArrayList<>();
        long size = 0;
        for (Direct item : items) {
            lanes.add(item.lane);
            part.add(item);
            size += item.event.size();
            if (size >= APPEND_BYTES) {
                appendPart(part);
                part = new ArrayList<>();
                size = 0;
            }
        }
        if (!part.isEmpty()) {
            appendPart(part);
        }
    }

    private void appendPart(List<Direct> part) {
        atDisk++;
        spool.append(
                part.stream().map(item -> item.event).toList(),
                result -> mailbox.execute(() -> appended(part, result)));
    }

    private void appended(List<Direct> part, Appended result) {
        atDisk--;
        counters.spoolFails = result != Appended.STORED;
        if (result == Appended.STORED) {
            counters.spooled.add(part.size());
            drain.appended();
        } else {
            part.forEach(item -> lanes.remove(item.lane));
        }
        part.forEach(item -> settle(item, result == Appended.STORED));
        pump();
    }

    private void settle(Direct item, boolean isStored) {
        item.state = State.DONE;
        counters.waiting.addAndGet(-Delivery.weight(item.event));
        item.batch.settle(isStored);
    }

    private void takeResults() {
        SendResult.Failed failure = null;
        for (Results.@Nullable Result next = results.poll(); next != null; next = results.poll()) {
            // Of a generation that was given up, its events are on another way already.
            if (next.generation() != link.number() || !link.isOpen() || next.item().state != State.SENT) {
                continue;
            }
            SendResult result = next.result();
            if (result instanceof SendResult.Failed failed) {
                failure = failure == null ? failed : failure;
            } else if (result instanceof SendResult.Refused refused) {
                refused(next.item(), refused);
            } else {
                logged(next.item());
            }
        }
        if (failure != null) {
            failed(failure.reason());
        }
        pump();
    }

    private void logged(Item item) {
        link.works(true);
        if (item instanceof Direct direct) {
            counters.sent.increment();
            inFlight.remove(direct);
            settle(direct, true);
        } else if (item instanceof Drained drained) {
            counters.drained.increment();
            drain.logged(drained);
        }
    }

    private void refused(Item item, SendResult.Refused refused) {
        if (item instanceof Drained drained) {
            drain.refused(drained);
        } else if (item instanceof Direct direct) {
            inFlight.remove(direct);
        }
        item.state = State.REFUSED;
        atDisk++;
        spool.refuse(
                new Refusal(item.event, refused.reason()),
                result -> mailbox.execute(() -> keptAsRefused(item, result)));
    }

    private void keptAsRefused(Item item, Appended result) {
        atDisk--;
        if (stopped) {
            return;
        }
        boolean isKept = result == Appended.STORED;
        if (isKept) {
            counters.refused.increment();
        }
        if (item instanceof Direct direct) {
            settle(direct, isKept);
        } else if (item instanceof Drained drained && isKept) {
            drain.done(drained);
        } else {
            item.state = State.UNSENT;
            if (link.isOpen()) {
                failed("An event that it refuses could not be kept as such");
            } else {
                drain.again();
            }
        }
        pump();
    }

    /** Everything that is not acknowledged goes to the spool, in the order of sending. */
    private void failed(String why) {
        link.lost(why);
        List<Direct> unacknowledged = List.copyOf(inFlight);
        inFlight.clear();
        unacknowledged.forEach(item -> item.state = State.UNSENT);
        append(unacknowledged);
        append(lanes.releaseAll());
        drain.again();
    }

    /** Goes on with what can be done now. */
    private void pump() {
        if (stopping != null) {
            finishIfDone();
            return;
        }
        link.openIfDue(this::pump);
        if (link.isOpen()) {
            drain.pump(link.mostInFlight(), this::send, this::pump);
        }
        if (atDisk == 0 && drain.isEmpty()) {
            lanes.clear();
            link.works(false);
            drained.complete(null);
        }
        if (link.isUp() && lanes.holdsAny()) {
            release();
        }
        counters.oldestRead = drain.oldestAt();
    }

    /** Called a few times a second: answers what waits for too long, and tries again what failed. */
    void tick() {
        long now = nanos.getAsLong();
        for (@Nullable Batch head = batches.peek(); head != null && isOver(head, now); head = batches.peek()) {
            batches.remove();
        }
        drain.retryReading();
        if (lanes.holdsAny() && now - heldSince >= HOLD_WITHIN) {
            append(lanes.releaseAll());
        }
        if (stopping != null && !stopped && now - stopAt >= 0) {
            if (!inFlight.isEmpty()) {
                failed("It did not acknowledge everything before the stop");
            }
            if (now - stopAt >= DISK_WITHIN) {
                finish();
            }
        }
        pump();
    }

    private boolean isOver(Batch batch, long now) {
        if (!batch.result.isDone()
                && now - batch.since >= settings.answerWithin().toNanos()) {
            batch.answer(StoreResult.UNAVAILABLE);
        }
        return batch.result.isDone();
    }

    /**
     * Takes no further batch, waits for the acknowledgements for some time, and gives the spool what is missing.
     *
     * @param within how long, in ns
     * @param done is run when everything is closed
     */
    void stop(long within, Runnable done) {
        if (stopping == null) {
            stopping = done;
            stopAt = nanos.getAsLong() + within;
            link.noMore();
            append(lanes.releaseAll());
        }
        finishIfDone();
    }

    private void finishIfDone() {
        if (!stopped && atDisk == 0 && inFlight.isEmpty()) {
            finish();
        }
    }

    private void finish() {
        Runnable done = stopping;
        stopped = true;
        link.close();
        batches.forEach(batch -> batch.answer(StoreResult.UNAVAILABLE));
        batches.clear();
        if (done != null) {
            spool.close(done);
        }
    }
}
