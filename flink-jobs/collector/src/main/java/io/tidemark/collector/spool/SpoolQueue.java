package io.tidemark.collector.spool;

import io.tidemark.collector.record.CollectedEvent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: what waits is written together, with one fsync for all, by one thread; what comes meanwhile is the next
 * group.
 */
public final class SpoolQueue implements EventSpool {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolQueue.class);
    private static final int GROUP_BYTES = 8 * 1024 * 1024;

    private final Spool spool;
    private final RefusedEvents refused;
    private final long maxBytes;
    private final Executor thread;
    private final Queue<Batch> batches = new ConcurrentLinkedQueue<>();
    private final Queue<Refused> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final List<Closeable> atClose = new ArrayList<>();

    private record Batch(List<CollectedEvent> events, Consumer<Appended> done) {}

    private record Refused(Refusal refusal, Consumer<Appended> done) {}

    /**
     * A queue before a spool, which nobody else uses from now on.
     *
     * @param thread runs tasks in their order, one at a time
     */
    public SpoolQueue(Spool spool, RefusedEvents refused, long maxBytes, Executor thread) {
        this.spool = spool;
        this.refused = refused;
        this.maxBytes = maxBytes;
        this.thread = thread;
    }

    /**
     * Opens the spool of a directory, with a thread of its own; what Kafka refuses is in its directory {@code refused}.
     *
     * @param maxBytes how many bytes it may have
     * @param segmentSize how large one of its files becomes
     * @throws SpoolUnavailableException if another process has it open, or another version of the program wrote it
     * @throws IOException if it cannot be read
     */
    public static SpoolQueue open(Path directory, long maxBytes, long segmentSize) throws IOException {
        FileDisk disk = FileDisk.open(directory);
        FileDisk refusedDisk = null;
        try {
            refusedDisk = FileDisk.open(directory.resolve("refused"));
            Spool spool = Spool.open(disk, maxBytes, segmentSize);
            RefusedEvents refused = RefusedEvents.open(refusedDisk, segmentSize);
            ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
                Thread named = new Thread(task, "spool");
                named.setDaemon(true);
                return named;
            });
            SpoolQueue queue = new SpoolQueue(spool, refused, maxBytes, thread);
            queue.atClose.add(refusedDisk);
            queue.atClose.add(disk);
            queue.atClose.add(thread::shutdown);
            return queue;
        } catch (IOException e) {
            close(refusedDisk == null ? disk : refusedDisk);
            close(disk);
            throw e;
        }
    }

    @Override
    public void append(List<CollectedEvent> events, Consumer<Appended> done) {
        batches.add(new Batch(events, done));
        schedule();
    }

    @Override
    public void refuse(Refusal refusal, Consumer<Appended> done) {
        refusals.add(new Refused(refusal, done));
        schedule();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            thread.execute(this::write);
        }
    }

    private void write() {
        scheduled.set(false);
        writeRefusals();
        List<Batch> group = nextGroup();
        if (!group.isEmpty()) {
            List<Appended> results = append(group.stream().map(Batch::events).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).done().accept(results.get(i));
            }
        }
        if (!batches.isEmpty()) {
            schedule();
        }
    }

    /** Whatever happens, who waits is told. */
    private List<Appended> append(List<List<CollectedEvent>> group) {
        try {
            return spool.append(group);
        } catch (RuntimeException e) {
            LOG.error("Could not append to the spool", e);
            return Collections.nCopies(group.size(), Appended.FAILED);
        }
    }

    private List<Batch> nextGroup() {
        List<Batch> group = new ArrayList<>();
        long size = 0;
        while (size < GROUP_BYTES) {
            Batch batch = batches.poll();
            if (batch == null) {
                break;
            }
            group.add(batch);
            for (CollectedEvent event : batch.events()) {
                size += SegmentFormat.sizeOf(event);
            }
        }
        return group;
    }

    private void writeRefusals() {
        List<Refused> group = new ArrayList<>();
        for (@Nullable Refused next = refusals.poll(); next != null; next = refusals.poll()) {
            group.add(next);
        }
        if (!group.isEmpty()) {
            boolean written =
                    refused.append(group.stream().map(Refused::refusal).toList());
            group.forEach(each -> each.done().accept(written ? Appended.STORED : Appended.FAILED));
        }
    }

    @Override
    public void read(int most, int mostBytes, Consumer<SpoolChunk> done) {
        thread.execute(() -> done.accept(spool.read(most, mostBytes)));
    }

    @Override
    public void acknowledge(SpoolPosition through) {
        thread.execute(() -> spool.acknowledge(through));
    }

    @Override
    public void close(Runnable done) {
        thread.execute(() -> {
            while (!batches.isEmpty() || !refusals.isEmpty()) {
                write();
            }
            spool.close();
            refused.close();
            atClose.forEach(SpoolQueue::close);
            done.run();
        });
    }

    private static void close(Closeable each) {
        try {
            each.close();
        } catch (IOException e) {
            LOG.warn("Could not close a part of the spool why={}", e.toString());
        }
    }

    @Override
    public SpoolStatus status() {
        return new SpoolStatus(spool.bytes(), maxBytes, spool.isEmpty(), spool.oldestAt(), spool.damaged());
    }
}
