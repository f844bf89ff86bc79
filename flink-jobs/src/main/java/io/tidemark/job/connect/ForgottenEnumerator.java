package io.tidemark.job.connect;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/** Gives each partition to one reader, which is what keeps its order, and never says that there is no more. */
final class ForgottenEnumerator implements SplitEnumerator<ForgottenRange, List<ForgottenRange>> {
    private final SplitEnumeratorContext<ForgottenRange> context;
    private final List<ForgottenRange> waiting;

    ForgottenEnumerator(SplitEnumeratorContext<ForgottenRange> context, List<ForgottenRange> waiting) {
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
    public void addSplitsBack(List<ForgottenRange> ranges, int subtask) {
        waiting.addAll(ranges);
        if (context.registeredReaders().containsKey(subtask)) {
            addReader(subtask);
        }
    }

    @Override
    public void addReader(int subtask) {
        for (Iterator<ForgottenRange> each = waiting.iterator(); each.hasNext(); ) {
            ForgottenRange range = each.next();
            if (range.partition() % context.currentParallelism() == subtask) {
                each.remove();
                context.assignSplit(range, subtask);
            }
        }
    }

    @Override
    public List<ForgottenRange> snapshotState(long checkpointId) {
        return List.copyOf(waiting);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
