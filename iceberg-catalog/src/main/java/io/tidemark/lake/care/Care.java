package io.tidemark.lake.care;

import io.tidemark.lake.catalog.CommitRetry;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a lake small, beside a job that goes on writing: plans what may go, and does what was planned. Iceberg's own
 * expiry is not used: the tables forbid it, for it deletes files at once.
 */
public final class Care {
    private static final CommitRetry RETRY = new CommitRetry(50, "Try again when the job commits less often.");

    private final Lake lake;
    private final ExpiryPolicy policy;
    private final Duration quarantineFor;
    private final Compaction compaction;

    /**
     * Care of a lake.
     *
     * @param lake opened for it
     * @param floor the age below which no snapshot goes
     * @param quarantineFor how long a file that nothing needs is kept
     */
    public Care(Lake lake, Duration floor, Duration quarantineFor) {
        this(lake, floor, quarantineFor, Compaction.SETTLED);
    }

    /**
     * The same, with another idea of which files are old enough to be compacted.
     *
     * @param settled how old, measured from the full hour of the plan
     */
    public Care(Lake lake, Duration floor, Duration quarantineFor, Duration settled) {
        this.lake = lake;
        this.compaction = new Compaction(settled);
        this.policy = new ExpiryPolicy(floor);
        this.quarantineFor = quarantineFor;
    }

    /**
     * What there is to do; changes nothing.
     *
     * @throws LakeFailure if a table cannot be read
     */
    public CarePlan plan(Instant now) {
        return planAsOf(now.truncatedTo(ChronoUnit.HOURS));
    }

    private CarePlan planAsOf(Instant asOf) {
        Map<LakeTable, Table> tables = load();
        ConsistentCut cut = ConsistentCut.of(Heads.of(tables));
        Map<LakeTable, List<Long>> expire = new EnumMap<>(LakeTable.class);
        Map<LakeTable, List<String>> orphans = new EnumMap<>(LakeTable.class);
        Map<LakeTable, List<CarePlan.Bin>> compact = new EnumMap<>(LakeTable.class);
        tables.forEach((name, table) -> {
            List<Long> expired = policy.expired(past(metadata(table), cut.snapshot(name)), asOf);
            if (!expired.isEmpty()) {
                expire.put(name, expired);
            }
            List<String> lost = OrphanFiles.of(table, metadata(table), quarantined(name), asOf);
            if (!lost.isEmpty()) {
                orphans.put(name, lost);
            }
            List<CarePlan.Bin> bins = compaction.plan(table, asOf);
            if (!bins.isEmpty()) {
                compact.put(name, bins);
            }
        });
        return new CarePlan(
                asOf,
                expire,
                orphans,
                expired(asOf).stream().map(Quarantine.Batch::name).toList(),
                compact);
    }

    /**
     * Does what was planned, in this hour or the one before. What was tagged meanwhile stays.
     *
     * @param hash the plan's
     * @param progress told how far it is, in a person's words
     * @throws Refusal if the lake has changed so that the plan is another now
     * @throws LakeFailure if a table does not take it; what is not done is planned again
     */
    public CareReport execute(String hash, Instant now, Consumer<String> progress) {
        CarePlan plan = plan(now);
        String newest = plan.hash();
        if (!newest.equals(hash)) {
            plan = planAsOf(plan.asOf().minus(1, ChronoUnit.HOURS));
        }
        if (!plan.hash().equals(hash)) {
            PlanHash.requireSame(
                    "care for the lake in " + lake.settings().place(),
                    newest,
                    hash,
                    "the lake has changed, or it is older than an hour",
                    "Run `tidemark care` again");
        }
        int deleted = 0;
        int spared = 0;
        for (Quarantine.Batch batch : expired(plan.asOf())) {
            int harmed = delete(batch);
            deleted += harmed;
            spared += batch.files().size() - harmed;
        }
        int quarantined = 0;
        int snapshots = 0;
        for (Map.Entry<LakeTable, List<String>> orphans : plan.orphans().entrySet()) {
            quarantine(orphans.getKey(), "orphans", now, orphans.getValue());
            quarantined += orphans.getValue().size();
        }
        for (Map.Entry<LakeTable, List<Long>> expire : plan.expire().entrySet()) {
            Table table = lake.table(expire.getKey());
            Set<String> freed = new Expiry(expire.getKey(), table, expire.getValue(), now).run();
            quarantined += freed.size();
            snapshots += expire.getValue().size();
        }
        CareReport.Compacted compacted = CareReport.Compacted.NOTHING;
        for (Map.Entry<LakeTable, List<CarePlan.Bin>> compact : plan.compact().entrySet()) {
            compacted = compacted.plus(compaction.execute(lake.table(compact.getKey()), compact.getValue(), progress));
        }
        return new CareReport(snapshots, quarantined, deleted, spared, compacted);
    }

    /** Takes snapshots from a table, as far as the policy still lets them go. */
    private final class Expiry {
        private final LakeTable name;
        private final Table table;
        private final TableOperations operations;
        private final List<Long> planned;
        private final Instant now;
        private @Nullable FreedFiles freed;
        private Set<String> paths = Set.of();

        Expiry(LakeTable name, Table table, List<Long> planned, Instant now) {
            this.name = name;
            this.table = table;
            this.operations = ((HasTableOperations) table).operations();
            this.planned = planned;
            this.now = now;
        }

        /** Takes them; the files that are free then. */
        Set<String> run() {
            String tried = "Could not expire " + planned.size() + " snapshots of the table " + lake.identifier(name);
            RETRY.run(tried, () -> {
                try {
                    commit();
                } catch (CommitStateUnknownException e) {
                    // If it was done, nothing would be left to count the next time.
                    throw LakeFailure.of(tried, e);
                }
            });
            return paths;
        }

        private void commit() {
            paths = Set.of();
            Long shared = ConsistentCut.of(Heads.of(load())).snapshot(name);
            TableMetadata base = operations.refresh();
            Set<Long> gone = new HashSet<>(policy.expired(past(base, shared), now));
            gone.retainAll(planned);
            if (gone.isEmpty()) {
                return;
            }
            if (freed != null && freed.isOf(gone)) {
                freed.follow(base);
            } else {
                freed = FreedFiles.of(table, base, gone);
                // First: a list of files that are still needed does no harm, files that no list knows are lost.
                quarantine(name, "expired", now, freed.paths());
            }
            paths = freed.paths();
            operations.commit(
                    base, TableMetadata.buildFrom(base).removeSnapshots(gone).build());
        }
    }

    private void quarantine(LakeTable name, String why, Instant now, Collection<String> files) {
        new Quarantine(lake.files()).add(name, why, now, now.plus(quarantineFor), files);
    }

    private Set<String> quarantined(LakeTable name) {
        return new Quarantine(lake.files())
                .list().stream()
                        .filter(batch -> batch.table() == name)
                        .flatMap(batch -> batch.files().stream())
                        .collect(Collectors.toSet());
    }

    // A table that is in the trash may come back: its files stay on their list until it does.
    private List<Quarantine.Batch> expired(Instant asOf) {
        return new Quarantine(lake.files())
                .list().stream()
                        .filter(batch -> !batch.expiresAt().isAfter(asOf) && lake.exists(batch.table()))
                        .toList();
    }

    private int delete(Quarantine.Batch batch) {
        Table table = lake.table(batch.table());
        Set<String> needed = ReachableFiles.of(table, metadata(table).snapshots()).all().stream()
                .map(ReachableFiles::path)
                .collect(Collectors.toSet());
        int deleted = 0;
        for (String file : batch.files()) {
            if (!needed.contains(ReachableFiles.path(file))) {
                table.io().deleteFile(file);
                deleted++;
            }
        }
        new Quarantine(lake.files()).remove(batch);
        return deleted;
    }

    private Map<LakeTable, Table> load() {
        Map<LakeTable, Table> tables = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().forEach(name -> tables.put(name, lake.table(name)));
        return tables;
    }

    private static TableMetadata metadata(Table table) {
        return ((HasTableOperations) table).operations().current();
    }

    private static Past past(TableMetadata metadata, @Nullable Long shared) {
        Snapshot head = metadata.currentSnapshot();
        return new Past(
                metadata.snapshots().stream()
                        .map(snapshot -> new Past.Entry(
                                snapshot.snapshotId(),
                                snapshot.parentId(),
                                Instant.ofEpochMilli(snapshot.timestampMillis()),
                                SnapshotNotes.of(snapshot).stamp() != null))
                        .toList(),
                head == null ? null : head.snapshotId(),
                shared,
                metadata.refs().values().stream().map(SnapshotRef::snapshotId).collect(Collectors.toSet()));
    }
}
