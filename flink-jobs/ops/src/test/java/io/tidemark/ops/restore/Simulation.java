package io.tidemark.ops.restore;

import io.tidemark.lake.care.ExpiryPolicy;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.RestoreStep;
import io.tidemark.lake.restore.Resume;
import io.tidemark.lake.restore.TableReturn;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.restore.SimFold.Message;
import io.tidemark.ops.restore.SimFold.Row;
import io.tidemark.ops.restore.SimJob.Saved;
import io.tidemark.ops.restore.SimLake.SimTable;
import io.tidemark.ops.restore.SimRestoreActions.CutOff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What people, machines and accidents do, each named by a number, so that a sequence can be cut shorter and still run. */
final class Simulation {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final ExpiryPolicy EXPIRY = new ExpiryPolicy(Duration.ofDays(2));
    private final SimWorld world;
    private final Map<String, Target> marks = new TreeMap<>();
    private boolean tampered;

    Simulation(SimRules rules) {
        this.world = new SimWorld(rules);
    }

    SimWorld world() {
        return world;
    }

    /** One thing that happens. */
    record Action(Kind kind, int arg) {}

    /** What may happen. Those that come more often have a larger weight. */
    enum Kind {
        SEND(6, (simulation, arg) -> simulation.send(arg)),
        PROCESS(8, (simulation, arg) -> simulation.process(1 + arg % 5)),
        CHECKPOINT(6, (simulation, arg) -> simulation.ofJob(arg, job -> job.checkpoint(simulation.world.now()))),
        COMMIT(
                12,
                (simulation, arg) -> simulation.ofJob(
                        arg, job -> job.commit(LakeTable.pipeline().get(arg % 6), simulation.world.now()))),
        COMMIT_ALL(6, (simulation, arg) -> simulation.ofJob(arg, simulation::commitAll)),
        CRASH(3, (simulation, arg) -> simulation.ofJob(arg, job -> job.crash(simulation.world.now()))),
        KILL(2, (simulation, arg) -> simulation.kill(arg)),
        START(6, (simulation, arg) -> simulation.start(arg)),
        START_OLD(2, (simulation, arg) -> simulation.startOld(arg)),
        START_NOTHING(1, (simulation, arg) -> simulation.startNothing(arg)),
        MARK(3, (simulation, arg) -> simulation.mark(arg)),
        DELETE_MARK(1, (simulation, arg) -> simulation.deleteMark(arg)),
        DROP(1, (simulation, arg) -> simulation.drop(arg)),
        UNDROP(1, (simulation, arg) -> simulation.world.lake().undrop()),
        ROLL_BACK(1, (simulation, arg) -> simulation.rollBack(arg)),
        RESTORE(3, (simulation, arg) -> simulation.restore(arg)),
        FINISH(3, (simulation, arg) -> simulation.finish(arg % 2 == 0 ? NEVER : arg % 40)),
        UNDO(1, (simulation, arg) -> simulation.undo(arg)),
        EXPIRE(2, (simulation, arg) -> simulation.expire(arg)),
        FORGET(1, (simulation, arg) -> simulation.forget(arg)),
        LOSE_CHECKPOINT(1, (simulation, arg) -> simulation.loseCheckpoint(arg));

        final int weight;

        @SuppressWarnings("ImmutableEnumChecker") // a lambda that captures nothing
        private final Act act;

        Kind(int weight, Act act) {
            this.weight = weight;
            this.act = act;
        }
    }

    private interface Act {
        void on(Simulation simulation, int arg);
    }

    /** Does one thing; what must hold at every moment is checked after it. */
    void act(Action action) {
        world.pass(Duration.ofMinutes(1));
        try {
            action.kind().act.on(this, action.arg());
        } catch (Stopped | CutOff loud) {
            // Somebody hears of it; nothing wrong was written.
        }
        world.check();
    }

    private void ofJob(int arg, Consumer<SimJob> does) {
        if (world.jobs().isEmpty()) {
            return;
        }
        SimJob job = world.jobs().get(arg % world.jobs().size());
        try {
            does.accept(job);
        } catch (Stopped stopped) {
            world.jobs().remove(job);
            throw stopped;
        }
    }

    private void send(int arg) {
        String device = "d" + arg % 4;
        String user = arg % 3 == 0 ? null : "u" + arg / 16 % 3;
        String insert = arg % 5 == 0 ? null : "i" + arg / 64 % 6;
        world.log().send(arg % 17 == 0 ? new Message("", null, null) : new Message(device, user, insert));
    }

    private void process(int records) {
        for (int i = 0; i < records; i++) {
            int partition = i % SimLog.PARTITIONS;
            for (SimJob job : List.copyOf(world.jobs())) {
                poll(job, partition);
            }
        }
    }

    /** Takes the next record of a partition, if there is one; says whether there was. */
    private boolean poll(SimJob job, int partition) {
        long at = job.positions().getOrDefault(partition, 0L);
        if (at < world.log().start(partition) || at > world.log().end(partition)) {
            world.jobs().remove(job);
            throw new Stopped("position-gone");
        }
        if (at == world.log().end(partition)) {
            return false;
        }
        job.take(partition, at, world.log().at(partition, at));
        return true;
    }

    private void commitAll(SimJob job) {
        for (LakeTable table : LakeTable.pipeline()) {
            while (job.hasUncommitted(table)) {
                job.commit(table, world.now());
            }
        }
    }

    private void kill(int arg) {
        if (!world.jobs().isEmpty()) {
            world.jobs().remove(arg % world.jobs().size());
        }
    }

    private void start(int arg) {
        start(newest(), arg);
    }

    private void start(@Nullable String checkpoint, int arg) {
        if (arg % 4 == 0) {
            world.startByFlink(checkpoint);
        } else {
            world.start(checkpoint);
        }
    }

    /** The newest checkpoint that a job of the lake's epoch has left, as `tidemark run` chooses it. */
    private @Nullable String newest() {
        String directory = "file:///epoch-" + world.lake().epoch() + "/";
        return world.storage().values().stream()
                .filter(saved -> saved.path().startsWith(directory))
                .reduce((older, newer) -> newer)
                .map(Saved::path)
                .orElse(null);
    }

    private void startOld(int arg) {
        List<String> paths = new ArrayList<>(world.storage().keySet());
        if (!paths.isEmpty()) {
            start(paths.get(arg / 8 % paths.size()), arg);
        }
    }

    private void startNothing(int arg) {
        start((String) null, arg);
    }

    private void mark(int arg) {
        ConsistentCut cut = world.cut();
        if (cut == null || LakeTable.pipeline().stream().anyMatch(table -> cut.snapshot(table) == null)) {
            throw new Stopped("no-shared-checkpoint");
        }
        CheckpointStamp stamp = null;
        String name = "m" + arg % 8;
        if (marks.containsKey(name)) {
            throw new Stopped("mark-exists");
        }
        for (LakeTable each : LakeTable.pipeline()) {
            SimTable table = world.lake().table(each);
            long snapshot = Objects.requireNonNull(cut.snapshot(each));
            table.refs.put("mark-" + name, snapshot);
            stamp = each == LakeTable.EVENTS
                    ? Objects.requireNonNull(table.snapshots.get(snapshot)).stamp()
                    : stamp;
        }
        marks.put(name, target(name, cut, stamp));
    }

    private Target target(String name, ConsistentCut cut, @Nullable CheckpointStamp stamp) {
        Map<LakeTable, Target.Place> places = new EnumMap<>(LakeTable.class);
        for (LakeTable each : LakeTable.pipeline()) {
            Long snapshot = cut.snapshot(each);
            if (snapshot == null) {
                throw new Stopped("nothing-to-undo");
            }
            places.put(each, new Target.Place(world.lake().table(each).uuid, snapshot, 0));
        }
        List<NextOffset> offsets = SimLog.ends(world.lake().rows(cut)).entrySet().stream()
                .map(end -> new NextOffset(SimWorld.INGEST_EPOCH, end.getKey(), end.getValue()))
                .toList();
        String retained = stamp == null
                ? null
                : "file:///epoch-" + stamp.epoch() + "/" + stamp.jobId() + "/chk-" + stamp.checkpointId();
        Long checkpoint = cut.checkpointId();
        return new Target(name, cut.epoch(), checkpoint == null ? 0 : checkpoint, places, offsets, retained);
    }

    private void deleteMark(int arg) {
        String name = "m" + arg % 8;
        RestoreJournal unfinished = world.unfinished();
        if (unfinished != null && unfinished.plan().target().name().equals(name)) {
            throw new Stopped("mark-in-use");
        }
        if (marks.remove(name) != null) {
            LakeTable.pipeline().stream()
                    .filter(world.lake()::has)
                    .forEach(table -> world.lake().table(table).refs.remove("mark-" + name));
        }
    }

    private void drop(int arg) {
        LakeTable table = LakeTable.pipeline().get(arg % 6);
        world.lake().drop(table);
        if (arg / 6 % 2 == 0) {
            world.lake().makeAgain(table);
        }
        tampered = true;
    }

    private void rollBack(int arg) {
        for (LakeTable each : LakeTable.pipeline()) {
            boolean chosen = arg % 3 == 0 || (arg >> (3 + each.ordinal())) % 2 == 0;
            if (chosen && world.lake().has(each)) {
                SimTable table = world.lake().table(each);
                List<SimLake.Snap> line = table.line(table.head);
                if (line.size() > 1 && isNoticed(table, line.get(0))) {
                    table.head =
                            line.get(Math.min(line.size() - 1, 1 + arg % 4)).id();
                    tampered = true;
                }
            }
        }
    }

    /**
     * A job that runs, and has not yet committed to the table in this epoch, remembers nothing of it. That takes a
     * rollback by another tool within one checkpoint interval of a restore's end; it is not simulated.
     */
    private boolean isNoticed(SimTable table, SimLake.Snap head) {
        CheckpointStamp stamp = head.stamp();
        return world.jobs().isEmpty() || (stamp != null && stamp.epoch() == table.epoch);
    }

    private void restore(int arg) {
        List<Target> targets = new ArrayList<>(marks.values());
        if (!targets.isEmpty()) {
            restore(targets.get(arg / 3 % targets.size()), arg % 3 == 0 ? arg / 3 % 60 : NEVER);
        }
    }

    private void restore(Target target, int fuse) {
        if (world.unfinished() != null) {
            throw new Stopped("unfinished-restore");
        }
        if (!world.lake().complete()) {
            throw new Stopped("missing-table");
        }
        List<TableReturn> returns = new ArrayList<>();
        target.places().forEach((name, place) -> {
            SimTable table = world.lake().table(name);
            if (!table.uuid.equals(place.uuid())) {
                throw new Stopped("table-made-again");
            }
            if (!table.snapshots.containsKey(place.snapshotId())) {
                throw new Stopped("snapshot-expired");
            }
            returns.add(new TableReturn(name, table.head, place.snapshotId(), 0, 0, 0, 0));
        });
        List<Resume> resumes = IntStream.range(0, SimLog.PARTITIONS)
                .mapToObj(partition -> resume(target, partition))
                .toList();
        run(
                RestoreJournal.begin(
                        new RestorePlan(SimLake.ENVIRONMENT, world.lake().epoch(), target, returns, resumes)),
                fuse);
    }

    private Resume resume(Target target, int partition) {
        long offset = target.offsets().stream()
                .filter(next -> next.partition() == partition)
                .mapToLong(NextOffset::offset)
                .sum();
        return new Resume(
                SimWorld.INGEST_EPOCH,
                partition,
                offset,
                world.log().start(partition),
                world.log().end(partition));
    }

    private void finish(int fuse) {
        RestoreJournal journal = world.unfinished();
        if (journal != null) {
            run(journal, fuse);
        }
    }

    private void run(RestoreJournal journal, int fuse) {
        new Restore(
                        new SimRestoreActions(world, fuse),
                        kept -> world.journals().put(kept.plan().hash(), kept),
                        InstantSource.fixed(world.now()))
                .run(journal);
    }

    private void undo(int arg) {
        List<RestorePlan> done = world.journals().values().stream()
                .filter(journal -> journal.has(RestoreStep.TAG))
                .map(RestoreJournal::plan)
                .toList();
        if (done.isEmpty() || !world.lake().complete()) {
            throw new Stopped("nothing-to-undo");
        }
        String tag = done.get(done.size() - 1).beforeTag();
        Map<LakeTable, Long> tagged = new EnumMap<>(LakeTable.class);
        for (LakeTable each : LakeTable.pipeline()) {
            Long snapshot = world.lake().table(each).refs.get(tag);
            if (snapshot == null) {
                throw new Stopped("nothing-to-undo");
            }
            tagged.put(each, snapshot);
        }
        ConsistentCut cut = ConsistentCut.of(world.lake().heads(tagged));
        if (world.log().fault(world.lake().rows(cut)) != null) {
            throw new Stopped("inconsistent");
        }
        restore(target(tag, cut, null), arg % 3 == 0 ? arg / 3 % 60 : NEVER);
    }

    private void expire(int arg) {
        world.pass(Duration.ofHours(arg % 72));
        world.lake().expire(EXPIRY, world.now());
    }

    /** Kafka forgets what some reader of the tables could see; not between a restore's plan and its end. */
    private void forget(int arg) {
        ConsistentCut cut = world.unfinished() == null ? world.cut() : null;
        if (cut != null) {
            List<Row> rows = world.lake().rows(cut);
            SimLog.ends(rows).forEach((partition, end) -> world.log().forget(partition, end - arg % 5));
        }
    }

    private void loseCheckpoint(int arg) {
        List<String> paths = new ArrayList<>(world.storage().keySet());
        if (!paths.isEmpty()) {
            world.storage().remove(paths.get(arg % paths.size()));
        }
    }

    /**
     * At the end whoever is on call brings everything in order, by the product's own commands.
     *
     * @return what is wrong then; null if nothing is, or if it is known that something was lost
     */
    @Nullable
    String recover() {
        world.jobs().clear();
        world.lake().undrop();
        try {
            finish(NEVER);
        } catch (Stopped stopped) {
            return tampered ? null : "cannot be finished: " + stopped.getMessage();
        }
        String refused = drain(newest());
        List<Target> targets = new ArrayList<>(marks.values());
        for (int i = targets.size() - 1; i >= 0 && refused != null && !world.auditFound(); i--) {
            world.jobs().clear();
            Target target = targets.get(i);
            try {
                restore(target, NEVER);
                refused = drain(newest());
            } catch (Stopped stopped) {
                refused = stopped.getMessage();
            }
        }
        if (tampered && world.auditFound()) {
            // Set back by another tool, and forgotten by Kafka before anybody restored: lost, and the audit said so.
            return null;
        }
        if (refused != null) {
            return targets.isEmpty() || tampered ? null : "refused for good: " + refused;
        }
        List<Row> rows = world.lake().rows(ConsistentCut.atHeads(world.lake().heads()));
        String fault = world.log().fault(rows);
        return fault == null && !world.log().isAll(rows) ? "not all is in" : fault;
    }

    /** Runs the job until all is in; says by what name it is refused, null if it is not. */
    private @Nullable String drain(@Nullable String checkpoint) {
        try {
            world.start(checkpoint);
            SimJob job = world.jobs().get(0);
            for (int partition = 0; partition < SimLog.PARTITIONS; partition++) {
                boolean more = true;
                while (more) {
                    more = poll(job, partition);
                }
            }
            job.checkpoint(world.now());
            commitAll(job);
            return null;
        } catch (Stopped stopped) {
            world.jobs().clear();
            return stopped.getMessage();
        }
    }
}
