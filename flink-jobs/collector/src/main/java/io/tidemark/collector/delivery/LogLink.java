package io.tidemark.collector.delivery;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which generation of the log is open, if any, and when the next one is opened. For one thread; generations are opened
 * on another one.
 */
final class LogLink {
    private static final Logger LOG = LoggerFactory.getLogger(LogLink.class);

    private final EventLog log;
    private final Executor opener;
    private final Executor mailbox;
    private final DeliverySettings settings;
    private final DeliveryCounters counters;
    private final LongSupplier nanos;
    private @Nullable Generation generation;
    private Phase phase = Phase.DOWN;
    private long number;
    private long backOff;
    private long retryAt;
    private boolean closed;
    /** What was logged last of what is wrong, without its details; null: nothing is wrong. */
    private @Nullable String trouble;

    /** Whether events may be sent. */
    enum Phase {
        /** No generation is open. */
        DOWN,
        OPENING,
        /** A generation is open that nothing was acknowledged by; one event of the spool may be sent. */
        PROBING,
        UP
    }

    LogLink(Dispatcher.Ports ports, DeliverySettings settings, DeliveryCounters counters) {
        this.log = ports.log();
        this.opener = ports.opener();
        this.mailbox = ports.mailbox();
        this.nanos = ports.nanos();
        this.settings = settings;
        this.counters = counters;
        this.backOff = settings.backOff().toNanos();
        this.retryAt = nanos.getAsLong();
    }

    /** Whether an event that is behind no other one may be sent. */
    boolean isUp() {
        return phase == Phase.UP;
    }

    /** How many events of the spool may be in flight. */
    int mostInFlight() {
        return switch (phase) {
            case DOWN, OPENING -> 0;
            case PROBING -> 1;
            case UP -> settings.drainRecords();
        };
    }

    /** The number of the newest generation. */
    long number() {
        return number;
    }

    /** Whether a generation is open. */
    boolean isOpen() {
        return generation != null;
    }

    /** The generation that is open. */
    Generation generation() {
        Generation open = generation;
        if (open == null) {
            throw new IllegalStateException("The log is not open");
        }
        return open;
    }

    /**
     * Opens the next generation if it is time to.
     *
     * @param opened is called on the mailbox once one is open
     */
    void openIfDue(Runnable opened) {
        if (phase != Phase.DOWN || closed || nanos.getAsLong() - retryAt < 0) {
            return;
        }
        phase = Phase.OPENING;
        opener.execute(() -> {
            try {
                Generation next = log.open();
                mailbox.execute(() -> opened(next, opened));
            } catch (IOException e) {
                mailbox.execute(() -> lost(e.getMessage() == null ? e.toString() : e.getMessage()));
            }
        });
    }

    private void opened(Generation next, Runnable opened) {
        if (closed || phase != Phase.OPENING) {
            next.close();
            return;
        }
        generation = next;
        number++;
        counters.generations.increment();
        phase = Phase.PROBING;
        opened.run();
    }

    /** The generation that is open works, or nothing is there to try it with. */
    void works(boolean isProved) {
        if (generation == null) {
            return;
        }
        if (phase == Phase.PROBING) {
            phase = Phase.UP;
            LOG.info("The log takes events generation={} proved={}", number, isProved);
        }
        if (isProved) {
            backOff = settings.backOff().toNanos();
            trouble = null;
        }
        counters.up = true;
    }

    /** The generation failed, or none could be opened: the next one is opened after a pause. */
    void lost(String why) {
        if (generation != null) {
            generation.close();
            generation = null;
        }
        String kind = why.split(":", 2)[0];
        if (!kind.equals(trouble) && !closed) {
            LOG.warn("The log does not take events, they go to the spool generation={} why={}", number, why);
        }
        trouble = kind;
        phase = Phase.DOWN;
        counters.up = false;
        counters.failures.increment();
        retryAt = nanos.getAsLong() + backOff;
        backOff = Math.min(2 * backOff, settings.longestBackOff().toNanos());
    }

    /** Opens no further generation. */
    void noMore() {
        closed = true;
    }

    /** Closes the generation that is open. */
    void close() {
        closed = true;
        counters.up = false;
        if (generation != null) {
            generation.close();
            generation = null;
        }
        phase = Phase.DOWN;
    }
}
