package io.tidemark.ops.restore;

import io.tidemark.job.fence.StartCheck;
import io.tidemark.job.fence.StartDecision;
import io.tidemark.job.fence.StartState;
import io.tidemark.job.fence.WriterEpoch;
import io.tidemark.job.topology.IngestTopology;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.restore.SimFold.Row;
import io.tidemark.ops.restore.SimJob.Made;
import io.tidemark.ops.restore.SimJob.Saved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything there is in the simulation, how a job comes to run in it, and what must hold at every moment. */
final class SimWorld {
    static final int INGEST_EPOCH = 1;
    private static final String FIXED = "fixed";

    private final SimRules rules;
    private final SimLake lake = new SimLake();
    private final SimLog log = new SimLog();
    private final Map<String, Saved> storage = new LinkedHashMap<>();
    private final Map<String, RestoreJournal> journals = new LinkedHashMap<>();
    private final Map<Integer, StartPoint> starts = new TreeMap<>();
    private final List<SimJob> jobs = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-04T00:00:00Z");
    private int begun;
    private boolean auditFound;

    SimWorld(SimRules rules) {
        this.rules = rules;
    }

    SimRules rules() {
        return rules;
    }

    SimLake lake() {
        return lake;
    }

    SimLog log() {
        return log;
    }

    Map<String, Saved> storage() {
        return storage;
    }

    Map<String, RestoreJournal> journals() {
        return journals;
    }

    List<SimJob> jobs() {
        return jobs;
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void save(StartPoint start) {
        starts.put(start.epoch(), start);
    }

    @Nullable
    StartPoint start(int epoch) {
        return starts.get(epoch);
    }

    /** Whether the audit at the end of a restore has told somebody that not all is well. */
    boolean auditFound() {
        return auditFound;
    }

    void audited(List<Row> rows) {
        Map<Integer, Long> ends = SimLog.ends(rows);
        boolean forgotten = false;
        for (int i = 0; i < SimLog.PARTITIONS; i++) {
            forgotten |= ends.getOrDefault(i, 0L) < log.start(i);
        }
        auditFound |= forgotten || log.fault(rows) != null;
    }

    @Nullable
    RestoreJournal unfinished() {
        return journals.values().stream()
                .filter(journal -> !journal.finished())
                .reduce((older, newer) -> newer)
                .orElse(null);
    }

    /**
     * A person starts the job, with an id of its own, while another may still run.
     *
     * @param checkpoint the path that it is given; null for none
     */
    void start(@Nullable String checkpoint) {
        refuseMissing();
        StartState state = new StartState(checkpoint, true);
        if (rules.judged()) {
            StartDecision decision = StartCheck.decide(found(), checkpoint, StartCheck.Starter.COMMAND, "start");
            if (decision instanceof StartDecision.Refused refused) {
                throw new Stopped(refused.refusal().name());
            }
            state = decision.require().state();
        }
        // Whoever starts the job looks first whether one writes that no claim would stop.
        if (jobs.stream().anyMatch(job -> job.made().writer().claim() == null && rules.claimed())) {
            throw new Stopped("second-writer");
        }
        begun++;
        String claim = rules.claimed() ? "start-" + begun : null;
        if (claim != null) {
            LakeTable.pipeline().forEach(table -> lake.table(table).claim = claim);
        }
        jobs.add(run("job-" + begun, claim, state));
    }

    /** Flink itself starts its main again, under high availability: one job at a time, always of the same id, and nobody asks the lake before. */
    void startByFlink(@Nullable String checkpoint) {
        refuseMissing();
        jobs.clear();
        begun++;
        // Two lines of checkpoints of one job id cannot be told from each other: whoever goes back gives the later ones
        // up.
        Saved given = checkpoint == null ? null : storage.get(checkpoint);
        storage.values()
                .removeIf(saved -> saved.jobId().equals(FIXED) && saved.id() > (given == null ? 0 : given.id()));
        StartPoint ready = start(lake.epoch());
        boolean restored = checkpoint != null && ready != null && ready.state().equals(checkpoint);
        jobs.add(run(FIXED, null, new StartState(checkpoint, restored)));
    }

    // A running job is stopped by a table that was made again; a start has nothing to compare its tables with, so here
    // people bring the old one back first, as they are told.
    private void refuseMissing() {
        if (!lake.complete() || lake.holdsTrash()) {
            throw new Stopped("missing-table");
        }
    }

    private SimJob run(String jobId, @Nullable String claim, StartState state) {
        int epoch = lake.epoch();
        StartPoint ready = start(epoch);
        Map<Integer, Long> begin = new TreeMap<>();
        for (int i = 0; i < SimLog.PARTITIONS; i++) {
            begin.put(i, log.start(i));
        }
        if (ready != null) {
            begin.putAll(ready.offsets(INGEST_EPOCH));
        }
        return new SimJob(
                lake,
                rules,
                storage,
                new Made(
                        jobId,
                        "epoch-" + epoch,
                        IngestTopology.SOURCE_UID,
                        new Writer(epoch, claim, ids()),
                        found().held(),
                        begin,
                        state.path(),
                        state.restored()),
                now);
    }

    /** The job of a restore that reads what Kafka has forgotten. */
    SimJob replay(String directory, String from) {
        begun++;
        int epoch = lake.epoch();
        String claim = rules.claimed() ? "start-" + begun : null;
        if (claim != null) {
            LakeTable.pipeline().forEach(table -> lake.table(table).claim = claim);
        }
        return new SimJob(
                lake,
                rules,
                storage,
                new Made(
                        "job-" + begun,
                        directory,
                        IngestTopology.REPLAY_UID,
                        new Writer(epoch, claim, ids()),
                        found().held(),
                        Map.of(),
                        from,
                        true),
                now);
    }

    private StartCheck.Found found() {
        int epoch = lake.epoch();
        return new StartCheck.Found("the simulation", new WriterEpoch(epoch), lake.heads(), unfinished(), start(epoch));
    }

    private Map<String, String> ids() {
        Map<String, String> ids = new HashMap<>();
        LakeTable.pipeline().forEach(table -> ids.put(table.tableName(), lake.table(table).uuid));
        return ids;
    }

    /** The moment of the lake that a reader would be given; null where the tables share none. */
    @Nullable
    ConsistentCut cut() {
        Heads heads = lake.heads();
        if (!rules.shared()) {
            return ConsistentCut.atHeads(heads);
        }
        ConsistentCut cut = ConsistentCut.of(heads);
        return lake.complete() && cut.checkpointId() != null ? cut : null;
    }

    /** Fails unless what a reader is given is what an undisturbed job would have written of the log until then. */
    void check() {
        ConsistentCut cut = cut();
        if (cut != null) {
            String fault = log.fault(lake.rows(cut));
            if (fault != null) {
                throw new AssertionError(cut.describe() + " " + fault);
            }
        }
    }
}
