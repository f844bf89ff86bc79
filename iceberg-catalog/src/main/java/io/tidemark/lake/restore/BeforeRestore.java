package io.tidemark.lake.restore;

import io.tidemark.lake.audit.CutCheck;
import io.tidemark.lake.audit.CutProof;
import io.tidemark.lake.audit.IdentityRules;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/**
 * What a lake was before a restore, as a target to go back to: of the heads that the restore has tagged, which may be
 * at different checkpoints, the newest checkpoint that all of them have. It is checked as a mark is.
 */
public final class BeforeRestore {
    private final Lake lake;
    private final IdentityRules rules;

    /** What this lake was. */
    public BeforeRestore(Lake lake, IdentityRules rules) {
        this.lake = lake;
        this.rules = rules;
    }

    /**
     * The state before a restore.
     *
     * @param log the log, to tell holes from transaction markers; null if it cannot be queried
     * @throws Refusal if the restore has tagged nothing, or if what was before does not hold
     */
    public Target target(RestorePlan plan, @Nullable LogProbe log) {
        String tag = plan.beforeTag();
        Map<LakeTable, Table> tables = new EnumMap<>(LakeTable.class);
        Map<LakeTable, List<SnapshotNotes>> histories = new EnumMap<>(LakeTable.class);
        for (LakeTable name : LakeTable.pipeline()) {
            Table table = lake.table(name);
            SnapshotRef ref = table.refs().get(tag);
            if (ref == null) {
                throw RefusalCode.NOTHING_TO_UNDO.refuse("the table " + lake.identifier(name) + " has no tag " + tag
                        + ", so what was before that restore is not known any more");
            }
            tables.put(name, table);
            histories.put(name, history(table, ref.snapshotId()));
        }
        ConsistentCut cut = ConsistentCut.of(new Heads(histories));
        CutProof proof = new CutCheck(tables, rules).run(cut, null, log);
        if (!proof.findings().isEmpty()) {
            throw RefusalCode.INCONSISTENT.refuse(
                    "What was before the restore to '" + plan.target().name() + "'",
                    proof.findings().listed().get(0).message(),
                    " (`tidemark marks`); what was there stays readable under the tag " + tag);
        }
        Map<LakeTable, Target.Place> places = new EnumMap<>(LakeTable.class);
        tables.forEach((name, table) -> places.put(name, place(table, Objects.requireNonNull(cut.snapshot(name)))));
        Long checkpoint = cut.checkpointId();
        return new Target(tag, cut.epoch(), checkpoint == null ? 0 : checkpoint, places, proof.offsets(), null);
    }

    private static List<SnapshotNotes> history(Table table, long snapshot) {
        return StreamSupport.stream(
                        SnapshotUtil.ancestorsOf(snapshot, table::snapshot).spliterator(), false)
                .map(SnapshotNotes::of)
                .toList();
    }

    private static Target.Place place(Table table, long snapshotId) {
        Snapshot snapshot = table.snapshot(snapshotId);
        Integer schema = snapshot.schemaId();
        return new Target.Place(
                table.uuid().toString(),
                snapshotId,
                schema == null ? table.schema().schemaId() : schema);
    }
}
