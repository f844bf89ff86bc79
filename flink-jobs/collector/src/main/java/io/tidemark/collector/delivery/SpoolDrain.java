package io.tidemark.collector.delivery;

import io.tidemark.collector.spool.SpoolQueue;
import io.tidemark.collector.spool.SpoolStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings the spool of a collector that is gone into the log, in its order. A segment is deleted once each of its records
 * is acknowledged, so that a drain that was interrupted goes on with the segment that it was at.
 */
public final class SpoolDrain {
    private static final long SEGMENT_SIZE = 64L * 1024 * 1024;
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final EventLog log;
    private final Duration giveUpAfter;
    private final LongSupplier nanos;

    /**
     * A drain into a log.
     *
     * @param giveUpAfter how long it goes on with no further event acknowledged
     * @param nanos the time in ns, from any time on
     */
    public SpoolDrain(EventLog log, Duration giveUpAfter, LongSupplier nanos) {
        this.log = log;
        this.giveUpAfter = giveUpAfter;
        this.nanos = nanos;
    }

    /**
     * What was drained.
     *
     * @param events how many events the log acknowledged
     * @param refused how many it refused for good; they are in the directory {@code refused}
     * @param damaged how many segments there are that could not be read to their end; they are in files
     *     {@code *.damaged}
     * @param bytesLeft how many bytes are still in the spool
     * @param isComplete whether nothing is left to be drained
     */
    public record Drained(long events, long refused, long damaged, long bytesLeft, boolean isComplete) {}

    /**
     * Drains a directory.
     *
     * @throws IOException if the directory does not exist, a process has it open, or it cannot be read
     */
    public Drained drain(Path directory) throws IOException, InterruptedException {
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(directory.toString(), null, "there is no such directory to be drained");
        }
        SpoolQueue spool = SpoolQueue.open(directory, Long.MAX_VALUE, SEGMENT_SIZE);
        Delivery delivery = Delivery.start(log, spool, DeliverySettings.of(0), nanos);
        boolean isComplete = false;
        try {
            isComplete = awaitDrained(delivery);
        } finally {
            CompletableFuture<@Nullable Void> stopped = delivery.stop(STOP_WITHIN);
            isDone(stopped, CLOSE_WITHIN);
        }
        DeliveryStatus status = delivery.status();
        SpoolStatus left = status.spool();
        return new Drained(status.drained(), status.refused(), left.damaged(), left.bytes(), isComplete);
    }

    private boolean awaitDrained(Delivery delivery) throws InterruptedException {
        long before = 0;
        long since = nanos.getAsLong();
        while (!isDone(delivery.drained(), Duration.ofMillis(100))) {
            DeliveryStatus status = delivery.status();
            long done = status.drained() + status.refused();
            if (done > before) {
                before = done;
                since = nanos.getAsLong();
            } else if (nanos.getAsLong() - since >= giveUpAfter.toNanos()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDone(CompletableFuture<@Nullable Void> future, Duration within)
            throws InterruptedException {
        try {
            future.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
