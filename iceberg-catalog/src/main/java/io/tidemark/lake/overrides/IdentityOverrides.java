package io.tidemark.lake.overrides;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.input.InputRows;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/** The table of corrections: read whole, for there are few, and added to, one row at a time and in one order. */
public final class IdentityOverrides {
    private final InputRows rows;

    /** The corrections of this lake. */
    public IdentityOverrides(Lake lake) {
        this.rows = new InputRows(lake, LakeTable.IDENTITY_OVERRIDES);
    }

    /**
     * All corrections, in order.
     *
     * @throws LakeFailure if the table cannot be read
     */
    public List<IdentityOverride> list() {
        return read(rows.list());
    }

    /**
     * Those as of a tag, or a snapshot; none where the table does not know it.
     *
     * @param snapshot the snapshot; null for none
     */
    public List<IdentityOverride> at(@Nullable Long snapshot) {
        return read(rows.at(snapshot));
    }

    private static List<IdentityOverride> read(List<Record> rows) {
        return rows.stream()
                .map(IdentityOverrides::read)
                .sorted(Comparator.comparingLong(IdentityOverride::seq))
                .toList();
    }

    /**
     * Adds a correction.
     *
     * @throws Refusal if another was made meanwhile: its number is not the next
     * @throws LakeFailure if it cannot be written
     */
    void add(IdentityOverride next) {
        rows.add(
                "correction " + next.seq(),
                there -> next.seq() == there.size() + 1,
                table -> List.of(row(table, next)),
                IdentityOverrides::madeMeanwhile);
    }

    static Refusal madeMeanwhile() {
        return RefusalCode.ANOTHER_PLAN.refuse(
                "make this correction",
                "no longer holds: another correction was made since (`tidemark overrides`)",
                "Run `tidemark override` again");
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
