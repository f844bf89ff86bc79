package io.tidemark.lake.audit;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.log.PartitionSpan;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * Proves of a lake that nothing is lost and nothing double, that everybody is who the rules say, and that every row was
 * decided by the version of the service configuration by which it should be. It reads one
 * snapshot of all tables, so it may run beside the job; memory grows by a bit a record and with the identity rows of
 * one pass.
 */
public final class Audit {
    /** How many identity rows one pass over the events takes, unless said otherwise: some 200 MB of heap. */
    public static final int DEFAULT_ROWS_PER_PASS = 500_000;

    // Commits of the tables of one checkpoint come seconds apart; a table so far behind has another reason.
    private static final int COMMITS_BEHIND = 10;

    private final Lake lake;
    private final IdentityRules rules;
    private final @Nullable Supplier<? extends VersionRules> versions;
    private final int rowsPerPass;

    /** An audit of this lake by these rules, which does not look at the versions of the service configuration. */
    public Audit(Lake lake, IdentityRules rules) {
        this(lake, rules, null, DEFAULT_ROWS_PER_PASS);
    }

    /**
     * An audit of this lake by these rules.
     *
     * @param versions reads the versions of the service configuration: called once the tables' snapshots are chosen, so that
     *     no row is of a version that was made since. A {@link Refusal} that it throws is a finding
     */
    public Audit(Lake lake, IdentityRules rules, Supplier<? extends VersionRules> versions) {
        this(lake, rules, versions, DEFAULT_ROWS_PER_PASS);
    }

    /**
     * An audit that takes the devices in passes.
     *
     * @param rowsPerPass about how many identity rows are held in memory at once; 1 or more
     */
    public Audit(Lake lake, IdentityRules rules, int rowsPerPass) {
        this(lake, rules, null, rowsPerPass);
    }

    private Audit(
            Lake lake, IdentityRules rules, @Nullable Supplier<? extends VersionRules> versions, int rowsPerPass) {
        if (rowsPerPass < 1) {
            throw new IllegalArgumentException("An audit needs at least 1 identity row per pass, not " + rowsPerPass);
        }
        this.lake = lake;
        this.rules = rules;
        this.versions = versions;
        this.rowsPerPass = rowsPerPass;
    }

    /**
     * Audits the lake as it is now.
     *
     * @param log the topic, to tell holes from transaction markers and to see its end; null if it cannot be queried,
     *     then every hole is a finding and nothing is said of the end
     * @param complete whether a run says that it is done: then nothing writes, the tables are read at their heads, and
     *     nothing up to the log's end may be missing. Otherwise they are read at the newest checkpoint that all have,
     *     and what comes after it is lag
     * @throws io.tidemark.lake.catalog.LakeFailure if a table is missing or cannot be read
     */
    public AuditReport run(@Nullable LogProbe log, boolean complete) {
        Map<LakeTable, Table> tables = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().forEach(name -> tables.put(name, lake.table(name)));
        Heads heads = Heads.of(tables);
        ConsistentCut cut = complete ? ConsistentCut.atHeads(heads) : ConsistentCut.of(heads);
        Rows rows = new Rows(tables, cut);
        Findings.Accumulator findings = new Findings.Accumulator();
        checkNoneBehind(cut, findings);
        Tiling tiling = Tiling.read(rows, List.of(), findings);
        List<PartitionSpan> partitions = tiling.check(log, complete);
        IdentityCheck identity = IdentityCheck.run(rows, rules, findings, passes(heads));
        VersionCounts decided = versions == null ? null : checkVersions(versions, rows, log, findings);
        Map<LakeTable, Long> counts = new EnumMap<>(tiling.counts());
        counts.put(LakeTable.IDENTITIES, identity.identities());
        counts.put(LakeTable.MERGE_IDS, identity.merges());
        return new AuditReport(
                cut,
                new Counts(counts, tiling.rejected(), identity.people()),
                partitions,
                log == null ? null : tiling.lag(),
                findings.done(),
                decided);
    }

    private static @Nullable VersionCounts checkVersions(
            Supplier<? extends VersionRules> versions,
            Rows rows,
            @Nullable LogProbe log,
            Findings.Accumulator findings) {
        VersionRules read;
        try {
            read = versions.get();
        } catch (Refusal incomplete) {
            findings.add(new VersionFinding.VersionsUnreadable(incomplete.message() + " " + incomplete.remedy()));
            return null;
        }
        return VersionCheck.run(rows, read, findings, log);
    }

    private int passes(Heads heads) {
        long passes = (heads.totalRecords(LakeTable.IDENTITIES) + rowsPerPass - 1) / rowsPerPass;
        return (int) Math.max(1, Math.min(passes, Integer.MAX_VALUE));
    }

    /** A table that is not written to while another is, is a finding. */
    static void checkNoneBehind(ConsistentCut cut, Findings.Accumulator findings) {
        cut.newer().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(most -> most.getValue() > COMMITS_BEHIND)
                .ifPresent(most -> LakeTable.pipeline().stream()
                        .filter(table -> !cut.newer().containsKey(table))
                        .forEach(table ->
                                findings.add(new LogFinding.TableBehind(table, most.getValue(), most.getKey()))));
    }
}
