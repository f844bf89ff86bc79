package io.tidemark.collector.http;

import io.tidemark.config.CollectorConfig;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all connections of a server share. */
final class ServerState {
    /** The most bytes of a body, as sent and after inflation. */
    static final int LARGEST_BODY = 20 * 1024 * 1024;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final CollectorConfig config;
    private final ServerParts parts;
    private final MemoryBudget budget;
    private final ServerPaths paths;
    private final ResponseWriter writer;
    private final RefusalLog log;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    /** The load balancer is to send no more: answers end their connections. */
    private volatile boolean draining;
    /** No new requests. */
    private volatile boolean closing;

    ServerState(CollectorConfig config, ServerParts parts) {
        this.config = config;
        this.parts = parts;
        this.budget = new MemoryBudget(config.requestMemory().bytes());
        this.paths = new ServerPaths(parts, () -> draining);
        this.writer = new ResponseWriter(parts.clock());
        this.log = new RefusalLog(parts.metrics(), parts.nanos());
    }

    CollectorConfig config() {
        return config;
    }

    ServerParts parts() {
        return parts;
    }

    MemoryBudget budget() {
        return budget;
    }

    ServerPaths paths() {
        return paths;
    }

    ResponseWriter writer() {
        return writer;
    }

    RefusalLog log() {
        return log;
    }

    /** The number of the next request. */
    long nextRequest() {
        return requests.incrementAndGet();
    }

    long now() {
        return parts.nanos().getAsLong();
    }

    /** Whether one more connection may be open; if so it is counted until {@link #closed}. */
    boolean open() {
        if (open.incrementAndGet() > config.maxConnections()) {
            open.decrementAndGet();
            return false;
        }
        parts.metrics().opened();
        return true;
    }

    void closed() {
        parts.metrics().closed();
        if (open.decrementAndGet() == 0) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Waits until no connection is open, for so long at most. */
    synchronized void awaitNone(long nanos) throws InterruptedException {
        long deadline = now() + nanos;
        for (long left = nanos; open.get() > 0 && left > 0; left = deadline - now()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    int connections() {
        return open.get();
    }

    boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    boolean isClosing() {
        return closing;
    }

    void close() {
        closing = true;
    }

    /** How long nothing may come on a connection between two requests. */
    long idleTimeout() {
        return config.idleTimeout().toNanos();
    }

    /** How long a request may take from its first byte to its last; less while others wait for its memory. */
    long requestTimeout() {
        long full = config.requestTimeout().toNanos();
        return budget.isScarce() ? Math.min(full, 5 * SECOND) : full;
    }

    /** How long the head of a request may take. */
    long headTimeout() {
        return Math.min(config.requestTimeout().toNanos(), 10 * SECOND);
    }

    /** How long a request may wait for memory before it is refused. */
    long memoryTimeout() {
        return 5 * SECOND;
    }

    /** How long the oldest request that has begun waits for memory before the newest is refused. */
    long shedAfter() {
        return SECOND;
    }

    /** How long a handler may take, and a client to read its answer. */
    long answerTimeout() {
        return config.requestTimeout().toNanos();
    }

    /** How long a connection that is closed still takes what its client has sent, for it to read the answer. */
    long lingerTimeout() {
        return 5 * SECOND;
    }
}
