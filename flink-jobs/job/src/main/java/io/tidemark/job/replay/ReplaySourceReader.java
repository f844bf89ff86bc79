package io.tidemark.job.replay;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.read.LogSpan;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.RawRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/**
 * Replays its partitions, a batch of one and then a batch of the next, each in the order of its offsets. With nothing
 * left it waits, so that the job goes on taking checkpoints. A batch is read by the task's own thread: a checkpoint
 * waits for at most one.
 */
final class ReplaySourceReader implements SourceReader<RawRecord, ReplaySplit> {
    private static final long BATCH = 20_000;
    private static final long BYTES_AT_MOST = 32L << 20;

    private final Supplier<Lake> opening;
    private final Map<LakeTable, Long> snapshots;
    private final int epoch;
    private final ReplayRows rows;
    private final Deque<Partition> partitions = new ArrayDeque<>();
    private final List<ReplaySplit> done = new ArrayList<>();
    private CompletableFuture<Void> available = new CompletableFuture<>();
    private @Nullable Lake lake;

    /** A partition on its way. */
    private static final class Partition {
        private ReplaySplit split;
        private final Map<LakeTable, LogSpan> spans = new EnumMap<>(LakeTable.class);
        private Iterator<RawRecord> batch = List.<RawRecord>of().iterator();
        private long batchEnd;

        Partition(ReplaySplit split) {
            this.split = split;
        }
    }

    ReplaySourceReader(Supplier<Lake> opening, Map<LakeTable, Long> snapshots, int epoch, boolean byProject) {
        this.opening = opening;
        this.snapshots = snapshots;
        this.epoch = epoch;
        this.rows = new ReplayRows(byProject);
    }

    @Override
    public void start() {
        lake = opening.get();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RawRecord> output) {
        Partition partition = partitions.peek();
        if (partition == null) {
            available = new CompletableFuture<>();
            return InputStatus.NOTHING_AVAILABLE;
        }
        if (partition.batch.hasNext()) {
            RawRecord record = partition.batch.next();
            output.collect(record);
            partition.split = partition.split.at(record.offset() + 1);
            return InputStatus.MORE_AVAILABLE;
        }
        partitions.remove();
        partition.split = partition.split.at(Math.max(partition.split.next(), partition.batchEnd));
        if (partition.split.done()) {
            done.add(partition.split);
        } else {
            read(partition);
            partitions.add(partition);
        }
        return InputStatus.MORE_AVAILABLE;
    }

    private void read(Partition partition) {
        ReplaySplit split = partition.split;
        if (partition.spans.isEmpty()) {
            snapshots.forEach((table, snapshot) -> partition.spans.put(
                    table,
                    LogSpan.plan(lake().table(table), snapshot, epoch, split.partition(), split.next(), split.end())));
        }
        long from = partition.spans.values().stream()
                .mapToLong(span -> span.next(split.next()))
                .min()
                .orElse(Long.MAX_VALUE);
        if (from >= split.end()) {
            partition.batchEnd = split.end();
            return;
        }
        ReplayBatch batch = new ReplayBatch(Math.min(from + BATCH, split.end()), BYTES_AT_MOST);
        partition.spans.forEach(
                (table, span) -> span.read(from, batch.end(), row -> batch.add(rows.record(table, row))));
        partition.batch = batch.inOrder().iterator();
        partition.batchEnd = batch.end();
    }

    private Lake lake() {
        if (lake == null) {
            throw new IllegalStateException("A replay reads before it was started");
        }
        return lake;
    }

    @Override
    public List<ReplaySplit> snapshotState(long checkpointId) {
        List<ReplaySplit> splits = new ArrayList<>(done);
        partitions.forEach(partition -> splits.add(partition.split));
        return splits;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return partitions.isEmpty() ? available : CompletableFuture.completedFuture(null);
    }

    @Override
    public void addSplits(List<ReplaySplit> splits) {
        splits.forEach(split -> partitions.add(new Partition(split)));
        available.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {
        // The source stays as it is: without an end.
    }

    @Override
    public void close() {
        if (lake != null) {
            lake.close();
        }
    }
}
