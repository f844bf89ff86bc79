package io.tidemark.job.connect;

import io.tidemark.job.event.RawRecord;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.read.LogSpan;
import io.tidemark.lake.table.LakeTable;
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
 * Replays its partitions, a stretch of one and then a stretch of the next, each in the order of its offsets. With nothing
 * left it waits, so that the job goes on taking checkpoints. A stretch is read by the task's own thread: a checkpoint
 * waits for at most one.
 */
final class ForgottenReader implements SourceReader<RawRecord, ForgottenRange> {
    private static final long STRETCH = 20_000;
    private static final long BYTES_AT_MOST = 32L << 20;

    private final Supplier<Lake> opening;
    private final Map<LakeTable, Long> snapshots;
    private final int epoch;
    private final ForgottenRows rows;
    private final Deque<Partition> partitions = new ArrayDeque<>();
    private final List<ForgottenRange> done = new ArrayList<>();
    private CompletableFuture<Void> available = new CompletableFuture<>();
    private @Nullable Lake lake;

    /** A partition on its way. */
    private static final class Partition {
        private ForgottenRange range;
        private final Map<LakeTable, LogSpan> spans = new EnumMap<>(LakeTable.class);
        private Iterator<RawRecord> stretch = List.<RawRecord>of().iterator();
        private long stretchEnd;

        Partition(ForgottenRange range) {
            this.range = range;
        }
    }

    ForgottenReader(Supplier<Lake> opening, Map<LakeTable, Long> snapshots, int epoch, boolean byProject) {
        this.opening = opening;
        this.snapshots = snapshots;
        this.epoch = epoch;
        this.rows = new ForgottenRows(byProject);
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
        if (partition.stretch.hasNext()) {
            RawRecord record = partition.stretch.next();
            output.collect(record);
            partition.range = partition.range.at(record.offset() + 1);
            return InputStatus.MORE_AVAILABLE;
        }
        partitions.remove();
        partition.range = partition.range.at(Math.max(partition.range.next(), partition.stretchEnd));
        if (partition.range.done()) {
            done.add(partition.range);
        } else {
            read(partition);
            partitions.add(partition);
        }
        return InputStatus.MORE_AVAILABLE;
    }

    private void read(Partition partition) {
        ForgottenRange range = partition.range;
        if (partition.spans.isEmpty()) {
            snapshots.forEach((table, snapshot) -> partition.spans.put(
                    table,
                    LogSpan.plan(lake().table(table), snapshot, epoch, range.partition(), range.next(), range.end())));
        }
        long from = partition.spans.values().stream()
                .mapToLong(span -> span.next(range.next()))
                .min()
                .orElse(Long.MAX_VALUE);
        if (from >= range.end()) {
            partition.stretchEnd = range.end();
            return;
        }
        ForgottenStretch stretch = new ForgottenStretch(Math.min(from + STRETCH, range.end()), BYTES_AT_MOST);
        partition.spans.forEach(
                (table, span) -> span.read(from, stretch.end(), row -> stretch.add(rows.record(table, row))));
        partition.stretch = stretch.inOrder().iterator();
        partition.stretchEnd = stretch.end();
    }

    private Lake lake() {
        if (lake == null) {
            throw new IllegalStateException("A replay reads before it was started");
        }
        return lake;
    }

    @Override
    public List<ForgottenRange> snapshotState(long checkpointId) {
        List<ForgottenRange> ranges = new ArrayList<>(done);
        partitions.forEach(partition -> ranges.add(partition.range));
        return ranges;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return partitions.isEmpty() ? available : CompletableFuture.completedFuture(null);
    }

    @Override
    public void addSplits(List<ForgottenRange> ranges) {
        ranges.forEach(range -> partitions.add(new Partition(range)));
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
