package io.tidemark.ops.restore;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.state.CheckpointFiles;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.DecisionRules;
import io.tidemark.lake.audit.Audit;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.Restores;
import io.tidemark.lake.restore.StandIns;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.restore.TableHeads;
import io.tidemark.lake.restore.TableReturn;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.restore.TargetFiles;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.configure.StandInVersions;
import io.tidemark.ops.setup.ConfigTopicSetup;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The real ground: a lake, the job that writes to it, the storage of its state, and its log. */
public final class LakeRestoreActions implements RestoreActions {
    private final Parts parts;
    private final TableHeads heads;
    private final Restores restores;
    private @Nullable AuditReport report;

    /**
     * What a restore touches.
     *
     * @param lake the lake, opened to restore it
     * @param config the configuration of the pipeline; its brokers answer and its checkpoint directory is that of the
     *     new epoch
     * @param log the log; null where it cannot be queried
     * @param job the job
     * @param states makes the job's state where its own checkpoint is gone
     * @param clock what time it is, for a version of the service configuration
     */
    public record Parts(
            Lake lake,
            TidemarkConfig config,
            @Nullable LogProbe log,
            JobControl job,
            StateMaker states,
            InstantSource clock) {}

    /** The ground of these parts. */
    public LakeRestoreActions(Parts parts) {
        this.parts = parts;
        this.heads = new TableHeads(parts.lake());
        this.restores = new Restores(parts.lake());
    }

    /**
     * Returns if everything answers that the restore will need: the job's cluster, and the place of the job's state.
     * Changes nothing that anybody reads, so a restore that fails here has not begun.
     *
     * @throws io.tidemark.lake.catalog.LakeFailure if something does not answer or refuses
     * @throws io.tidemark.lake.guard.Refusal if the configuration names no place for the state
     */
    public void require(RestorePlan plan) {
        parts.job().require();
        if (retained(plan.target()) == null || !plan.deleted().isEmpty()) {
            parts.states().require(plan.target(), plan.nextEpoch());
        }
    }

    /** What the audit at the end found; none before. */
    public Optional<AuditReport> report() {
        return Optional.ofNullable(report);
    }

    @Override
    public String fence(RestorePlan plan) {
        heads.raiseEpoch(plan.nextEpoch());
        return "epoch " + plan.nextEpoch() + " on every table";
    }

    @Override
    public String stop(RestorePlan plan) {
        return parts.job().stop();
    }

    @Override
    public String tag(RestorePlan plan) {
        heads.tag(plan.beforeTag());
        return "tag " + plan.beforeTag();
    }

    @Override
    public String files(RestorePlan plan) {
        TargetFiles files = new TargetFiles(parts.lake());
        long found = 0;
        for (TableReturn each : plan.returns()) {
            found += files.require(each.table(), each.target());
        }
        return String.format(Locale.ROOT, "%,d data files", found);
    }

    @Override
    public String tables(RestorePlan plan) {
        // A table that was brought back from the trash since the fence was not there to be fenced.
        heads.raiseEpoch(plan.nextEpoch());
        // First, for it needs the brokers: if they are gone, the tables are as they were.
        String configured = standIns(plan);
        Target target = plan.target();
        for (LakeTable table : plan.tables()) {
            heads.putBack(table, target.place(table));
        }
        return plan.tables().size() + " tables at '" + target.name() + "'" + configured;
    }

    /** No job runs now that could commit what it decides: so from the first record of the next one on they count. */
    private String standIns(RestorePlan plan) {
        StandIns wanted = plan.standIns();
        if (wanted == null) {
            return "";
        }
        ConfigTopicSetup.make(parts.config());
        try (Lake configured = LakeTables.open(parts.config(), Purpose.CONFIGURE)) {
            long version = new StandInVersions(configured)
                    .make(
                            LakeRestores.changes(wanted.versions()),
                            wanted.author(),
                            LakeRestores.reason(wanted.reason(), plan.hash()),
                            new ConfigTopic(parts.config().kafka()),
                            parts.clock().instant());
            return "; version " + version + " of the service configuration says which decides";
        }
    }

    @Override
    public String state(RestorePlan plan) {
        Target target = plan.target();
        String retained = retained(target);
        StateMaker.Made made = retained != null
                ? new StateMaker.Made(retained, "the job's own checkpoint " + target.checkpointId())
                : parts.states().make(target, plan.nextEpoch());
        restores.save(new StartPoint(plan.nextEpoch(), target.checkpointId(), made.path(), target.offsets()));
        return made.words()
                + damage(target)
                        .map(file -> "; the job's own checkpoint lacks " + file)
                        .orElse("");
    }

    /** The job's own checkpoint, if all of it is there. */
    private static @Nullable String retained(Target target) {
        String retained = target.retainedCheckpoint();
        boolean whole = retained != null
                && CheckpointPlaces.isComplete(retained)
                && damage(target).isEmpty();
        return whole ? retained : null;
    }

    /** A file that the job's own checkpoint names and that is gone. */
    private static Optional<String> damage(Target target) {
        String retained = target.retainedCheckpoint();
        return retained != null && CheckpointPlaces.isComplete(retained)
                ? CheckpointFiles.missing(retained)
                : Optional.empty();
    }

    @Override
    public String replay(RestorePlan plan) {
        if (plan.deleted().isEmpty()) {
            return "Kafka has everything";
        }
        return new ReplayRun(parts, restores).run(plan);
    }

    @Override
    public String start(RestorePlan plan) {
        return parts.job().start(plan, restores.start(plan.nextEpoch()).orElseThrow());
    }

    @Override
    public String audit(RestorePlan plan) {
        AuditReport found = new Audit(parts.lake(), DecisionRules.of(parts.config())).run(parts.log(), false);
        report = found;
        return found.holds()
                ? String.format(
                        Locale.ROOT, "holds: %,d records", found.counts().records())
                : found.findings().total() + " findings";
    }
}
