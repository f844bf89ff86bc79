package io.tidemark.lake.overrides;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;

/** What the pipeline's tables tell of some persons, by their numbers. */
final class Sightings {
    private final Lake lake;

    Sightings(Lake lake) {
        this.lake = lake;
    }

    /** The merges of a person: a device's own, or all into a user; the survivor by the id that was merged away. */
    Map<Long, Long> merges(long id) {
        Map<Long, Long> merges = new HashMap<>();
        read(
                LakeTable.MERGE_IDS,
                Expressions.or(
                        Expressions.equal(Columns.AMPLITUDE_ID, id),
                        Expressions.equal(Columns.MERGED_AMPLITUDE_ID, id)),
                List.of(Columns.AMPLITUDE_ID, Columns.MERGED_AMPLITUDE_ID),
                row -> {
                    Long away = (Long) row.get(0);
                    Long survivor = (Long) row.get(1);
                    if (away == id || survivor == id) {
                        merges.put(away, survivor);
                    }
                });
        return merges;
    }

    /** Whether an event was ever theirs, before merges. */
    boolean isSeen(long id) {
        boolean[] seen = {false};
        read(
                LakeTable.IDENTITIES,
                Expressions.equal(Columns.AMPLITUDE_ID, id),
                List.of(Columns.AMPLITUDE_ID),
                row -> seen[0] |= (Long) row.get(0) == id);
        return seen[0];
    }

    /** The id of the user with this number; null for a number of no user. */
    @Nullable
    String user(long id) {
        String[] user = {null};
        read(
                LakeTable.IDENTITIES,
                Expressions.equal(Columns.AMPLITUDE_ID, id),
                List.of(Columns.AMPLITUDE_ID, Columns.USER_ID),
                row -> {
                    Object name = row.getField(Columns.USER_ID);
                    if ((Long) row.getField(Columns.AMPLITUDE_ID) == id && name != null) {
                        user[0] = (String) name;
                    }
                });
        return user[0];
    }

    /** How many events are theirs, before merges. */
    long events(Set<Long> ids) {
        if (ids.isEmpty()) {
            return 0;
        }
        long[] count = {0};
        read(LakeTable.EVENTS, Expressions.in(Columns.AMPLITUDE_ID, ids), List.of(Columns.AMPLITUDE_ID), row -> {
            Object id = row.get(0);
            count[0] += id != null && ids.contains((Long) id) ? 1 : 0;
        });
        return count[0];
    }

    private void read(LakeTable name, Expression filter, List<String> columns, Consumer<Record> reader) {
        Table table = lake.table(name);
        Snapshot head = table.currentSnapshot();
        if (head != null) {
            TableRows.readWhere(table, head.snapshotId(), filter, table.schema().select(columns), reader);
        }
    }
}
