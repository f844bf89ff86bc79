package io.tidemark.lake.guard;

import io.tidemark.lake.guard.Effect.Kind;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.LaterColumns;
import io.tidemark.lake.table.SameColumns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.SnapshotUtil;

/** What a commit does to a table, read from the metadata before and after it. */
final class CommitEffects {
    private final String table;
    private final TableMetadata base;
    private final TableMetadata next;
    private final List<Effect> effects = new ArrayList<>();

    private CommitEffects(String table, TableMetadata base, TableMetadata next) {
        this.table = table;
        this.base = base;
        this.next = next;
    }

    /**
     * Everything that the guard cares about, in no special order.
     *
     * @param table the table's full name in the catalog
     */
    static List<Effect> of(String table, TableMetadata base, TableMetadata next) {
        CommitEffects found = new CommitEffects(table, base, next);
        found.snapshots();
        found.head();
        found.refs();
        found.columns();
        found.form();
        found.properties();
        return List.copyOf(found.effects);
    }

    private void snapshots() {
        Set<Long> before = ids(base.snapshots());
        Set<Long> after = ids(next.snapshots());
        Instant youngest = null;
        int removed = 0;
        for (Snapshot snapshot : base.snapshots()) {
            if (!after.contains(snapshot.snapshotId())) {
                Instant committed = Instant.ofEpochMilli(snapshot.timestampMillis());
                youngest = youngest == null || committed.isAfter(youngest) ? committed : youngest;
                removed++;
            }
        }
        if (removed > 0) {
            effects.add(new Effect(Kind.SNAPSHOTS_REMOVED, "let " + removed + " snapshots go", youngest));
        }
        Set<Long> onMain = ancestors(next);
        for (Snapshot snapshot : next.snapshots()) {
            if (!before.contains(snapshot.snapshotId())) {
                added(snapshot, onMain.contains(snapshot.snapshotId()));
            }
        }
    }

    private void added(Snapshot snapshot, boolean onMain) {
        String operation = Objects.requireNonNullElse(snapshot.operation(), DataOperations.APPEND);
        if (!onMain) {
            add(Kind.ROWS_ON_BRANCH, "commit an " + operation + " beside its main branch");
        } else if (operation.equals(DataOperations.REPLACE)) {
            add(Kind.COMPACTED, "put other files in the place of its files");
        } else {
            add(Kind.ROWS, "commit the operation " + operation + " to its main branch");
        }
    }

    private void head() {
        Snapshot before = base.currentSnapshot();
        Snapshot after = next.currentSnapshot();
        if (before == null || (after != null && ancestors(next).contains(before.snapshotId()))) {
            boolean moved = after != null && (before == null || before.snapshotId() != after.snapshotId());
            if (moved && base.snapshot(after.snapshotId()) != null) {
                add(Kind.HEAD_FORWARD, "move its head to the snapshot " + after.snapshotId());
            }
            return;
        }
        boolean fenced = StreamSupport.stream(
                        SnapshotUtil.ancestorsOf(before.snapshotId(), base::snapshot)
                                .spliterator(),
                        false)
                .allMatch(snapshot -> Lineage.epoch(snapshot) < LakeProperties.epoch(base.properties()));
        add(
                fenced ? Kind.HEAD_BACK : Kind.HEAD_BACK_UNFENCED,
                "move its head from the snapshot " + before.snapshotId() + " to "
                        + (after == null ? "none" : after.snapshotId()));
    }

    private void refs() {
        base.refs().forEach((name, ref) -> {
            SnapshotRef now = next.refs().get(name);
            if (ref.isTag() && !ref.equals(now)) {
                add(Kind.TAG_REMOVED, (now == null ? "remove" : "change") + " its tag " + name);
            } else if (ref.isBranch() && !name.equals(SnapshotRef.MAIN_BRANCH)) {
                boolean stays = now != null
                        && (now.snapshotId() == ref.snapshotId() || base.snapshot(now.snapshotId()) == null);
                if (!stays) {
                    add(Kind.BRANCH_MOVED, (now == null ? "remove" : "move") + " its branch " + name);
                }
            }
        });
        next.refs().forEach((name, ref) -> {
            if (base.refs().containsKey(name) || name.equals(SnapshotRef.MAIN_BRANCH)) {
                return;
            }
            if (ref.isTag()) {
                add(Kind.TAG_SET, "set the tag " + name);
            } else if (base.snapshot(ref.snapshotId()) != null) {
                add(Kind.BRANCH_MOVED, "make the branch " + name);
            }
        });
    }

    // The job writes by position and people query by name, so what is there stays as it is, and where it is.
    private void columns() {
        List<NestedField> before = base.schema().columns();
        List<NestedField> after = next.schema().columns();
        for (int i = 0; i < before.size(); i++) {
            NestedField column = before.get(i);
            NestedField now = i < after.size() ? after.get(i) : null;
            boolean same = now != null
                    && now.fieldId() == column.fieldId()
                    && now.name().equals(column.name())
                    && now.type().equals(column.type())
                    && (now.isOptional() || column.isRequired());
            if (!same) {
                add(Kind.SCHEMA_BROKEN, "drop, move or change its column " + column.name());
                return;
            }
        }
        List<NestedField> more = after.subList(before.size(), after.size());
        if (!more.isEmpty()) {
            boolean came = SameColumns.areThose(more, later());
            String names = more.stream().map(NestedField::name).collect(Collectors.joining(", "));
            add(
                    came ? Kind.COLUMNS_ADDED : Kind.SCHEMA_BROKEN,
                    came ? "add its columns " + names : "add columns that no release has: " + names);
        }
    }

    // What the table lacks because it is of an earlier release; nothing of a table that is none of a lake's.
    private List<NestedField> later() {
        String name = table.substring(table.lastIndexOf('.') + 1);
        return LakeTable.all().stream()
                .filter(each -> each.tableName().equals(name))
                .flatMap(each -> LaterColumns.missing(each, base.schema()).stream())
                .toList();
    }

    private void form() {
        if (!base.spec().compatibleWith(next.spec())) {
            add(Kind.SPEC_CHANGED, "partition it by " + next.spec().fields());
        }
        if (base.formatVersion() != next.formatVersion()) {
            add(Kind.FORMAT_CHANGED, "make it a table of format version " + next.formatVersion());
        }
        if (!Objects.equals(base.location(), next.location())) {
            add(Kind.MOVED, "move it to " + next.location());
        }
        if (!Objects.equals(base.uuid(), next.uuid())) {
            add(Kind.MOVED, "put another table in its place");
        }
    }

    private void properties() {
        Map<String, String> before = base.properties();
        Map<String, String> after = next.properties();
        if (LakeProperties.isProtected(before) && !LakeProperties.isProtected(after)) {
            add(Kind.UNPROTECTED, "lift its protection");
        }
        String environment = LakeProperties.environment(before);
        if (environment != null && !environment.equals(LakeProperties.environment(after))) {
            add(Kind.ENVIRONMENT_CHANGED, "give it to another environment");
        }
        if (isFalse(before, TableProperties.GC_ENABLED) && !isFalse(after, TableProperties.GC_ENABLED)) {
            add(Kind.FILES_FREED, "set its property " + TableProperties.GC_ENABLED);
        }
        int epoch = LakeProperties.epoch(before);
        int nextEpoch = LakeProperties.epoch(after);
        if (nextEpoch != epoch) {
            add(
                    nextEpoch < epoch ? Kind.EPOCH_LOWERED : Kind.EPOCH_RAISED,
                    "set its epoch from " + epoch + " to " + nextEpoch);
        }
    }

    private void add(Kind kind, String detail) {
        effects.add(Effect.of(kind, detail));
    }

    private static boolean isFalse(Map<String, String> properties, String key) {
        return "false".equalsIgnoreCase(properties.get(key));
    }

    private static Set<Long> ancestors(TableMetadata metadata) {
        Set<Long> ids = new HashSet<>();
        Snapshot head = metadata.currentSnapshot();
        if (head != null) {
            SnapshotUtil.ancestorsOf(head.snapshotId(), metadata::snapshot)
                    .forEach(snapshot -> ids.add(snapshot.snapshotId()));
        }
        return ids;
    }

    private static Set<Long> ids(Iterable<Snapshot> snapshots) {
        Set<Long> ids = new HashSet<>();
        snapshots.forEach(snapshot -> ids.add(snapshot.snapshotId()));
        return ids;
    }
}
