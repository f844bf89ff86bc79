package io.tidemark.ops.restore;

import io.tidemark.lake.care.ExpiryPolicy;
import io.tidemark.lake.care.Past;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Lineage;
import io.tidemark.lake.guard.Target;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.restore.SimFold.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Six tables as lists of snapshots. Anybody may do anything to them; whoever should be refused asks the guard first. */
final class SimLake {
    static final String ENVIRONMENT = "test";

    private final Map<LakeTable, SimTable> tables = new EnumMap<>(LakeTable.class);
    private final Map<LakeTable, SimTable> trash = new EnumMap<>(LakeTable.class);
    private long lastId;

    SimLake() {
        LakeTable.pipeline().forEach(this::make);
    }

    /** A snapshot with all its rows, as manifests have them whether older snapshots are there or not. */
    record Snap(
            long id,
            @Nullable Long parent,
            Instant at,
            @Nullable CheckpointStamp stamp,
            List<Row> rows) {}

    /** A table. */
    static final class SimTable {
        final String uuid;
        final Map<Long, Snap> snapshots = new LinkedHashMap<>();
        final Map<String, Long> refs = new HashMap<>();
        int epoch;

        @Nullable
        Long head;

        @Nullable
        String claim;

        SimTable(String uuid, int epoch) {
            this.uuid = uuid;
            this.epoch = epoch;
        }

        /** A snapshot and its ancestors, newest first, as far as they have not expired. */
        List<Snap> line(@Nullable Long from) {
            List<Snap> line = new ArrayList<>();
            Snap at = from == null ? null : snapshots.get(from);
            while (at != null) {
                line.add(at);
                at = at.parent() == null ? null : snapshots.get(at.parent());
            }
            return line;
        }

        List<Row> rows(@Nullable Long snapshot) {
            Snap snap = snapshot == null ? null : snapshots.get(snapshot);
            return snap == null ? List.of() : snap.rows();
        }

        Target target(LakeTable table) {
            Map<String, String> properties = new HashMap<>(Map.of(
                    LakeProperties.PROTECTED,
                    "true",
                    LakeProperties.ENVIRONMENT,
                    ENVIRONMENT,
                    LakeProperties.EPOCH,
                    Integer.toString(epoch)));
            if (claim != null) {
                properties.put(LakeProperties.CLAIM, claim);
            }
            return new Target("tidemark." + table.tableName(), null, false, properties);
        }

        Lineage lineage(Writer writer, @Nullable Long lastOwn) {
            return Lineage.of(
                    uuid,
                    line(head).stream().map(SimTable::commit).toList(),
                    snapshots.values().stream().map(SimTable::commit).toList(),
                    writer,
                    lastOwn);
        }

        private static Lineage.Commit commit(Snap snap) {
            CheckpointStamp stamp = snap.stamp();
            return stamp == null
                    ? new Lineage.Commit(snap.id(), 0, null)
                    : new Lineage.Commit(snap.id(), stamp.epoch(), stamp.checkpointId());
        }
    }

    private void make(LakeTable table) {
        tables.put(table, new SimTable("uuid-" + lastId++, LakeProperties.FIRST_EPOCH));
    }

    boolean has(LakeTable table) {
        return tables.containsKey(table);
    }

    boolean complete() {
        return tables.size() == LakeTable.pipeline().size();
    }

    SimTable table(LakeTable table) {
        SimTable found = tables.get(table);
        if (found == null) {
            throw new Stopped("no-table");
        }
        return found;
    }

    int epoch() {
        return tables.values().stream().mapToInt(table -> table.epoch).max().orElse(LakeProperties.FIRST_EPOCH);
    }

    long append(LakeTable name, Instant at, CheckpointStamp stamp, List<Row> added) {
        SimTable table = table(name);
        List<Row> rows = new ArrayList<>(table.rows(table.head));
        rows.addAll(added);
        long id = ++lastId;
        table.snapshots.put(id, new Snap(id, table.head, at, stamp, rows));
        table.head = id;
        return id;
    }

    Heads heads() {
        Map<LakeTable, Long> heads = new EnumMap<>(LakeTable.class);
        tables.forEach((name, table) -> {
            if (table.head != null) {
                heads.put(name, table.head);
            }
        });
        return heads(heads);
    }

    /** The histories of these snapshots. */
    Heads heads(Map<LakeTable, Long> from) {
        Map<LakeTable, List<SnapshotNotes>> histories = new EnumMap<>(LakeTable.class);
        from.forEach((name, id) -> histories.put(
                name,
                table(name).line(id).stream()
                        .map(snap -> new SnapshotNotes(
                                snap.id(), snap.at(), snap.rows().size(), snap.stamp()))
                        .toList()));
        return new Heads(histories);
    }

    List<Row> rows(ConsistentCut cut) {
        List<Row> rows = new ArrayList<>();
        tables.forEach((name, table) -> rows.addAll(table.rows(cut.snapshot(name))));
        return rows;
    }

    /** Through a door of their own, somebody drops a table. */
    void drop(LakeTable name) {
        SimTable table = tables.remove(name);
        // What was made in its place is not what anybody wants back.
        if (table != null) {
            trash.putIfAbsent(name, table);
        }
    }

    void makeAgain(LakeTable name) {
        if (!tables.containsKey(name)) {
            make(name);
        }
    }

    boolean holdsTrash() {
        return !trash.isEmpty();
    }

    /** Brings back every table that was dropped, in the place of what was made since. */
    void undrop() {
        tables.putAll(trash);
        trash.clear();
    }

    void expire(ExpiryPolicy policy, Instant now) {
        ConsistentCut cut = ConsistentCut.of(heads());
        tables.forEach((name, table) -> {
            List<Past.Entry> entries = table.snapshots.values().stream()
                    .map(snap -> new Past.Entry(snap.id(), snap.parent(), snap.at(), snap.stamp() != null))
                    .toList();
            Long moment = cut.checkpointId() == null ? null : cut.snapshot(name);
            Past past = new Past(entries, table.head, moment, new HashSet<>(table.refs.values()));
            policy.expired(past, now).forEach(table.snapshots::remove);
        });
    }
}
