package io.tidemark.ops.restore;

import io.tidemark.job.fence.WriterLine;
import io.tidemark.job.topology.IngestTopology;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.Change;
import io.tidemark.lake.guard.Decision;
import io.tidemark.lake.guard.Effect;
import io.tidemark.lake.guard.Guard;
import io.tidemark.lake.guard.Limits;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.Resume;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.restore.SimFold.Row;
import io.tidemark.ops.restore.SimJob.Saved;
import io.tidemark.ops.restore.SimLake.SimTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** What a restore does its steps to, in the simulation. The process that restores may die before any change it makes. */
final class SimRestoreActions implements RestoreActions {
    private final SimWorld world;
    private int fuse;

    /** The ground of a process that dies after so many changes. */
    SimRestoreActions(SimWorld world, int fuse) {
        this.world = world;
        this.fuse = fuse;
    }

    /** The process that restores is killed. */
    static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1;

        CutOff() {
            super("cut off", null, false, false);
        }
    }

    private void burn() {
        if (fuse-- <= 0) {
            throw new CutOff();
        }
    }

    @Override
    public String fence(RestorePlan plan) {
        if (world.rules().fenced()) {
            for (LakeTable name : LakeTable.pipeline()) {
                burn();
                SimTable table = world.lake().table(name);
                if (table.epoch < plan.nextEpoch()) {
                    table.epoch = plan.nextEpoch();
                    table.claim = null;
                }
            }
        }
        return "fenced";
    }

    @Override
    public String stop(RestorePlan plan) {
        burn();
        // A job that cannot be reached goes on, and must not matter.
        return "stopped";
    }

    @Override
    public String tag(RestorePlan plan) {
        for (LakeTable name : LakeTable.pipeline()) {
            burn();
            SimTable table = world.lake().table(name);
            if (table.head != null) {
                table.refs.putIfAbsent(plan.beforeTag(), table.head);
            }
        }
        return "tagged";
    }

    @Override
    public String files(RestorePlan plan) {
        plan.returns().forEach(each -> require(world.lake().table(each.table()), each.target()));
        return "found";
    }

    private static void require(SimTable table, long snapshot) {
        if (!table.snapshots.containsKey(snapshot)) {
            throw new Stopped("snapshot-expired");
        }
    }

    @Override
    public String tables(RestorePlan plan) {
        // A table that was brought back from the trash since the fence was not there to be fenced.
        fence(plan);
        for (LakeTable name : plan.tables()) {
            burn();
            putBack(name, plan.target().place(name));
        }
        return "put back";
    }

    private void putBack(LakeTable name, Target.Place place) {
        SimTable table = world.lake().table(name);
        require(table, place.snapshotId());
        Long head = table.head;
        if (head != null && head != place.snapshotId()) {
            boolean fenced = table.line(head).stream()
                    .allMatch(snap -> snap.stamp() == null || snap.stamp().epoch() < table.epoch);
            Effect effect =
                    new Effect(fenced ? Effect.Kind.HEAD_BACK : Effect.Kind.HEAD_BACK_UNFENCED, "go back", null);
            Caller caller = Caller.of(SimLake.ENVIRONMENT).to(Purpose.RESTORE);
            Change change =
                    new Change.Commit(table.target(name), table.lineage(Writer.of(table.epoch), null), List.of(effect));
            if (new Guard(caller, Limits.defaults(), world.now()).review(change) instanceof Decision.Refused refused) {
                throw new Stopped(refused.name());
            }
        }
        table.head = place.snapshotId();
    }

    @Override
    public String state(RestorePlan plan) {
        burn();
        Target target = plan.target();
        String path = target.retainedCheckpoint();
        if (path == null || !world.storage().containsKey(path)) {
            path = "file:///restored-to-epoch-" + plan.nextEpoch();
            List<Row> rows = new ArrayList<>();
            target.places()
                    .forEach((name, place) ->
                            rows.addAll(world.lake().table(name).rows(place.snapshotId())));
            world.storage()
                    .put(
                            path,
                            new Saved(
                                    path,
                                    "",
                                    plan.nextEpoch(),
                                    target.checkpointId(),
                                    IngestTopology.SOURCE_UID,
                                    Map.of(),
                                    WriterLine.UNKNOWN,
                                    SimFold.of(rows),
                                    Map.of()));
        }
        burn();
        world.save(new StartPoint(plan.nextEpoch(), target.checkpointId(), path, target.offsets()));
        return "ready";
    }

    @Override
    public String replay(RestorePlan plan) {
        if (plan.deleted().isEmpty()) {
            return "Kafka has everything";
        }
        StartPoint start = Objects.requireNonNull(world.start(plan.nextEpoch()));
        List<Row> rows = forgotten(plan);
        if (rows.isEmpty()) {
            world.save(new StartPoint(start.epoch(), start.checkpointId(), start.state(), beyond(plan, start)));
            return "nothing was ever taken in";
        }
        String directory = "replay-" + plan.hash();
        Saved last = run(directory, start, rows);
        burn();
        world.save(new StartPoint(start.epoch(), last.id(), last.path(), beyond(plan, start)));
        return "replayed";
    }

    /** Runs a job of its own over the rows, from the newest checkpoint that an earlier try has left. */
    private Saved run(String directory, StartPoint start, List<Row> rows) {
        Saved earlier = newest(directory).orElse(null);
        String from = earlier == null ? start.state() : earlier.path();
        SimJob job = world.replay(directory, from);
        Saved last = earlier;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (job.positions().getOrDefault(row.partition(), -1L) <= row.offset()) {
                job.take(row.partition(), row.offset(), row.message());
            }
            if (i % 3 == 2 || i == rows.size() - 1) {
                burn();
                last = job.checkpoint(world.now());
                commit(job);
            }
        }
        return Objects.requireNonNull(last);
    }

    private void commit(SimJob job) {
        for (LakeTable table : LakeTable.pipeline()) {
            while (job.hasUncommitted(table)) {
                burn();
                job.commit(table, world.now());
            }
        }
    }

    private Optional<Saved> newest(String directory) {
        return world.storage().values().stream()
                .filter(saved -> saved.path().startsWith("file:///" + directory + "/"))
                .max(Comparator.comparingLong(Saved::id));
    }

    private List<Row> forgotten(RestorePlan plan) {
        Map<Integer, OffsetRange> ranges = new TreeMap<>();
        plan.deleted().forEach(each -> ranges.put(each.partition(), each.deleted()));
        List<Row> rows = new ArrayList<>();
        for (LakeTable name : LakeTable.outcomes()) {
            SimTable table = world.lake().table(name);
            for (Row row : table.rows(table.refs.get(plan.beforeTag()))) {
                OffsetRange range = ranges.get(row.partition());
                if (range != null && row.offset() >= range.start() && row.offset() < range.end()) {
                    rows.add(row);
                }
            }
        }
        rows.sort(Comparator.comparingInt(Row::partition).thenComparingLong(Row::offset));
        return rows;
    }

    private static List<NextOffset> beyond(RestorePlan plan, StartPoint start) {
        Map<Integer, Long> offsets = new TreeMap<>(start.offsets(SimWorld.INGEST_EPOCH));
        for (Resume each : plan.deleted()) {
            offsets.put(each.partition(), each.deleted().end());
        }
        return offsets.entrySet().stream()
                .map(each -> new NextOffset(SimWorld.INGEST_EPOCH, each.getKey(), each.getValue()))
                .toList();
    }

    @Override
    public String start(RestorePlan plan) {
        return "the next run goes on from there";
    }

    @Override
    public String audit(RestorePlan plan) {
        List<Row> rows = world.lake().rows(ConsistentCut.atHeads(world.lake().heads()));
        world.audited(rows);
        return "audited";
    }
}
