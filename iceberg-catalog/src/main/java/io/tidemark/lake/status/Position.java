package io.tidemark.lake.status;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;

/**
 * How far a lake has come in its log, from metadata alone: where the log went on at the newest mark that leads to the
 * tables' heads, and how many records came since. Offsets that are no records (a transaction's markers) count as not
 * taken in, if they came since the mark.
 *
 * @param offsets where the log went on at the mark; empty without one
 * @param since how many records came since the mark; without one, all
 * @param commits the newest commits of the table {@code events}, oldest first
 */
public record Position(List<NextOffset> offsets, long since, List<Commit> commits) {
    private static final int COMMITS = 20;

    /** Keeps copies. */
    public Position {
        offsets = List.copyOf(offsets);
        commits = List.copyOf(commits);
    }

    /**
     * A commit.
     *
     * @param at when
     * @param rows how many rows the table had then
     */
    public record Commit(Instant at, long rows) {}

    /** The position of a lake with all its tables. */
    static Position of(Lake lake, List<Mark> newestFirst) {
        Map<LakeTable, Table> tables = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().forEach(name -> tables.put(name, lake.table(name)));
        Heads heads = Heads.of(tables);
        ConsistentCut now = ConsistentCut.atHeads(heads);
        List<Commit> commits = new ArrayList<>(heads.history(LakeTable.EVENTS).stream()
                .limit(COMMITS)
                .map(notes -> new Commit(notes.committedAt(), notes.totalRecords()))
                .toList());
        Collections.reverse(commits);
        return newestFirst.stream()
                .filter(mark -> mark.baseline().isAncestorOf(tables, now))
                .findFirst()
                .map(mark -> new Position(mark.source().offsets(), heads.totalOutcomes() - mark.records(), commits))
                .orElseGet(() -> new Position(List.of(), heads.totalOutcomes(), commits));
    }

    /**
     * Up to where the tables hold the log, as a sum over its partitions.
     *
     * @param ingestEpoch the topic's generation
     * @param log what the log has of each partition
     */
    public long committed(int ingestEpoch, Map<Integer, OffsetRange> log) {
        long first = log.values().stream().mapToLong(OffsetRange::start).sum();
        long marked = offsets.stream()
                .filter(next -> next.ingestEpoch() == ingestEpoch && log.containsKey(next.partition()))
                .mapToLong(NextOffset::offset)
                .sum();
        // What the log had deleted before the lake began was never taken in, and never will be.
        return Math.max(first, marked + since);
    }
}
