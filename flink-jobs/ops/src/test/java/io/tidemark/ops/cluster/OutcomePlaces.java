package io.tidemark.ops.cluster;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** Where the records of the log ended, by what the four outcome tables hold, row by row. */
final class OutcomePlaces {

    private final Map<LogPosition, List<LakeTable>> tables = new HashMap<>();

    /** Reads the four tables. */
    static OutcomePlaces in(Lake lake) {
        OutcomePlaces places = new OutcomePlaces();
        LakeTable.outcomes().forEach(table -> places.read(lake, table));
        return places;
    }

    /** How many rows the four tables hold by their metadata alone; 0 while there are no tables. */
    static long committed(Lake lake) {
        return LakeTable.outcomes().stream()
                .filter(lake::exists)
                .map(table -> lake.table(table).currentSnapshot())
                .filter(Objects::nonNull)
                .mapToLong(OutcomePlaces::rows)
                .sum();
    }

    /**
     * How the tables differ from what was sent: a record in no table, in several or several times, in another table than
     * expected, or one that was never sent. Empty: every record is in exactly its one table.
     */
    List<String> differences(Map<LakeTable, Set<LogPosition>> expected) {
        List<String> differences = new ArrayList<>();
        Map<LogPosition, List<LakeTable>> left = new HashMap<>(tables);
        expected.forEach((table, places) -> places.forEach(place -> {
            List<LakeTable> found = left.remove(place);
            if (!List.of(table).equals(found)) {
                differences.add(
                        place + " must be in " + table + " once and is in " + (found == null ? "no table" : found));
            }
        }));
        left.forEach((place, found) -> differences.add(place + " was never sent and is in " + found));
        return differences;
    }

    /** Notes that a table has a row of the record at this place. */
    void add(LogPosition place, LakeTable table) {
        tables.computeIfAbsent(place, none -> new ArrayList<>()).add(table);
    }

    private void read(Lake lake, LakeTable table) {
        try (CloseableIterable<Record> rows = IcebergGenerics.read(lake.table(table))
                .select(Columns.INGEST_EPOCH, Columns.KAFKA_PARTITION, Columns.KAFKA_OFFSET)
                .build()) {
            for (Record row : rows) {
                add(
                        new LogPosition(
                                (Integer) row.getField(Columns.INGEST_EPOCH),
                                (Integer) row.getField(Columns.KAFKA_PARTITION),
                                (Long) row.getField(Columns.KAFKA_OFFSET)),
                        table);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the table " + table, e);
        }
    }

    private static long rows(Snapshot snapshot) {
        return Long.parseLong(snapshot.summary().getOrDefault("total-records", "0"));
    }
}
