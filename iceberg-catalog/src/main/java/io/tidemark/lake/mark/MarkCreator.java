package io.tidemark.lake.mark;

import io.tidemark.lake.audit.CutCheck;
import io.tidemark.lake.audit.CutProof;
import io.tidemark.lake.audit.Finding;
import io.tidemark.lake.audit.IdentityRules;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.mark.TableMark.Contents;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * Makes marks, beside a job that goes on writing. A mark is of the newest checkpoint that every table has; what cannot
 * be proven of it gets no mark.
 */
public final class MarkCreator {
    // A file of a few megabytes at most; gaps beyond are queried again when they are needed.
    private static final int GAPS_KEPT = 20_000;
    private static final int FINDINGS_TOLD = 5;

    private final Lake lake;
    private final IdentityRules rules;
    private final String topic;
    private final int ingestEpoch;

    /**
     * A maker of marks.
     *
     * @param topic the topic that the lake is filled from
     * @param ingestEpoch the topic's generation
     */
    public MarkCreator(Lake lake, IdentityRules rules, String topic, int ingestEpoch) {
        this.lake = lake;
        this.rules = rules;
        this.topic = topic;
        this.ingestEpoch = ingestEpoch;
    }

    /**
     * What mark to create.
     *
     * @param name its name
     * @param note why, for people; may be empty
     * @param scheduled whether the schedule wants it
     * @param alone whether it is certain that nothing writes; needed for a lake that no job has written, whose tables
     *     have no checkpoint in common
     */
    public record Request(String name, String note, boolean scheduled, boolean alone) {}

    /**
     * Makes a mark of the newest consistent snapshot of the lake. It is there when this returns, and not if it throws.
     *
     * @param now the time
     * @param log the log, to tell holes from transaction markers; null if it cannot be queried, then a hole forbids a
     *     mark
     * @param checkpoints where the job's checkpoints are
     * @throws Refusal if the name is taken or not allowed, if the lake was never written, or if the snapshot cannot be
     *     proven: then it says what does not hold
     * @throws io.tidemark.lake.catalog.LakeFailure if a table cannot be read or tagged
     */
    public Mark create(Request request, Instant now, @Nullable LogProbe log, CheckpointFinder checkpoints) {
        MarkName.require(request.name());
        Marks marks = new Marks(lake);
        List<Mark> there = marks.list();
        if (there.stream().anyMatch(mark -> mark.name().equals(request.name()))) {
            throw RefusalCode.MARK_EXISTS.refuse(request.name());
        }
        Map<LakeTable, Table> tables = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().forEach(name -> tables.put(name, lake.table(name)));
        Heads heads = Heads.of(tables);
        ConsistentCut cut = newestCommit(heads, request.alone());
        Optional<Mark> since = there.stream()
                .filter(mark -> isOf(tables, mark) && mark.baseline().isAncestorOf(tables, cut))
                .findFirst();
        CutProof proof =
                new CutCheck(tables, rules).run(cut, since.map(Mark::baseline).orElse(null), log);
        if (!proof.findings().isEmpty()) {
            throw inconsistent(request.name(), cut, proof);
        }
        Mark mark = new Mark(
                request.name(),
                new Mark.Origin(now, request.note(), request.scheduled()),
                newestCommit(tables, cut, checkpoints),
                new Mark.Source(topic, ingestEpoch, proof.offsets()),
                tableMarks(tables, cut, proof, since.orElse(null)),
                new Mark.Proof(
                        since.map(Mark::name).orElse(null),
                        proof.records(),
                        proof.gaps().stream().limit(GAPS_KEPT).toList()));
        marks.add(mark, tables);
        return mark;
    }

    private ConsistentCut newestCommit(Heads heads, boolean alone) {
        List<LakeTable> empty = LakeTable.pipeline().stream()
                .filter(table -> heads.head(table) == null)
                .toList();
        if (!empty.isEmpty()) {
            throw RefusalCode.NEVER_WRITTEN.refuse(lake.settings().place(), names(empty));
        }
        ConsistentCut cut = ConsistentCut.of(heads);
        boolean written = LakeTable.pipeline().stream().anyMatch(table -> heads.stamp(table) != null);
        if (cut.checkpointId() == null && (written || !alone)) {
            throw RefusalCode.NO_SHARED_CHECKPOINT.refuse(lake.settings().place());
        }
        return cut;
    }

    private static boolean isOf(Map<LakeTable, Table> tables, Mark mark) {
        return tables.entrySet().stream().allMatch(table -> table.getValue()
                .uuid()
                .toString()
                .equals(mark.table(table.getKey()).uuid()));
    }

    private Mark.Commit newestCommit(Map<LakeTable, Table> tables, ConsistentCut cut, CheckpointFinder checkpoints) {
        SnapshotNotes newest = tables.entrySet().stream()
                .map(table -> SnapshotNotes.of(snapshot(table.getValue(), cut, table.getKey())))
                .max((one, other) -> one.committedAt().compareTo(other.committedAt()))
                .orElseThrow();
        CheckpointStamp stamp = SnapshotNotes.of(snapshot(table(tables, LakeTable.EVENTS), cut, LakeTable.EVENTS))
                .stamp();
        String environment =
                LakeProperties.environment(table(tables, LakeTable.EVENTS).properties());
        Long checkpoint = cut.checkpointId();
        return new Mark.Commit(
                environment == null ? lake.caller().environment() : environment,
                cut.epoch(),
                checkpoint == null ? 0 : checkpoint,
                newest.committedAt(),
                stamp == null ? null : checkpoints.find(stamp).orElse(null));
    }

    private Map<LakeTable, TableMark> tableMarks(
            Map<LakeTable, Table> tables, ConsistentCut cut, CutProof proof, @Nullable Mark since) {
        Map<LakeTable, TableMark> marks = new EnumMap<>(LakeTable.class);
        tables.forEach((name, table) -> marks.put(
                name,
                TableMark.of(
                        table, snapshot(table, cut, name), name.isOutcome() ? null : contents(name, proof, since))));
        LakeTable.inputs().forEach(name -> input(name).ifPresent(mark -> marks.put(name, mark)));
        return marks;
    }

    /**
     * What people had written when the mark was made, for queries as of it. It is no part of the snapshot: nothing is
     * proven of it, and no restore puts it back.
     */
    private Optional<TableMark> input(LakeTable name) {
        if (!lake.exists(name)) {
            return Optional.empty();
        }
        Table table = lake.table(name);
        return Optional.ofNullable(table.currentSnapshot()).map(snapshot -> TableMark.of(table, snapshot, null));
    }

    private static Contents contents(LakeTable name, CutProof proof, @Nullable Mark since) {
        CutProof.Contents read = proof.contents(name);
        Contents before = since == null ? null : since.table(name).contents();
        return before == null
                ? new Contents(read.rows(), read.ids())
                : new Contents(before.rows().plus(read.rows()), before.ids() + read.ids());
    }

    private static Table table(Map<LakeTable, Table> tables, LakeTable name) {
        return Objects.requireNonNull(tables.get(name));
    }

    private static Snapshot snapshot(Table table, ConsistentCut cut, LakeTable name) {
        return table.snapshot(Objects.requireNonNull(cut.snapshot(name)));
    }

    private static Refusal inconsistent(String name, ConsistentCut cut, CutProof proof) {
        String found = proof.findings().listed().stream()
                .limit(FINDINGS_TOLD)
                .map(Finding::message)
                .collect(Collectors.joining(" "));
        return RefusalCode.INCONSISTENT.refuse(
                "The mark '" + name + "' is not made, for what it would name",
                cut.describe() + " " + proof.findings().total() + " findings: " + found,
                "");
    }

    private static String names(List<LakeTable> tables) {
        return tables.stream().map(LakeTable::tableName).collect(Collectors.joining(", "));
    }
}
