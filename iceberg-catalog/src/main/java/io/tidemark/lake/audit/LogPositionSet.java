package io.tidemark.lake.audit;

import io.tidemark.rules.event.LogPosition;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A set of places in the log: an {@link OffsetSet} for each partition of each epoch. For one thread. */
final class LogPositionSet {
    private final Map<Log, OffsetSet> sets = new HashMap<>();
    private @Nullable Log lastLog;
    private OffsetSet lastSet = new OffsetSet();

    /**
     * One partition of one topic generation.
     *
     * @param epoch the topic's generation
     * @param partition the Kafka partition
     */
    record Log(int epoch, int partition) implements Comparable<Log> {
        private static final Comparator<Log> ORDER =
                Comparator.comparingInt(Log::epoch).thenComparingInt(Log::partition);

        LogPosition at(long offset) {
            return new LogPosition(epoch, partition, offset);
        }

        @Override
        public int compareTo(Log other) {
            return ORDER.compare(this, other);
        }
    }

    /** Adds a place; false if it was there. */
    boolean add(int epoch, int partition, long offset) {
        Log log = lastLog;
        // Rows of a file come mostly from one partition, so the last set is nearly always the right one.
        if (log == null || log.epoch() != epoch || log.partition() != partition) {
            log = new Log(epoch, partition);
            lastLog = log;
            lastSet = sets.computeIfAbsent(log, any -> new OffsetSet());
        }
        return lastSet.add(offset);
    }

    boolean contains(LogPosition place) {
        return of(new Log(place.generation(), place.partition())).contains(place.offset());
    }

    /** The offsets of one partition; an empty set, not kept, where there are none. */
    OffsetSet of(Log log) {
        OffsetSet set = sets.get(log);
        return set == null ? new OffsetSet() : set;
    }

    /** The partitions that have a place here, in order. */
    Set<Log> logs() {
        return new TreeSet<>(sets.keySet());
    }
}
