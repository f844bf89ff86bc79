package io.tidemark.ops.restore;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.RestoredSchema;
import io.tidemark.lake.restore.Resume;
import io.tidemark.lake.restore.TableReturn;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.jspecify.annotations.Nullable;

/** Looks at a lake and at Kafka, and says what going back to a target would do. Changes nothing. */
public final class RestorePlanner {
    private final Lake lake;
    private final @Nullable LogProbe log;

    /**
     * A planner.
     *
     * @param log the log; null where it cannot be queried
     */
    public RestorePlanner(Lake lake, @Nullable LogProbe log) {
        this.lake = lake;
        this.log = log;
    }

    /**
     * The plan.
     *
     * @throws Refusal if a table is missing or was recreated, or if the log is another one than at that time
     */
    public RestorePlan plan(Target target, String environment) {
        List<TableReturn> returns = new ArrayList<>();
        for (LakeTable table : LakeTable.pipeline()) {
            returns.add(returnOf(table, target.place(table)));
        }
        return new RestorePlan(environment, lake.epoch(), target, returns, resumes(target));
    }

    private TableReturn returnOf(LakeTable name, Target.Place place) {
        if (!lake.exists(name)) {
            throw RefusalCode.MISSING_TABLE.refuse(
                    lake.settings().place(),
                    name.tableName(),
                    "it is not there, so it cannot be put back",
                    ", with all its snapshots: tidemark undrop " + name.tableName());
        }
        Table table = lake.table(name);
        TableMetadata metadata = ((HasTableOperations) table).operations().current();
        if (!place.uuid().equals(metadata.uuid())) {
            throw RefusalCode.TABLE_MADE_AGAIN.refuse(
                    lake.identifier(name), "the target", place.uuid(), metadata.uuid(), name.tableName());
        }
        Snapshot target = metadata.snapshot(place.snapshotId());
        if (target == null) {
            throw RefusalCode.SNAPSHOT_EXPIRED.refuse(lake.identifier(name), place.snapshotId());
        }
        Snapshot head = metadata.currentSnapshot();
        long rows = (head == null ? 0 : SnapshotNotes.of(head).totalRecords())
                - SnapshotNotes.of(target).totalRecords();
        return new TableReturn(
                name,
                head == null ? null : head.snapshotId(),
                place.snapshotId(),
                rows,
                leaving(table, place.snapshotId()),
                metadata.currentSchemaId(),
                RestoredSchema.of(name, metadata, place.schemaId()).id());
    }

    /**
     * The columns that the target did not have and that stay, because they came with a later release; by table, none of
     * a table where there are none.
     */
    public Map<LakeTable, List<String>> laterColumns(Target target) {
        Map<LakeTable, List<String>> later = new EnumMap<>(LakeTable.class);
        for (LakeTable table : LakeTable.pipeline()) {
            TableMetadata metadata =
                    ((HasTableOperations) lake.table(table)).operations().current();
            List<String> columns = RestoredSchema.of(
                            table, metadata, target.place(table).schemaId())
                    .later();
            if (!columns.isEmpty()) {
                later.put(table, columns);
            }
        }
        return later;
    }

    private static int leaving(Table table, long target) {
        int leaving = 0;
        for (SnapshotNotes notes : SnapshotNotes.history(table)) {
            if (notes.snapshotId() == target) {
                break;
            }
            leaving++;
        }
        return leaving;
    }

    private List<Resume> resumes(Target target) {
        if (log == null) {
            return List.of();
        }
        Map<Integer, OffsetRange> ranges = log.ranges();
        List<Resume> resumes = new ArrayList<>();
        for (NextOffset next : target.offsets()) {
            OffsetRange range = ranges.get(next.partition());
            if (next.ingestEpoch() != log.epoch() || range == null) {
                continue;
            }
            if (next.offset() > range.end()) {
                throw RefusalCode.ANOTHER_TOPIC.refuse(next.partition(), range.end(), next.offset());
            }
            resumes.add(new Resume(next.ingestEpoch(), next.partition(), next.offset(), range.start(), range.end()));
        }
        // Partitions of which the tables held nothing then are read from their first record, wherever that is by now.
        ranges.forEach((partition, range) -> {
            if (resumes.stream().noneMatch(resume -> resume.partition() == partition)) {
                resumes.add(new Resume(log.epoch(), partition, 0, range.start(), range.end()));
            }
        });
        return resumes;
    }
}
