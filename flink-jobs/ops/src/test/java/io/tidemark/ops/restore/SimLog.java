package io.tidemark.ops.restore;

import io.tidemark.ops.restore.SimFold.Message;
import io.tidemark.ops.restore.SimFold.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A topic that forgets its oldest records, and what an undisturbed job would have made of all that was ever sent. */
final class SimLog {
    static final int PARTITIONS = 2;

    private final List<List<Message>> records = new ArrayList<>();
    private final List<List<List<Row>>> truth = new ArrayList<>();
    private final SimFold undisturbed = new SimFold();
    private final long[] start = new long[PARTITIONS];

    SimLog() {
        for (int i = 0; i < PARTITIONS; i++) {
            records.add(new ArrayList<>());
            truth.add(new ArrayList<>());
        }
    }

    /** Sends a record; all of a device go to one partition. */
    void send(Message message) {
        int partition = Math.floorMod(message.device().hashCode(), PARTITIONS);
        List<Message> to = records.get(partition);
        truth.get(partition).add(undisturbed.take(partition, to.size(), message));
        to.add(message);
    }

    long start(int partition) {
        return start[partition];
    }

    long end(int partition) {
        return records.get(partition).size();
    }

    Message at(int partition, long offset) {
        return records.get(partition).get((int) offset);
    }

    void forget(int partition, long before) {
        start[partition] = Math.max(start[partition], Math.min(before, end(partition)));
    }

    /** How far the rows of the tables go in each partition: the offset after the last. */
    static Map<Integer, Long> ends(Iterable<Row> rows) {
        Map<Integer, Long> ends = new TreeMap<>();
        rows.forEach(row -> ends.merge(row.partition(), row.offset() + 1, Math::max));
        return ends;
    }

    /** What is wrong with rows that claim to be all rows of the log up to somewhere; null if nothing is. */
    @Nullable
    String fault(List<Row> rows) {
        Map<Integer, Long> ends = ends(rows);
        Set<Row> left = new HashSet<>(rows);
        if (left.size() < rows.size()) {
            return rows.size() - left.size() + " rows are there twice";
        }
        for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            for (List<Row> expected : truth.get(end.getKey()).subList(0, (int) (long) end.getValue())) {
                for (Row row : expected) {
                    if (!left.remove(row)) {
                        return "missing: " + row;
                    }
                }
            }
        }
        return left.isEmpty()
                ? null
                : "not what an undisturbed job would write: " + left.iterator().next();
    }

    /** Whether rows go as far as the log does. */
    boolean isAll(List<Row> rows) {
        Map<Integer, Long> ends = ends(rows);
        for (int i = 0; i < PARTITIONS; i++) {
            if (ends.getOrDefault(i, 0L) != end(i)) {
                return false;
            }
        }
        return true;
    }
}
