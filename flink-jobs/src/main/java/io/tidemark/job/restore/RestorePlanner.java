package io.tidemark.job.restore;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.Resume;
import io.tidemark.lake.restore.TableReturn;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.jspecify.annotations.Nullable;

/** Looks at a lake and at Kafka, and says what going back to a moment would do. Changes nothing. */
public final class RestorePlanner {
    private final Lake lake;
    private final @Nullable LogProbe log;

    /**
     * A planner.
     *
     * @param log the log; null where it cannot be asked
     */
    public RestorePlanner(Lake lake, @Nullable LogProbe log) {
        this.lake = lake;
        this.log = log;
    }

    /**
     * The plan.
     *
     * @throws Refusal if a table is missing or was made anew, or if the log is another one than at that moment
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
            throw new Refusal(
                    "missing-table",
                    "The table " + lake.identifier(name) + " is not there, so it cannot be put back.",
                    "Bring it back first, with all its snapshots: tidemark undrop " + name.tableName() + ".");
        }
        Table table = lake.table(name);
        TableMetadata metadata = ((HasTableOperations) table).operations().current();
        if (!place.uuid().equals(metadata.uuid())) {
            throw new Refusal(
                    "table-made-anew",
                    "The table " + lake.identifier(name) + " is another one than then: it was dropped and made again.",
                    "Bring the first one back: tidemark undrop " + name.tableName() + ".");
        }
        Snapshot target = metadata.snapshot(place.snapshotId());
        if (target == null) {
            throw new Refusal(
                    "snapshot-expired",
                    "The table " + lake.identifier(name) + " no longer has the snapshot " + place.snapshotId()
                            + ": somebody has expired it.",
                    "Choose another mark (`tidemark marks`).");
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
                place.schemaId());
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
                throw new Refusal(
                        "another-topic",
                        "Partition " + next.partition() + " of the topic ends at offset " + range.end() + ", before "
                                + next.offset() + ", from where it would be read again: it was made anew.",
                        "Give the new topic the next kafka.ingest-epoch, then plan again.");
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
