package io.tidemark.job.replay;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/** Gives each partition to one reader, which is what keeps its order, and never says that there is no more. */
final class ReplayEnumerator implements SplitEnumerator<ReplaySplit, List<ReplaySplit>> {
    private final SplitEnumeratorContext<ReplaySplit> context;
    private final List<ReplaySplit> waiting;

    ReplayEnumerator(SplitEnumeratorContext<ReplaySplit> context, List<ReplaySplit> waiting) {
        this.context = context;
        this.waiting = new ArrayList<>(waiting);
    }

    @Override
    public void start() {
        // Readers are given their partitions when they come.
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
        // A reader has all its partitions from the beginning.
    }

    @Override
    public void addSplitsBack(List<ReplaySplit> splits, int subtask) {
        waiting.addAll(splits);
        if (context.registeredReaders().containsKey(subtask)) {
            addReader(subtask);
        }
    }

    @Override
    public void addReader(int subtask) {
        for (Iterator<ReplaySplit> each = waiting.iterator(); each.hasNext(); ) {
            ReplaySplit split = each.next();
            if (split.partition() % context.currentParallelism() == subtask) {
                each.remove();
                context.assignSplit(split, subtask);
            }
        }
    }

    @Override
    public List<ReplaySplit> snapshotState(long checkpointId) {
        return List.copyOf(waiting);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
