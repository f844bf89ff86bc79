package io.tidemark.lake.audit;

import io.tidemark.lake.audit.CutProof.Contents;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * Proves that one snapshot of the lake holds every record of the log up to there once, and the identities that follow
 * from them. From what was proven before, it reads what came since, and of older rows only the identity tables: so a
 * device's changes are known to be all there.
 */
public final class CutCheck {
    private final Map<LakeTable, Table> tables;
    private final IdentityRules rules;
    private final int rowsPerPass;

    /** A check of these tables, loaded already, by these rules. */
    public CutCheck(Map<LakeTable, Table> tables, IdentityRules rules) {
        this(tables, rules, Audit.DEFAULT_ROWS_PER_PASS);
    }

    /**
     * A check that takes the devices in passes.
     *
     * @param rowsPerPass about how many events' devices are held in memory at once; 1 or more
     */
    CutCheck(Map<LakeTable, Table> tables, IdentityRules rules, int rowsPerPass) {
        this.tables = Map.copyOf(tables);
        this.rules = rules;
        this.rowsPerPass = rowsPerPass;
    }

    /**
     * Checks a snapshot.
     *
     * @param since what was proven before and {@linkplain VerifiedBaseline#isAncestorOf leads to} it; null to read
     *     everything
     * @param log the log; null if it cannot be queried, then every hole is a finding
     * @throws io.tidemark.lake.catalog.LakeFailure if a file cannot be read
     */
    public CutProof run(ConsistentCut cut, @Nullable VerifiedBaseline since, @Nullable LogProbe log) {
        Rows rows = since == null ? new Rows(tables, cut) : Rows.since(tables, since, cut);
        Findings.Accumulator findings = new Findings.Accumulator();
        Audit.checkNoneBehind(cut, findings);
        Tiling tiling = Tiling.read(rows, since == null ? List.of() : since.offsets(), findings);
        tiling.check(log, false);
        long passes = (tiling.counts().getOrDefault(LakeTable.EVENTS, 0L) + rowsPerPass - 1) / rowsPerPass;
        IdentityCheck identity =
                IdentityCheck.run(rows, rules, findings, (int) Math.max(1, Math.min(passes, Integer.MAX_VALUE)));
        Map<LakeTable, Long> counts = new EnumMap<>(tiling.counts());
        counts.put(LakeTable.IDENTITIES, identity.identities());
        counts.put(LakeTable.MERGE_IDS, identity.merges());
        checkTotals(cut, since, counts, findings);
        return new CutProof(
                cut,
                counts,
                tiling.next(),
                tiling.gaps(),
                Map.of(
                        LakeTable.IDENTITIES, contents(rows, LakeTable.IDENTITIES),
                        LakeTable.MERGE_IDS, contents(rows, LakeTable.MERGE_IDS)),
                findings.done());
    }

    // Compaction must leave every row: what a snapshot says it holds must be what was appended.
    private void checkTotals(
            ConsistentCut cut,
            @Nullable VerifiedBaseline since,
            Map<LakeTable, Long> counts,
            Findings.Accumulator findings) {
        tables.forEach((name, table) -> {
            Long snapshot = cut.snapshot(name);
            long before = since == null ? 0 : Heads.recordsAt(table, since.snapshot(name));
            long total = snapshot == null ? 0 : Heads.recordsAt(table, snapshot);
            long read = before + counts.getOrDefault(name, 0L);
            if (total != read) {
                findings.add(new LogFinding.WrongTotal(name, total, read));
            }
        });
    }

    private static Contents contents(Rows rows, LakeTable table) {
        RowsDigest.Accumulator digest = new RowsDigest.Accumulator();
        LongAdder ids = new LongAdder();
        rows.readWhole(table, row -> {
            digest.add(row);
            // A device has one first row; an id is merged away once.
            if (table != LakeTable.IDENTITIES || Objects.equals(row.getField(Columns.SEQ), 1L)) {
                ids.increment();
            }
        });
        return new Contents(digest.digest(), ids.sum());
    }

    /**
     * What an identity table holds at a snapshot, read whole: to be compared with what a mark counted.
     *
     * @throws io.tidemark.lake.catalog.LakeFailure if a file cannot be read
     */
    public static Contents contents(LakeTable name, Table table, long snapshot) {
        ConsistentCut cut = new ConsistentCut(Map.of(name, snapshot), 0, null, Map.of());
        return contents(new Rows(Map.of(name, table), cut), name);
    }
}
