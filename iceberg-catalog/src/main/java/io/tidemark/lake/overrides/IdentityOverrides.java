package io.tidemark.lake.overrides;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;

/** The table of corrections: read whole, for there are few, and added to, one row at a time and in one order. */
public final class IdentityOverrides {
    private final Lake lake;

    /** The corrections of this lake. */
    public IdentityOverrides(Lake lake) {
        this.lake = lake;
    }

    /**
     * All corrections, in order.
     *
     * @throws LakeFailure if the table cannot be read
     */
    public List<IdentityOverride> list() {
        return lake.exists(LakeTable.IDENTITY_OVERRIDES) ? list(table()) : List.of();
    }

    /**
     * Those as of a tag, or a snapshot; none where the table does not know it.
     *
     * @param snapshot the snapshot; null for none
     */
    public List<IdentityOverride> at(@Nullable Long snapshot) {
        return snapshot == null ? List.of() : list(table(), snapshot);
    }

    private Table table() {
        return lake.table(LakeTable.IDENTITY_OVERRIDES);
    }

    private static List<IdentityOverride> list(Table table) {
        Snapshot head = table.currentSnapshot();
        return head == null ? List.of() : list(table, head.snapshotId());
    }

    private static List<IdentityOverride> list(Table table, long snapshot) {
        List<IdentityOverride> overrides = new ArrayList<>();
        TableRows.read(table, snapshot, table.schema(), row -> overrides.add(read(row)));
        overrides.sort(Comparator.comparingLong(IdentityOverride::seq));
        return List.copyOf(overrides);
    }

    /**
     * Adds a correction.
     *
     * @throws Refusal if another was made meanwhile: its number is not the next
     * @throws LakeFailure if it cannot be written
     */
    void add(IdentityOverride next) {
        String tried = "Could not write the correction " + next.seq() + " to the table "
                + lake.identifier(LakeTable.IDENTITY_OVERRIDES);
        Table table = table();
        Snapshot head = table.currentSnapshot();
        if (next.seq() != list(table).size() + 1) {
            throw madeMeanwhile();
        }
        DataFile file = null;
        try {
            file = write(table, next);
            var append = table.newOverwrite()
                    .conflictDetectionFilter(Expressions.alwaysTrue())
                    .validateNoConflictingData()
                    .addFile(file);
            (head == null ? append : append.validateFromSnapshot(head.snapshotId())).commit();
        } catch (ValidationException changed) {
            table.io().deleteFile(Objects.requireNonNull(file).location());
            throw madeMeanwhile();
        } catch (CommitStateUnknownException e) {
            // The file may be the table's by now.
            throw LakeFailure.of(tried, e);
        } catch (IOException | RuntimeException e) {
            if (file != null) {
                table.io().deleteFile(file.location());
            }
            if (e instanceof Refusal refused) {
                throw refused;
            }
            throw LakeFailure.of(tried, e);
        }
    }

    static Refusal madeMeanwhile() {
        return RefusalCode.ANOTHER_PLAN.refuse(
                "make this correction",
                "no longer holds: another correction was made since (`tidemark overrides`)",
                "Run `tidemark override` again");
    }

    private static DataFile write(Table table, IdentityOverride next) throws IOException {
        String location = table.locationProvider()
                .newDataLocation(next.seq() + "-" + PlanHash.of(List.of(next.toString())) + ".parquet");
        DataWriter<Record> writer = Parquet.writeData(table.io().newOutputFile(location))
                .forTable(table)
                .withSpec(table.spec())
                .createWriterFunc(GenericParquetWriter::create)
                .build();
        try (writer) {
            writer.write(row(table, next));
        }
        return writer.toDataFile();
    }

    private static Record row(Table table, IdentityOverride next) {
        Subject to = next.to();
        Record row = GenericRecord.create(table.schema());
        row.setField(Columns.SEQ, next.seq());
        row.setField(Columns.KIND, next.kind().word());
        row.setField(Columns.PROJECT_ID, next.subject().projectId());
        row.setField(Columns.DEVICE_ID, next.subject().deviceId());
        row.setField(Columns.USER_ID, next.subject().userId());
        row.setField(Columns.AMPLITUDE_ID, next.subject().amplitudeId());
        row.setField(Columns.TO_USER_ID, to == null ? null : to.userId());
        row.setField(Columns.TO_AMPLITUDE_ID, to == null ? null : to.amplitudeId());
        row.setField(Columns.AUTHOR, next.author());
        row.setField(Columns.REASON, next.reason());
        row.setField(Columns.MADE_AT, next.madeAt().atOffset(ZoneOffset.UTC));
        return row;
    }

    private static IdentityOverride read(Record row) {
        String project = (String) row.getField(Columns.PROJECT_ID);
        Long to = (Long) row.getField(Columns.TO_AMPLITUDE_ID);
        return new IdentityOverride(
                (Long) row.getField(Columns.SEQ),
                OverrideKind.of((String) row.getField(Columns.KIND)),
                new Subject(
                        project,
                        (String) row.getField(Columns.DEVICE_ID),
                        (String) row.getField(Columns.USER_ID),
                        (Long) row.getField(Columns.AMPLITUDE_ID)),
                to == null ? null : new Subject(project, null, (String) row.getField(Columns.TO_USER_ID), to),
                (String) row.getField(Columns.AUTHOR),
                (String) row.getField(Columns.REASON),
                ((OffsetDateTime) row.getField(Columns.MADE_AT)).toInstant());
    }
}
