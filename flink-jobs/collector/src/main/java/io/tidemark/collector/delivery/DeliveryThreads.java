package io.tidemark.collector.delivery;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of a delivery: one for its state, one that opens the log, one for the time. */
final class DeliveryThreads {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryThreads.class);
    private static final Duration TICK = Duration.ofMillis(100);

    private final ExecutorService state = single("delivery");
    private final ExecutorService opening = single("delivery-open");
    private final ScheduledExecutorService time = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "delivery-time");
        thread.setDaemon(true);
        return thread;
    });

    private static ExecutorService single(String name) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs tasks in their order, one at a time; one that throws does not end it. */
    Executor mailbox() {
        return task -> state.execute(() -> run(task));
    }

    /** Runs what blocks. */
    Executor opener() {
        return task -> opening.execute(() -> run(task));
    }

    /** Runs this a few times a second from now on. */
    void tick(Runnable tick) {
        time.scheduleWithFixedDelay(() -> run(tick), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task of the delivery failed", e);
        }
    }

    /** Ends the threads once they have done what they were given. */
    void end() {
        time.shutdownNow();
        opening.shutdown();
        state.shutdown();
    }
}
