package io.tidemark.lake.audit;

import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.log.OffsetRange;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A topic in memory: where its partitions start and end, and which of their offsets are records. */
public final class FakeLog implements LogProbe {
    private final int epoch;
    private final Map<Integer, OffsetRange> ranges = new HashMap<>();
    private final Map<Integer, TreeSet<Long>> records = new HashMap<>();
    private final Map<Integer, Map<Long, byte[]>> values = new HashMap<>();
    private int valuesRead;

    public FakeLog(int epoch) {
        this.epoch = epoch;
    }

    public FakeLog record(int partition) {
        long offset = append(partition);
        records.computeIfAbsent(partition, p -> new TreeSet<>()).add(offset);
        return this;
    }

    public FakeLog record(int partition, String value) {
        values.computeIfAbsent(partition, p -> new HashMap<>())
                .put(end(partition), value.getBytes(StandardCharsets.UTF_8));
        return record(partition);
    }

    /** How many values were read. */
    public int valuesRead() {
        return valuesRead;
    }

    public FakeLog marker(int partition) {
        append(partition);
        return this;
    }

    /** Deletes what is before the offset, as retention does. */
    public FakeLog forget(int partition, long start) {
        ranges.compute(partition, (p, range) -> new OffsetRange(start, range == null ? start : range.end()));
        return this;
    }

    private long append(int partition) {
        OffsetRange range = ranges.getOrDefault(partition, new OffsetRange(0, 0));
        ranges.put(partition, new OffsetRange(range.start(), range.end() + 1));
        return range.end();
    }

    public long end(int partition) {
        return ranges.getOrDefault(partition, new OffsetRange(0, 0)).end();
    }

    @Override
    public int epoch() {
        return epoch;
    }

    @Override
    public Map<Integer, OffsetRange> ranges() {
        return Map.copyOf(ranges);
    }

    @Override
    public boolean holdsRecords(int partition, OffsetRange offsets) {
        OffsetRange range = ranges.getOrDefault(partition, new OffsetRange(0, 0));
        if (offsets.isEmpty() || offsets.start() < range.start() || offsets.end() > range.end()) {
            throw new AssertionError("asked for " + offsets + " of partition " + partition + ", which has " + range);
        }
        Long next = records.getOrDefault(partition, new TreeSet<>()).ceiling(offsets.start());
        return next != null && next < offsets.end();
    }

    @Override
    public byte @Nullable [] value(int partition, long offset) {
        OffsetRange range = ranges.getOrDefault(partition, new OffsetRange(0, 0));
        if (offset < range.start() || offset >= range.end()) {
            throw new AssertionError("asked for " + offset + " of partition " + partition + ", which has " + range);
        }
        valuesRead++;
        return values.getOrDefault(partition, Map.of()).get(offset);
    }
}
