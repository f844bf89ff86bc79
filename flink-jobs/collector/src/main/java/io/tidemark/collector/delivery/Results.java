package io.tidemark.collector.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The results of sending, on their way from the log's threads to the mailbox: many with one task. */
final class Results {
    private final Queue<Result> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Executor mailbox;
    private final Runnable task;

    /**
     * Results for a mailbox.
     *
     * @param came is run there when there are results to be polled
     */
    Results(Executor mailbox, Runnable came) {
        this.mailbox = mailbox;
        this.task = () -> {
            scheduled.set(false);
            came.run();
        };
    }

    /**
     * The result of sending an event.
     *
     * @param generation the number of the generation that it was sent with
     */
    record Result(Item item, long generation, SendResult result) {}

    /** The next one; null: there is none at present. */
    @Nullable
    Result poll() {
        return queue.poll();
    }

    /** Takes the result of an event that is sent with a generation, and closes the generation at a failure. */
    Consumer<SendResult> of(Item item, Generation generation, long number) {
        return result -> {
            if (result instanceof SendResult.Failed) {
                generation.close();
            }
            queue.add(new Result(item, number, result));
            if (scheduled.compareAndSet(false, true)) {
                mailbox.execute(task);
            }
        };
    }
}
