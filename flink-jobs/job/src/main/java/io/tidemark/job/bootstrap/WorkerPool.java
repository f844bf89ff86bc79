package io.tidemark.job.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Some threads that share numbered pieces of work; the first that fails ends it for all. */
final class WorkerPool {
    private WorkerPool() {}

    /** One thread's part in the work. */
    interface Worker {
        /** Does a piece. */
        void process(int piece) throws Exception;

        /** There is no more to do. */
        void done() throws Exception;
    }

    /**
     * Does all pieces.
     *
     * @throws ExecutionException with what failed as its cause
     */
    static void run(int threads, int pieces, Supplier<Worker> workers) throws ExecutionException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean failed = new AtomicBoolean();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                running.add(pool.submit(() -> {
                    try {
                        drain(workers.get(), next, pieces, failed);
                        return null;
                    } catch (Exception | Error e) {
                        failed.set(true);
                        throw e;
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void drain(Worker worker, AtomicInteger next, int pieces, AtomicBoolean failed) throws Exception {
        for (int piece = next.getAndIncrement(); piece < pieces && !failed.get(); piece = next.getAndIncrement()) {
            worker.process(piece);
        }
        worker.done();
    }
}
