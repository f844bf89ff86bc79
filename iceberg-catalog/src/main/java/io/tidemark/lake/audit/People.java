package io.tidemark.lake.audit;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Table;

/** Counts people after merging: everybody who ever owned an event, without the ids that were merged away. */
public final class People {
    private People() {}

    /**
     * How many people the lake knows at its heads. Reads two columns of the identity tables and keeps one number a
     * person in memory.
     */
    public static long count(Lake lake) {
        Map<LakeTable, Table> tables = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().forEach(name -> tables.put(name, lake.table(name)));
        Rows rows = new Rows(tables, ConsistentCut.atHeads(Heads.of(tables)));
        Set<Long> people = new HashSet<>();
        rows.read(LakeTable.IDENTITIES, List.of(Columns.AMPLITUDE_ID), row -> people.add(row.number(0)));
        rows.read(LakeTable.MERGE_IDS, List.of(Columns.AMPLITUDE_ID), row -> people.remove(row.number(0)));
        return people.size();
    }
}
