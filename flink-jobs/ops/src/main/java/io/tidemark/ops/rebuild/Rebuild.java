package io.tidemark.ops.rebuild;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.WriterEpoch;
import io.tidemark.job.tables.LakeSinks;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.audit.CutCheck;
import io.tidemark.lake.audit.CutProof;
import io.tidemark.lake.audit.RowsDifference;
import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.Marks;
import io.tidemark.lake.mark.TableMark;
import io.tidemark.lake.read.RebuiltTable;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the identity tables from the events of one snapshot, compares, and publishes. Until it publishes nothing
 * of it is seen by anyone who does not look for it.
 */
public final class Rebuild {
    private final TidemarkConfig config;
    private final Lake lake;
    private final List<RebuiltTable> tables;
    private final @Nullable String at;

    /**
     * A rebuild.
     *
     * @param tables of which tables: some of {@link RebuildRun#tables}
     * @param at the mark at whose events it is done, and with whose rows it is compared; null for the newest snapshot
     */
    public Rebuild(TidemarkConfig config, Lake lake, List<LakeTable> tables, @Nullable String at) {
        this.config = config;
        this.lake = lake;
        this.tables = tables.stream().map(table -> RebuiltTable.of(lake, table)).toList();
        this.at = at;
    }

    /**
     * Computes the rows, in the place of what was computed before.
     *
     * @return how long the job took
     * @throws Refusal if there are no events, or no such mark
     */
    public Duration compute() {
        TableOptions options = LakeTables.options(config);
        long events = eventsSnapshot(cut());
        tables.forEach(table -> table.clear(options));
        return RebuildRun.run(config, lake, events, tables);
    }

    /**
     * Compares what was computed last with what is there.
     *
     * @throws Refusal if nothing was computed
     */
    public RebuildPlan plan() {
        ConsistentCut cut = cut();
        long snapshot = eventsSnapshot(cut);
        List<RebuildPlan.Change> changes = new ArrayList<>();
        tables.forEach(table -> changes.add(change(table, cut)));
        long events = SnapshotNotes.of(lake.table(LakeTable.EVENTS).snapshot(snapshot))
                .totalRecords();
        return new RebuildPlan(snapshot, events, changes);
    }

    private RebuildPlan.Change change(RebuiltTable rebuilt, ConsistentCut cut) {
        Long after = rebuilt.rebuilt();
        if (after == null && (rebuilt.gone() || !rebuilt.table().refs().containsKey(rebuilt.branch()))) {
            throw RefusalCode.NOTHING_REBUILT.refuse(rebuilt.name().tableName());
        }
        Long before = at == null ? newest(rebuilt.name(), cut) : rebuilt.at(at);
        Table table = rebuilt.table();
        RowsDigest is = RowsDigest.of(table, before);
        RowsDigest was = RowsDigest.of(table, after);
        RowsDifference difference = is.equals(was)
                ? new RowsDifference(0, 0, 0, List.of())
                : RowsDifference.between(
                        new RowsDifference.Side(table, before),
                        new RowsDifference.Side(table, after),
                        is.rows() + was.rows(),
                        rebuilt.name() == LakeTable.IDENTITIES ? Columns.DEVICE_KEY : Columns.AMPLITUDE_ID,
                        RowsDifference.DEFAULT_ROWS_PER_PASS);
        return new RebuildPlan.Change(
                rebuilt.name(),
                rebuilt.gone(),
                rebuilt.head(),
                before,
                is,
                was,
                difference,
                marked(rebuilt.name(), table, after));
    }

    /** What the mark counted, and the same of the rows that were computed; null where there is no mark of that name. */
    private RebuildPlan.@Nullable Marked marked(LakeTable name, Table table, @Nullable Long after) {
        Mark mark = at == null ? null : new Marks(lake).find(at).orElse(null);
        TableMark.Contents counted = mark == null ? null : mark.table(name).contents();
        if (counted == null) {
            return null;
        }
        if (after == null) {
            return new RebuildPlan.Marked(counted, new TableMark.Contents(RowsDigest.EMPTY, 0));
        }
        CutProof.Contents computed = CutCheck.contents(name, table, after);
        return new RebuildPlan.Marked(counted, new TableMark.Contents(computed.rows(), computed.ids()));
    }

    /**
     * Puts the computed rows in the place of those that differ. The tables carry the stamp of the checkpoint whose
     * events they were computed from, so the job goes on from there.
     *
     * @param plan what {@link #plan} gave, seen by the person who wants it
     * @throws Refusal if the tables are not at one snapshot, which is that of the plan: then nothing is changed
     */
    public void publish(RebuildPlan plan) {
        requireStanding(plan);
        for (RebuildPlan.Change change : plan.changes()) {
            if (change.gone() || !change.difference().isEmpty()) {
                RebuiltTable table = tables.stream()
                        .filter(each -> each.name() == change.table())
                        .findFirst()
                        .orElseThrow();
                table.publish(change.head(), stamp(change));
            }
        }
    }

    private void requireStanding(RebuildPlan plan) {
        Table events = lake.table(LakeTable.EVENTS);
        boolean behind = events.currentSnapshot() == null
                || events.currentSnapshot().snapshotId() != plan.snapshot()
                || plan.changes().stream().anyMatch(change -> !Objects.equals(change.head(), change.compared()));
        CheckpointStamp newest = stampOf(events);
        boolean torn = newest != null
                && tables.stream()
                        .filter(table -> !table.gone())
                        .map(table -> stampOf(lake.table(table.name())))
                        .anyMatch(stamp -> stamp == null || stamp.compareTo(newest) != 0);
        if (behind || torn) {
            throw RefusalCode.BEHIND_THE_HEAD.refuse(lake.settings().place(), at == null ? "" : ", the mark " + at);
        }
    }

    private @Nullable CheckpointStamp stamp(RebuildPlan.Change change) {
        CheckpointStamp own = change.gone() ? null : stampOf(lake.table(change.table()));
        CheckpointStamp events = stampOf(lake.table(LakeTable.EVENTS));
        if (own != null || events == null) {
            return own;
        }
        return new CheckpointStamp(
                events.epoch(),
                events.checkpointId(),
                events.jobId(),
                LakeSinks.operatorId(change.table(), new WriterEpoch(events.epoch())));
    }

    private static @Nullable CheckpointStamp stampOf(Table table) {
        return SnapshotNotes.history(table).stream()
                .map(SnapshotNotes::stamp)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The table's rows of the newest snapshot, with those that came into it since by other hands than the job's. */
    private @Nullable Long newest(LakeTable name, ConsistentCut cut) {
        Long snapshot = cut.snapshot(name);
        if (snapshot == null) {
            return null;
        }
        Table table = lake.table(name);
        CheckpointStamp stamp = stampOf(table);
        boolean jobsOwnAreNewer = stamp != null
                && cut.checkpointId() != null
                && (stamp.epoch() != cut.epoch() || stamp.checkpointId() != cut.checkpointId());
        return jobsOwnAreNewer ? snapshot : Long.valueOf(table.currentSnapshot().snapshotId());
    }

    private ConsistentCut cut() {
        Map<LakeTable, Table> there = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().stream().filter(lake::exists).forEach(table -> there.put(table, lake.table(table)));
        return ConsistentCut.of(Heads.of(there));
    }

    private long eventsSnapshot(ConsistentCut cut) {
        if (at == null) {
            Long newest = newest(LakeTable.EVENTS, cut);
            if (newest == null) {
                throw RefusalCode.NO_EVENTS.refuse(lake.settings().place());
            }
            return newest;
        }
        var marked = lake.table(LakeTable.EVENTS).snapshot(at);
        if (marked == null) {
            throw RefusalCode.NO_MARK.refuse("called '" + at + "' in the table events of "
                    + lake.settings().place());
        }
        return marked.snapshotId();
    }
}
