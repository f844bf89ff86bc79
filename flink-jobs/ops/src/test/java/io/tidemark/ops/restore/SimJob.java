package io.tidemark.ops.restore;

import io.tidemark.job.fence.LakeAtStart;
import io.tidemark.job.fence.LakeAtStart.CheckpointPosition;
import io.tidemark.job.fence.WriterEpoch;
import io.tidemark.job.fence.WriterLine;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.Change;
import io.tidemark.lake.guard.Decision;
import io.tidemark.lake.guard.Effect;
import io.tidemark.lake.guard.Guard;
import io.tidemark.lake.guard.Limits;
import io.tidemark.lake.guard.Lineage;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.restore.SimFold.Message;
import io.tidemark.ops.restore.SimFold.Row;
import io.tidemark.ops.restore.SimLake.SimTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The job: positions, state, and six sinks that do what Iceberg's does: each finds its place by the newest ancestor of
 * the head with its own job and operator, and drops what is not newer in silence.
 */
final class SimJob {
    private final SimLake lake;
    private final SimRules rules;
    private final Made made;
    private final Map<String, Saved> storage;
    private final Map<LakeTable, List<Row>> pending = new EnumMap<>(LakeTable.class);
    private final Map<LakeTable, List<Committable>> uncommitted = new EnumMap<>(LakeTable.class);
    private final Map<LakeTable, Long> lastOwn = new EnumMap<>(LakeTable.class);
    private Map<Integer, Long> positions = new TreeMap<>();
    private WriterLine line = WriterLine.UNKNOWN;
    private SimFold state = new SimFold();
    private long nextId = 1;
    private long firstId = 1;

    @Nullable
    private String newest;

    /**
     * How the job was made, once for all its restarts by Flink.
     *
     * @param jobId Flink's
     * @param directory where its checkpoints go
     * @param source the uid of its source: positions of another one are not its own
     * @param writer how the guard knows it
     * @param held what the tables held
     * @param begin where partitions are begun that have no position in the state
     * @param initial the state that it was given; null for none
     * @param mayDrop whether state of sinks that it does not have may be left out
     */
    record Made(
            String jobId,
            String directory,
            String source,
            Writer writer,
            LakeAtStart held,
            Map<Integer, Long> begin,
            @Nullable String initial,
            boolean mayDrop) {}

    /** Rows of one checkpoint on their way into a table. */
    record Committable(String jobId, String operatorId, long checkpoint, List<Row> rows) {}

    /** A checkpoint. */
    record Saved(
            String path,
            String jobId,
            int epoch,
            long id,
            String source,
            Map<Integer, Long> positions,
            WriterLine line,
            SimFold state,
            Map<String, List<Committable>> sinks) {}

    /** Starts it. */
    SimJob(SimLake lake, SimRules rules, Map<String, Saved> storage, Made made, Instant now) {
        this.lake = lake;
        this.rules = rules;
        this.storage = storage;
        this.made = made;
        begin(made.initial(), now);
    }

    Made made() {
        return made;
    }

    Map<Integer, Long> positions() {
        return positions;
    }

    /** A task has failed: Flink starts the job again, from its newest checkpoint, and asks nobody. */
    void crash(Instant now) {
        begin(newest == null ? made.initial() : newest, now);
    }

    private void begin(@Nullable String from, Instant now) {
        Saved saved = from == null ? null : storage.get(from);
        if (from != null && saved == null) {
            throw new Stopped("checkpoint-gone");
        }
        line = saved == null ? WriterLine.UNKNOWN : saved.line();
        LakeAtStart.StartViolation fault = made.held()
                .validate(
                        saved == null ? null : new CheckpointPosition(new WriterEpoch(saved.epoch()), saved.id()),
                        line);
        if (rules.judged() && fault != null) {
            throw new Stopped(fault.name());
        }
        line = line.with(made.jobId(), saved == null ? 1 : saved.id() + 1);
        positions = new TreeMap<>(made.begin());
        state = saved == null ? new SimFold() : saved.state().copy();
        lastOwn.clear();
        uncommitted.clear();
        for (LakeTable table : LakeTable.pipeline()) {
            pending.put(table, new ArrayList<>());
            uncommitted.put(table, new ArrayList<>());
        }
        if (saved != null) {
            if (saved.source().equals(made.source())) {
                positions.putAll(saved.positions());
            }
            nextId = Math.max(nextId, saved.id() + 1);
            firstId = saved.id() + 1;
            takeOver(saved);
        }
        for (LakeTable table : LakeTable.pipeline()) {
            review(table, now, false);
        }
    }

    private void takeOver(Saved saved) {
        Map<String, List<Committable>> left = new HashMap<>(saved.sinks());
        for (LakeTable table : LakeTable.pipeline()) {
            uncommitted(table).addAll(Objects.requireNonNullElse(left.remove(operator(table)), List.of()));
        }
        if (!left.isEmpty() && !made.mayDrop()) {
            throw new Stopped("unclaimed-state");
        }
    }

    private String operator(LakeTable table) {
        return table.tableName() + "-" + made.writer().epoch();
    }

    private List<Committable> uncommitted(LakeTable table) {
        return Objects.requireNonNull(uncommitted.get(table));
    }

    /** Reads the next record of a partition. */
    void take(int partition, long offset, Message message) {
        for (Row row : state.take(partition, offset, message)) {
            Objects.requireNonNull(pending.get(row.table())).add(row);
        }
        positions.put(partition, offset + 1);
    }

    /**
     * Completes a checkpoint; what it holds is committed later, table by table. What was left over in the state that the
     * job began from is in the tables by then: a sink commits it before it runs.
     */
    Saved checkpoint(Instant now) {
        for (LakeTable table : LakeTable.pipeline()) {
            while (hasUncommitted(table) && uncommitted(table).get(0).checkpoint() < firstId) {
                commit(table, now);
            }
        }
        long id = nextId++;
        Map<String, List<Committable>> sinks = new HashMap<>();
        for (LakeTable table : LakeTable.pipeline()) {
            List<Row> rows = Objects.requireNonNull(pending.put(table, new ArrayList<>()));
            uncommitted(table).add(new Committable(made.jobId(), operator(table), id, rows));
            sinks.put(operator(table), List.copyOf(uncommitted(table)));
        }
        String path = "file:///" + made.directory() + "/" + made.jobId() + "/chk-" + id;
        Saved saved = new Saved(
                path,
                made.jobId(),
                made.writer().epoch(),
                id,
                made.source(),
                new TreeMap<>(positions),
                line,
                state.copy(),
                sinks);
        storage.put(path, saved);
        newest = path;
        return saved;
    }

    boolean hasUncommitted(LakeTable table) {
        return !uncommitted(table).isEmpty();
    }

    /** Commits the oldest checkpoint that a table lacks. */
    void commit(LakeTable table, Instant now) {
        if (uncommitted(table).isEmpty()) {
            return;
        }
        if (!lake.has(table)) {
            throw new Stopped("no-table");
        }
        Committable next = uncommitted(table).get(0);
        if (next.checkpoint() > committed(lake.table(table), next)) {
            review(table, now, true);
            CheckpointStamp stamp =
                    new CheckpointStamp(made.writer().epoch(), next.checkpoint(), next.jobId(), next.operatorId());
            lastOwn.put(table, lake.append(table, now, stamp, next.rows()));
        }
        uncommitted(table).remove(0);
    }

    private static long committed(SimTable table, Committable next) {
        return table.line(table.head).stream()
                .map(SimLake.Snap::stamp)
                .filter(Objects::nonNull)
                .filter(stamp ->
                        stamp.jobId().equals(next.jobId()) && stamp.operatorId().equals(next.operatorId()))
                .findFirst()
                .map(CheckpointStamp::checkpointId)
                .orElse(-1L);
    }

    private void review(LakeTable name, Instant now, boolean commits) {
        if (!lake.has(name)) {
            throw new Stopped("no-table");
        }
        if (!rules.guarded()) {
            return;
        }
        SimTable table = lake.table(name);
        Lineage lineage = table.lineage(made.writer(), lastOwn.get(name));
        Change change = commits
                ? new Change.Commit(
                        table.target(name), lineage, List.of(new Effect(Effect.Kind.ROWS, "add rows", null)))
                : new Change.LoadToWrite(table.target(name), lineage);
        Caller caller = Caller.of(SimLake.ENVIRONMENT).as(made.writer());
        if (new Guard(caller, Limits.defaults(), now).review(change) instanceof Decision.Refused refused) {
            throw new Stopped(refused.name());
        }
    }
}
