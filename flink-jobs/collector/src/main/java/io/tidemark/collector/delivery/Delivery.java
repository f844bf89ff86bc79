package io.tidemark.collector.delivery;

import io.tidemark.collector.record.CollectedEvent;
import io.tidemark.collector.spool.EventSpool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores events: in the log first, else in the spool, from where they get into the log later. The order of the events
 * of a device is kept: the first occurrence of each is in the log in the order in which they were handed over.
 */
public final class Delivery {
    /** About what an event takes in memory besides its bytes. */
    private static final long OVERHEAD = 128;

    private final EventSpool spool;
    private final Executor mailbox;
    private final LongSupplier nanos;
    private final long waitingBytes;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final Dispatcher dispatcher;
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
    private volatile boolean stopping;

    Delivery(Dispatcher.Ports ports, DeliverySettings settings) {
        this(ports, settings, new Lanes());
    }

    Delivery(Dispatcher.Ports ports, DeliverySettings settings, Lanes lanes) {
        this.spool = ports.spool();
        this.mailbox = ports.mailbox();
        this.nanos = ports.nanos();
        this.waitingBytes = settings.waitingBytes();
        this.dispatcher = new Dispatcher(ports, settings, counters, lanes);
    }

    /**
     * Starts a delivery with threads of its own, which end with {@link #stop}.
     *
     * @param nanos the time in ns, from any time on
     */
    public static Delivery start(EventLog log, EventSpool spool, DeliverySettings settings, LongSupplier nanos) {
        DeliveryThreads threads = new DeliveryThreads();
        Delivery delivery =
                new Delivery(new Dispatcher.Ports(log, spool, threads.mailbox(), threads.opener(), nanos), settings);
        threads.tick(delivery::tick);
        delivery.stopped.whenComplete((nothing, none) -> threads.end());
        return delivery;
    }

    /**
     * Stores events that belong together. It returns at once, on any thread.
     *
     * @param events the events, which nobody changes from now on; a device's events get into the log in the order of the
     *     calls
     * @return completed in less than 8 s, on any thread: {@link StoreResult#STORED} only when each of the events is
     *     acknowledged by Kafka, or on the disk after an fsync, or is one that Kafka refuses for good and is kept as such
     */
    public CompletableFuture<StoreResult> store(List<CollectedEvent> events) {
        if (stopping) {
            return CompletableFuture.completedFuture(StoreResult.STOPPING);
        } else if (events.isEmpty()) {
            return CompletableFuture.completedFuture(StoreResult.STORED);
        }
        long size = 0;
        for (CollectedEvent event : events) {
            size += weight(event);
        }
        if (counters.waiting.addAndGet(size) > waitingBytes) {
            counters.waiting.addAndGet(-size);
            counters.overloaded.increment();
            return CompletableFuture.completedFuture(StoreResult.OVERLOADED);
        }
        Batch batch = new Batch(events.size(), nanos.getAsLong(), counters);
        try {
            mailbox.execute(() -> dispatcher.accept(batch, events));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(StoreResult.STOPPING);
        }
        return batch.result;
    }

    /** What counts of an event for the bytes that wait. */
    static long weight(CollectedEvent event) {
        return event.size() + OVERHEAD;
    }

    /** Called a few times a second. */
    void tick() {
        mailbox.execute(dispatcher::tick);
    }

    /**
     * Stops: takes nothing any more, waits for acknowledgements as long as is said, stores the rest in the spool, and
     * closes log and spool.
     *
     * @return completed when that is done; at most 3 s later than is said, unless the disk does not answer
     */
    public CompletableFuture<@Nullable Void> stop(Duration within) {
        stopping = true;
        try {
            mailbox.execute(() -> dispatcher.stop(within.toNanos(), () -> stopped.complete(null)));
        } catch (RejectedExecutionException e) {
            // It has stopped before.
        }
        return stopped;
    }

    /** Completed, on any thread, when the spool was empty for the first time. */
    CompletableFuture<@Nullable Void> drained() {
        return dispatcher.drained();
    }

    /** What it did since its start, and how it is. */
    public DeliveryStatus status() {
        return DeliveryStatus.of(counters, spool.status());
    }
}
