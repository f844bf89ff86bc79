package io.tidemark.ops.archive;

import io.tidemark.rules.event.LogPosition;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Puts the rows of one hour after another back into the order of the log, partition by partition. Hours are cut by the
 * clock and not by offset, so a row may come in a file before one that precedes it; it is held back until that has
 * passed. Those are few where clocks are about right; too many are a failure and never a wrong order.
 */
final class LogOrder {
    private final Consumer<ArchivedEvent> out;
    private final long mostBytes;
    /** For each hour that has rows of a partition, the least offset of this hour and all later ones. */
    private final Map<Stretch.Log, TreeMap<Long, Long>> least = new HashMap<>();

    private final Map<Stretch.Log, PriorityQueue<ArchivedEvent>> held = new HashMap<>();
    private long heldBytes;

    /**
     * An order.
     *
     * @param stretches what the archive's files hold; of files that are not named, rows are handed on as they come
     * @param mostBytes how much may be held back
     */
    LogOrder(List<Stretch> stretches, long mostBytes, Consumer<ArchivedEvent> out) {
        this.out = out;
        this.mostBytes = mostBytes;
        for (Stretch stretch : stretches) {
            ArchiveName.parse(stretch.file())
                    .ifPresent(name -> least.computeIfAbsent(stretch.log(), log -> new TreeMap<>())
                            .merge(name.hour(), stretch.first(), Math::min));
        }
        for (TreeMap<Long, Long> hours : least.values()) {
            long following = Long.MAX_VALUE;
            for (Map.Entry<Long, Long> hour : hours.descendingMap().entrySet()) {
                following = Math.min(following, hour.getValue());
                hour.setValue(following);
            }
        }
    }

    /** Takes a row of an hour; within the hour, rows come in the order of the log. */
    void accept(long hour, ArchivedEvent event) throws IOException {
        LogPosition place = event.place();
        if (place == null) {
            out.accept(event);
            return;
        }
        Stretch.Log log = new Stretch.Log(place.generation(), place.partition());
        long coming = coming(log, hour);
        release(log, Math.min(place.offset(), coming));
        if (place.offset() < coming) {
            out.accept(event);
            return;
        }
        held.computeIfAbsent(log, none -> new PriorityQueue<>(Comparator.comparingLong(LogOrder::offset)))
                .add(event);
        heldBytes += event.value().length;
        if (heldBytes > mostBytes) {
            throw new IOException("its rows are too far from the order in which they were received: over "
                    + (mostBytes >> 20) + " MiB of them belong behind rows of later hours");
        }
    }

    /** Hands on what may go when all rows of an hour have come. */
    void hourEnds(long hour) {
        held.keySet().forEach(log -> release(log, coming(log, hour)));
    }

    private long coming(Stretch.Log log, long hour) {
        TreeMap<Long, Long> hours = least.get(log);
        Map.Entry<Long, Long> later = hours == null ? null : hours.higherEntry(hour);
        return later == null ? Long.MAX_VALUE : later.getValue();
    }

    private void release(Stretch.Log log, long before) {
        PriorityQueue<ArchivedEvent> waiting = held.get(log);
        for (ArchivedEvent next = waiting == null ? null : waiting.peek();
                waiting != null && next != null && offset(next) < before;
                next = waiting.peek()) {
            waiting.remove();
            heldBytes -= next.value().length;
            out.accept(next);
        }
    }

    private static long offset(ArchivedEvent event) {
        LogPosition place = event.place();
        return place == null ? Long.MAX_VALUE : place.offset();
    }
}
