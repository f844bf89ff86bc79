package io.tidemark.lake.service;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.input.InputRows;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/** The table with the configuration of the services: one version after the other, each in one commit. */
public final class ServiceConfigTable {
    private final InputRows rows;

    /** The table of this lake. */
    public ServiceConfigTable(Lake lake) {
        this.rows = new InputRows(lake, LakeTable.SERVICE_CONFIG);
    }

    /**
     * All rows, by version and key; none where there is no such table.
     *
     * @throws LakeFailure if the table cannot be read
     */
    public List<ConfigRow> list() {
        return read(rows.list());
    }

    /**
     * The number of the newest version; 0 for none.
     *
     * @throws LakeFailure if the table cannot be read
     */
    public long newest() {
        return newest(rows.list());
    }

    /**
     * Those as of a snapshot.
     *
     * @param snapshot the snapshot; null for none
     */
    public List<ConfigRow> at(@Nullable Long snapshot) {
        return read(rows.at(snapshot));
    }

    /**
     * Adds the rows of the next version.
     *
     * @param version all of them; not empty
     * @throws Refusal if another version was made meanwhile: its number is not the next
     * @throws LakeFailure if they cannot be written
     */
    public void add(List<ConfigRow> version) {
        long number = version.get(0).version();
        rows.add(
                "version " + number,
                there -> newest(there) == number - 1,
                table -> version.stream().map(row -> row(table, row)).toList(),
                ServiceConfigTable::madeMeanwhile);
    }

    /** What is thrown where somebody else has made a version since a plan. */
    public static Refusal madeMeanwhile() {
        return RefusalCode.ANOTHER_PLAN.refuse(
                "make this version",
                "no longer holds: another version was made since (`tidemark config history`)",
                "Plan it again");
    }

    private static long newest(List<Record> there) {
        return there.stream()
                .mapToLong(row -> (Long) row.getField(Columns.VERSION))
                .max()
                .orElse(0);
    }

    private static List<ConfigRow> read(List<Record> rows) {
        return rows.stream()
                .map(ServiceConfigTable::read)
                .sorted(Comparator.comparingLong(ConfigRow::version).thenComparing(ConfigRow::key))
                .toList();
    }

    private static Record row(Table table, ConfigRow row) {
        Record record = GenericRecord.create(table.schema());
        record.setField(Columns.VERSION, row.version());
        record.setField(Columns.KEY, row.key());
        record.setField(Columns.VALUE_JSON, row.value());
        record.setField(Columns.EFFECTIVE_FROM, row.effectiveFrom().atOffset(ZoneOffset.UTC));
        record.setField(Columns.AUTHOR, row.author());
        record.setField(Columns.REASON, row.reason());
        record.setField(Columns.MADE_AT, row.madeAt().atOffset(ZoneOffset.UTC));
        return record;
    }

    private static ConfigRow read(Record record) {
        return new ConfigRow(
                (Long) record.getField(Columns.VERSION),
                (String) record.getField(Columns.KEY),
                (String) record.getField(Columns.VALUE_JSON),
                time(record, Columns.EFFECTIVE_FROM),
                (String) record.getField(Columns.AUTHOR),
                (String) record.getField(Columns.REASON),
                time(record, Columns.MADE_AT));
    }

    private static Instant time(Record record, String column) {
        return ((OffsetDateTime) record.getField(column)).toInstant();
    }
}
