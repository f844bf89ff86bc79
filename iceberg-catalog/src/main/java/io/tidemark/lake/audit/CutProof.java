package io.tidemark.lake.audit;

import io.tidemark.lake.log.Gap;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.LakeTable;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The result of checking one snapshot of the lake.
 *
 * @param cut which snapshot
 * @param counts how many rows were read of each table: all, or those since what was proven before
 * @param offsets where the log goes on from this snapshot, for every generation and partition that has rows; in order
 * @param gaps offsets among those that were read that are no records, as the log says
 * @param contents the digest of the rows that were read of each identity table
 * @param findings what does not hold; the snapshot is verified only if there is nothing
 */
public record CutProof(
        ConsistentCut cut,
        Map<LakeTable, Long> counts,
        List<NextOffset> offsets,
        List<Gap> gaps,
        Map<LakeTable, Contents> contents,
        Findings findings) {
    /** Keeps copies. */
    public CutProof {
        counts = Map.copyOf(counts);
        offsets = List.copyOf(offsets);
        gaps = List.copyOf(gaps);
        contents = Map.copyOf(contents);
    }

    /**
     * What rows of an identity table are.
     *
     * @param rows their digest, with all columns
     * @param ids how many ids have their first row among them: devices, or ids merged away
     */
    public record Contents(RowsDigest rows, long ids) {}

    /** How many rows of a table were read. */
    public long count(LakeTable table) {
        return Objects.requireNonNullElse(counts.get(table), 0L);
    }

    /** How many records of the log were read. */
    public long records() {
        return LakeTable.outcomes().stream().mapToLong(this::count).sum();
    }

    /** What the rows are that were read of an identity table. */
    public Contents contents(LakeTable table) {
        return Objects.requireNonNull(contents.get(table));
    }
}
