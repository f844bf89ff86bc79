package io.tidemark.collector.delivery;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Tasks that are run in their order, one whenever a test says so. */
final class SteppedExecutor implements Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs the next task; whether there was one. */
    boolean step() {
        @Nullable Runnable next = tasks.poll();
        if (next != null) {
            next.run();
        }
        return next != null;
    }
}
