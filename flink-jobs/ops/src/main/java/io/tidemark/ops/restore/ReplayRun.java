package io.tidemark.ops.restore;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.replay.ReplaySource;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.Restores;
import io.tidemark.lake.restore.Resume;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.embedded.RunningJob;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;

/**
 * Runs what Kafka no longer has through the job, from the snapshots that the restore has tagged: in this process, before
 * the job goes on with Kafka. Cut off, it goes on from its own last checkpoint.
 */
final class ReplayRun {
    private static final long LOOK_EVERY_MILLIS = 100;
    private static final List<String> PLACE =
            List.of(Columns.INGEST_EPOCH, Columns.KAFKA_PARTITION, Columns.KAFKA_OFFSET);

    private final Lake lake;
    private final TidemarkConfig config;
    private final Restores restores;

    ReplayRun(LakeRestoreActions.Parts parts, Restores restores) {
        this.lake = parts.lake();
        this.config = parts.config();
        this.restores = restores;
    }

    String run(RestorePlan plan) {
        Map<Integer, OffsetRange> ranges = new TreeMap<>();
        plan.deleted().forEach(each -> ranges.put(each.partition(), each.deleted()));
        Map<LakeTable, Long> tagged = tagged(plan.beforeTag());
        long records = count(tagged, ranges);
        StartPoint start = restores.start(plan.nextEpoch()).orElseThrow();
        if (records == 0) {
            // What the log had already deleted when the pipeline first saw it was never in the tables.
            restores.save(new StartPoint(start.epoch(), start.checkpointId(), start.state(), beyond(plan, start)));
            return "nothing of what Kafka no longer has was ever taken in";
        }
        String directory = config.job().checkpointDir() + "/replay-" + plan.hash();
        TidemarkConfig replaying = config.withJob(config.job().withCheckpointDir(directory));
        String state = CheckpointPlaces.newest(directory)
                .map(CheckpointPlaces.Checkpoint::path)
                .orElse(start.state());
        long target = targetRecords(plan) + records;
        try (RunningJob job = RunningJob.replay(replaying, lake, state, new ReplaySource(config, tagged, ranges))) {
            await(job, target);
        }
        CheckpointPlaces.Checkpoint last = CheckpointPlaces.newest(directory)
                .orElseThrow(() -> new LakeFailure(
                        "Could not find the checkpoint of the replay below " + directory,
                        "there is none, although its rows are committed",
                        "Run the same command again.",
                        null));
        restores.save(new StartPoint(start.epoch(), last.id(), last.path(), beyond(plan, start)));
        return String.format(Locale.ROOT, "%,d records from the tables", records);
    }

    private void await(RunningJob job, long target) {
        try {
            while (Heads.of(lake).totalOutcomes() < target) {
                job.check();
                job.triggerCheckpoint();
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeFailure.of("Could not wait for the replay to end", e);
        }
    }

    private Map<LakeTable, Long> tagged(String tag) {
        Map<LakeTable, Long> snapshots = new EnumMap<>(LakeTable.class);
        for (LakeTable table : LakeTable.outcomes()) {
            SnapshotRef ref = lake.table(table).refs().get(tag);
            if (ref != null) {
                snapshots.put(table, ref.snapshotId());
            }
        }
        return snapshots;
    }

    private long count(Map<LakeTable, Long> tagged, Map<Integer, OffsetRange> ranges) {
        LongAdder count = new LongAdder();
        tagged.forEach((name, snapshot) -> {
            Table table = lake.table(name);
            Schema places =
                    new Schema(PLACE.stream().map(table.schema()::findField).toList());
            TableRows.read(table, snapshot, places, row -> {
                OffsetRange range = ranges.get((Integer) row.get(1));
                long offset = (Long) row.get(2);
                if (range != null
                        && (Integer) row.get(0) == config.kafka().ingestEpoch()
                        && offset >= range.start()
                        && offset < range.end()) {
                    count.increment();
                }
            });
        });
        return count.sum();
    }

    private long targetRecords(RestorePlan plan) {
        return LakeTable.outcomes().stream()
                .mapToLong(name -> Heads.recordsAt(
                        lake.table(name), plan.target().place(name).snapshotId()))
                .sum();
    }

    /** Where Kafka goes on once the deleted records are in the tables. */
    private static List<NextOffset> beyond(RestorePlan plan, StartPoint start) {
        List<NextOffset> next = new ArrayList<>();
        for (NextOffset each : start.offsets()) {
            if (plan.deleted().stream().noneMatch(resume -> isOf(resume, each))) {
                next.add(each);
            }
        }
        plan.deleted()
                .forEach(resume -> next.add(new NextOffset(
                        resume.ingestEpoch(),
                        resume.partition(),
                        resume.deleted().end())));
        return next;
    }

    private static boolean isOf(Resume resume, NextOffset next) {
        return resume.partition() == next.partition() && resume.ingestEpoch() == next.ingestEpoch();
    }
}
