package io.tidemark.ops.engines;

import io.tidemark.ops.answers.Asked;
import io.tidemark.ops.answers.CaseLake;
import io.tidemark.ops.question.Dialect;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * What one engine replies to cases: a thread of its own asks them one after the other, in the order given, while other
 * engines are asked by theirs. A failure is that of its case alone.
 */
final class Replies implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Map<Asked, Future<Reply>> replies = new HashMap<>();

    private Replies() {}

    /**
     * Begins to ask.
     *
     * @param engine the engine in a namespace of the catalog
     */
    static Replies to(List<Asked> cases, Dialect dialect, Function<String, Engine> engine) {
        Map<CaseLake, Engine> lakes = new EnumMap<>(CaseLake.class);
        for (CaseLake lake : CaseLake.values()) {
            lakes.put(lake, engine.apply(lake.namespace()));
        }
        Replies asking = new Replies();
        for (Asked each : cases) {
            Engine there = Objects.requireNonNull(lakes.get(each.lake()));
            asking.replies.put(
                    each, asking.thread.submit(() -> there.ask(each.asked().statement(dialect))));
        }
        asking.thread.shutdown();
        return asking;
    }

    /** The reply to a case, when it is there; throws what asking it threw. */
    Reply get(Asked asked) throws InterruptedException {
        Future<Reply> reply =
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

    /** Asks nothing more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
