package io.tidemark.lake.audit;

import io.tidemark.lake.audit.LogFinding.Hole.Proof;
import io.tidemark.lake.log.Gap;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.log.PartitionSpan;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether the outcome tables together hold every offset of the log once: its state while one audit runs. */
final class Tiling {
    private static final List<String> PLACE =
            List.of(Columns.INGEST_EPOCH, Columns.KAFKA_PARTITION, Columns.KAFKA_OFFSET);
    private static final List<String> PLACE_AND_REASON =
            List.of(Columns.INGEST_EPOCH, Columns.KAFKA_PARTITION, Columns.KAFKA_OFFSET, Columns.REASON);
    private static final List<String> PLACE_AND_REPEATED = List.of(
            Columns.INGEST_EPOCH,
            Columns.KAFKA_PARTITION,
            Columns.KAFKA_OFFSET,
            Columns.REPEATS_EPOCH,
            Columns.REPEATS_PARTITION,
            Columns.REPEATS_OFFSET);

    private final Map<LakeTable, LogPositionSet> outcomes = new EnumMap<>(LakeTable.class);
    private final Map<LakeTable, Long> counts = new EnumMap<>(LakeTable.class);
    private final Map<String, Long> rejected = new TreeMap<>();
    private final Map<LogPositionSet.Log, Long> floors = new HashMap<>();
    private final List<NextOffset> next = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final Findings.Accumulator findings;
    private long lag;

    private Tiling(Findings.Accumulator findings) {
        this.findings = findings;
    }

    /**
     * Reads the places of all outcomes; places that a table holds twice are findings already.
     *
     * @param from where the rows must go on: what comes before is proven to be there; none where the rows are all
     */
    static Tiling read(Rows rows, List<NextOffset> from, Findings.Accumulator findings) {
        Tiling tiling = new Tiling(findings);
        from.forEach(floor ->
                tiling.floors.put(new LogPositionSet.Log(floor.ingestEpoch(), floor.partition()), floor.offset()));
        for (LakeTable table : LakeTable.outcomes()) {
            LogPositionSet places = new LogPositionSet();
            tiling.outcomes.put(table, places);
            boolean reasons = table == LakeTable.DEAD_LETTERS;
            long count = rows.read(table, reasons ? PLACE_AND_REASON : PLACE, row -> {
                if (tiling.isProven(row.place(0))) {
                    findings.add(new LogFinding.Again(row.place(0), table));
                } else if (!places.add(row.integer(0), row.integer(1), row.number(2))) {
                    findings.add(new LogFinding.Doubled(row.place(0), List.of(table, table)));
                }
                if (reasons) {
                    tiling.rejected.merge(row.text(3), 1L, Long::sum);
                }
            });
            tiling.counts.put(table, count);
        }
        tiling.checkDuplicates(rows);
        return tiling;
    }

    /** The rows of each outcome table. */
    Map<LakeTable, Long> counts() {
        return counts;
    }

    /** The dead letters of each reason. */
    Map<String, Long> rejected() {
        return rejected;
    }

    /** After {@link #check}: how many offsets of the log come after what the tables hold. */
    long lag() {
        return lag;
    }

    /** After {@link #check}: where each partition goes on, in order. */
    List<NextOffset> next() {
        return next;
    }

    /** After {@link #check}: the holes that the log says are no records. */
    List<Gap> gaps() {
        return gaps;
    }

    private boolean isProven(LogPosition place) {
        Long floor =
                floors.isEmpty() ? null : floors.get(new LogPositionSet.Log(place.generation(), place.partition()));
        return floor != null && place.offset() < floor;
    }

    private void checkDuplicates(Rows rows) {
        LogPositionSet events = Objects.requireNonNull(outcomes.get(LakeTable.EVENTS));
        rows.read(LakeTable.DUPLICATES, PLACE_AND_REPEATED, row -> {
            LogPosition original = row.place(3);
            if (!events.contains(original) && !isProven(original)) {
                findings.add(new LogFinding.RepeatsNothing(row.place(0), original));
            }
        });
    }

    /**
     * Compares the tables with each other and with the log.
     *
     * @param log the log; null if it cannot be queried
     * @param complete whether everything up to the log's end should be in the tables
     */
    List<PartitionSpan> check(@Nullable LogProbe log, boolean complete) {
        Map<Integer, OffsetRange> ranges = log == null ? Map.of() : log.ranges();
        Set<LogPositionSet.Log> all = new TreeSet<>(floors.keySet());
        outcomes.values().forEach(places -> all.addAll(places.logs()));
        if (log != null) {
            ranges.keySet().forEach(partition -> all.add(new LogPositionSet.Log(log.epoch(), partition)));
        }
        List<PartitionSpan> spans = new ArrayList<>();
        for (LogPositionSet.Log each : all) {
            OffsetSet offsets = union(each);
            OffsetRange range = log != null && log.epoch() == each.epoch() ? ranges.get(each.partition()) : null;
            holes(each, offsets, range).forEach(hole -> judgeHole(each, hole, range, log));
            if (log != null && range != null) {
                judgeTail(each, offsets, range, log, complete);
            }
            boolean none = offsets.size() == 0;
            Long goesOn = none ? floors.get(each) : Long.valueOf(offsets.last() + 1);
            if (goesOn != null) {
                next.add(new NextOffset(each.epoch(), each.partition(), goesOn));
            }
            spans.add(new PartitionSpan(
                    each.epoch(),
                    each.partition(),
                    offsets.size(),
                    none ? -1 : offsets.first(),
                    none ? -1 : offsets.last(),
                    range));
        }
        return spans;
    }

    private OffsetSet union(LogPositionSet.Log log) {
        OffsetSet union = new OffsetSet();
        outcomes.forEach((table, places) -> union.addAll(places.of(log), offset -> {
            LogPosition place = log.at(offset);
            List<LakeTable> tables = outcomes.entrySet().stream()
                    .filter(entry -> entry.getValue().contains(place))
                    .map(Map.Entry::getKey)
                    .toList();
            findings.add(new LogFinding.Doubled(place, tables));
        }));
        return union;
    }

    private List<OffsetRange> holes(LogPositionSet.Log at, OffsetSet offsets, @Nullable OffsetRange range) {
        if (offsets.size() == 0) {
            return Collections.emptyList();
        }
        List<OffsetRange> holes = offsets.holes();
        Long floor = floors.get(at);
        if (floor != null) {
            if (floor < offsets.first()) {
                holes.add(0, new OffsetRange(floor, offsets.first()));
            }
            return holes;
        }
        // What the log had deleted before the first record was taken in is nobody's loss; what it still has is.
        if (range != null && range.start() < offsets.first()) {
            holes.add(0, new OffsetRange(range.start(), Math.min(offsets.first(), range.end())));
        }
        return holes;
    }

    private void judgeHole(
            LogPositionSet.Log at, OffsetRange hole, @Nullable OffsetRange range, @Nullable LogProbe log) {
        if (log == null) {
            findings.add(new LogFinding.Hole(at.epoch(), at.partition(), hole, Proof.NOT_ASKED));
            return;
        }
        // Another generation of the topic counts as deleted, like what this one has deleted.
        long known = range == null ? hole.end() : Math.min(Math.max(hole.start(), range.start()), hole.end());
        if (known > hole.start()) {
            OffsetRange deleted = new OffsetRange(hole.start(), known);
            findings.add(new LogFinding.Hole(at.epoch(), at.partition(), deleted, Proof.FORGOTTEN));
        }
        long end = range == null ? hole.end() : Math.min(hole.end(), range.end());
        if (known >= end) {
            return;
        }
        OffsetRange queried = new OffsetRange(known, end);
        if (log.holdsRecords(at.partition(), queried)) {
            findings.add(new LogFinding.Hole(at.epoch(), at.partition(), queried, Proof.RECORDS));
        } else {
            gaps.add(new Gap(at.epoch(), at.partition(), queried));
        }
    }

    private void judgeTail(
            LogPositionSet.Log at, OffsetSet offsets, OffsetRange range, LogProbe log, boolean complete) {
        Long floor = floors.getOrDefault(at, range.start());
        long next = offsets.size() == 0 ? floor : offsets.last() + 1;
        if (next > range.end()) {
            findings.add(new LogFinding.BeyondLog(at.epoch(), at.partition(), next - 1, range.end()));
            return;
        }
        if (next < range.start()) {
            OffsetRange deleted = new OffsetRange(next, range.start());
            findings.add(new LogFinding.Hole(at.epoch(), at.partition(), deleted, Proof.FORGOTTEN));
        }
        OffsetRange tail = new OffsetRange(Math.max(next, range.start()), range.end());
        if (!tail.isEmpty() && log.holdsRecords(at.partition(), tail)) {
            lag += tail.size();
            if (complete) {
                findings.add(new LogFinding.TailMissing(at.epoch(), at.partition(), tail));
            }
        }
    }
}
