package io.tidemark.ops.engines;

import io.tidemark.ops.answers.Asked;
import io.tidemark.ops.answers.CaseLake;
import io.tidemark.ops.question.Dialect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an engine replies to cases, while tests wait for theirs: threads take the cases in the order given, each with an
 * engine of its own. A failure is that of its case alone.
 */
public final class Replies implements AutoCloseable {
    private static final int SECONDS_TO_END = 60;

    private final Queue<Asked> waiting;
    private final Map<Asked, CompletableFuture<Reply>> replies = new HashMap<>();
    private final ExecutorService threads;

    private Replies(List<Asked> cases, int workers) {
        waiting = new ConcurrentLinkedQueue<>(cases);
        cases.forEach(each -> replies.put(each, new CompletableFuture<>()));
        threads = Executors.newFixedThreadPool(workers);
    }

    /**
     * Begins to ask a server, in one thread.
     *
     * @param engine the engine in a namespace of the catalog; not closed here
     */
    static Replies to(List<Asked> cases, Dialect dialect, Function<String, Engine> engine) {
        return asking(cases, 1, dialect, lake -> engine.apply(lake.namespace()), left -> {});
    }

    /**
     * Begins to ask, in several threads. An engine is opened, asked and closed by one thread; a thread has one engine open
     * at a time, so cases of one lake come one after the other.
     *
     * @param open opens an engine on a lake
     */
    public static Replies of(List<Asked> cases, int workers, Dialect dialect, Function<CaseLake, Engine> open) {
        return asking(cases, workers, dialect, open, Engine::close);
    }

    private static Replies asking(
            List<Asked> cases, int workers, Dialect dialect, Function<CaseLake, Engine> open, Consumer<Engine> leave) {
        Replies replies = new Replies(cases, workers);
        // Made here: only this thread changes the map, and only before it gives it to others.
        Map<Asked, CompletableFuture<Reply>> all = Map.copyOf(replies.replies);
        for (int i = 0; i < workers; i++) {
            replies.threads.execute(new Worker(replies.waiting, all, dialect, open, leave));
        }
        replies.threads.shutdown();
        return replies;
    }

    /** The reply to a case, when it is there; throws what asking it threw. */
    public Reply get(Asked asked) throws InterruptedException {
        CompletableFuture<Reply> reply =
                Objects.requireNonNull(replies.remove(asked), () -> asked + " is not asked, or was fetched before");
        try {
            return reply.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(asked + " could not be asked", e.getCause());
        }
    }

    /** Asks nothing more, and waits until the threads have closed their engines. */
    @Override
    public void close() throws InterruptedException {
        waiting.clear();
        threads.shutdownNow();
        if (!threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
            throw new IllegalStateException("An engine did not end its statement in " + SECONDS_TO_END + " seconds");
        }
    }

    /** A thread's work: it asks until no case is left. */
    private static final class Worker implements Runnable {
        private final Queue<Asked> waiting;
        private final Map<Asked, CompletableFuture<Reply>> replies;
        private final Dialect dialect;
        private final Function<CaseLake, Engine> open;
        private final Consumer<Engine> leave;
        private @Nullable CaseLake lake;
        private @Nullable Engine engine;

        Worker(
                Queue<Asked> waiting,
                Map<Asked, CompletableFuture<Reply>> replies,
                Dialect dialect,
                Function<CaseLake, Engine> open,
                Consumer<Engine> leave) {
            this.waiting = waiting;
            this.replies = replies;
            this.dialect = dialect;
            this.open = open;
            this.leave = leave;
        }

        @Override
        public void run() {
            for (Asked next = waiting.poll(); next != null; next = waiting.poll()) {
                CompletableFuture<Reply> reply = Objects.requireNonNull(replies.get(next));
                try {
                    reply.complete(in(next.lake()).ask(next.asked().statement(dialect)));
                } catch (Throwable e) { // an error too: a test waits for it
                    reply.completeExceptionally(e);
                }
            }
            leaveLake();
        }

        private Engine in(CaseLake next) {
            Engine here = engine;
            if (here == null || lake != next) {
                leaveLake();
                here = open.apply(next);
                engine = here;
                lake = next;
            }
            return here;
        }

        private void leaveLake() {
            if (engine != null) {
                Engine left = engine;
                engine = null;
                leave.accept(left);
            }
        }
    }
}
