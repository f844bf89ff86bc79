package io.tidemark.ops.restore;

import io.tidemark.config.ConfigurationProblems;
import io.tidemark.config.Problem;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.bootstrap.BootstrapOptions;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.kafka.EventsLog;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.Restores;
import io.tidemark.lake.restore.StandIns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.configure.StandInVersions;
import io.tidemark.ops.embedded.LakeSite;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The restores of one lake: a plan for a point in its past, and the execution of that plan. */
public final class LakeRestores {
    /** As long as one. */
    private static final String NO_HASH = "0".repeat(PlanHash.DIGITS);

    private final Parts parts;
    private final InstantSource clock;
    private final Restores journals;

    /**
     * What a restore works on.
     *
     * @param site where the lake's log and checkpoints are
     * @param lake the lake, opened to restore it
     */
    record Parts(LakeSite site, Lake lake) {}

    /**
     * How a plan is executed.
     *
     * @param job the job that is stopped and started
     * @param recentHistory where the state is computed from the tables, whether only recent events are read for it
     * @param steps takes the journal before the first step and after every step, when it is written
     * @param catchUp how the started job is watched; null if it is not
     */
    public record Execution(
            JobControl job,
            boolean recentHistory,
            Consumer<RestoreJournal> steps,
            @Nullable CatchUpOptions catchUp) {}

    /**
     * Versions of the service configuration that are to decide in place of others.
     *
     * @param named each as {@code 7=5}: version 5 in place of version 7; none where a person named none
     * @param author who says so
     * @param reason why; blank where a person gave none
     */
    public record StandInRequest(List<String> named, String author, String reason) {
        /** Keeps a copy. */
        public StandInRequest {
            named = List.copyOf(named);
        }
    }

    /**
     * How a started job is watched.
     *
     * @param untilCaughtUp whether until it keeps up with the log, however long that takes
     * @param progress takes what was seen so far, after each look
     */
    public record CatchUpOptions(boolean untilCaughtUp, Consumer<CatchUp> progress) {}

    /**
     * The restores of a lake.
     *
     * @param site where the lake's log and checkpoints are
     * @param lake the lake, opened to restore it
     */
    public LakeRestores(LakeSite site, Lake lake, InstantSource clock) {
        this.clock = clock;
        this.parts = new Parts(site, lake);
        this.journals = new Restores(lake);
    }

    /** The restore that was begun for a plan of this hash. */
    public Optional<RestoreJournal> find(String hash) {
        return journals.find(hash);
    }

    /**
     * Plans a restore; changes nothing.
     *
     * @param point what to go back to
     * @param tables the names of the tables to put back: all of them, or none for all
     * @throws Refusal if another restore is unfinished, if only some tables are named, or if there is no such point
     */
    public RestorePlan plan(RestorePoint point, List<String> tables) {
        return plan(point, tables, new StandInRequest(List.of(), System.getProperty("user.name", ""), ""));
    }

    /**
     * The same, with versions of the service configuration that decide in place of others from then on. Where it undoes a
     * restore that had such, it takes them back.
     *
     * @throws io.tidemark.config.ConfigurationProblems with everything that is wrong with them
     * @throws io.tidemark.lake.catalog.LakeFailure if they are to change, and the brokers do not answer
     */
    public RestorePlan plan(RestorePoint point, List<String> tables, StandInRequest request) {
        requirePlannable(tables);
        String environment =
                parts.lake().environment().orElse(parts.site().config().environment());
        return new RestorePlanner(parts.lake(), parts.site().log())
                .plan(point.target(parts), environment)
                .with(standIns(point, request));
    }

    private @Nullable StandIns standIns(RestorePoint point, StandInRequest request) {
        if (point.isUndo() && !request.named().isEmpty()) {
            throw new ConfigurationProblems(
                    "the restore",
                    List.of(new Problem(
                            "--stand-in",
                            "--undo takes back what the restore that it undoes has made; name none with it")));
        }
        List<StandIns.StandIn> back = point.takenBack(parts);
        if (back.isEmpty() && request.named().isEmpty()) {
            return null;
        }
        if (parts.site().log() == null) {
            throw RefusalCode.STAND_INS_NEED_TOPIC.refuse(
                    parts.lake().settings().place());
        }
        StandInVersions versions = new StandInVersions(parts.lake());
        ConfigTopic topic = new ConfigTopic(parts.site().config().kafka());
        if (back.isEmpty()) {
            String whole = request.reason().isBlank() ? "" : reason(request.reason(), NO_HASH);
            SortedMap<Long, Long> before = versions.now();
            List<StandIns.StandIn> wanted = new ArrayList<>();
            versions.checked(request.named(), request.author(), whole, topic, clock.instant())
                    .forEach((version, by) ->
                            wanted.add(new StandIns.StandIn(version, by.orElse(null), before.get(version))));
            return new StandIns(request.author(), request.reason(), wanted);
        }
        String reason = request.reason().isBlank() ? "the restore that made them is undone" : request.reason();
        versions.require(changes(back), request.author(), reason(reason, NO_HASH), topic, clock.instant());
        return new StandIns(request.author(), reason, back);
    }

    /** The reason that is in the configuration's history: the person's, and the restore. */
    static String reason(String reason, String hash) {
        return reason + " (tidemark restore " + hash + ")";
    }

    /** For each version the one that is to decide; none for itself. */
    static SortedMap<Long, Optional<Long>> changes(List<StandIns.StandIn> standIns) {
        SortedMap<Long, Optional<Long>> changes = new TreeMap<>();
        standIns.forEach(each -> changes.put(each.version(), Optional.ofNullable(each.by())));
        return changes;
    }

    /**
     * The versions that a plan has other versions decide for, and of which everything is configured still: what comes from
     * now on is decided as they say, by a later version.
     */
    public List<Long> stillConfigured(RestorePlan plan) {
        StandInVersions versions = new StandInVersions(parts.lake());
        return plan.standInVersions().stream()
                .filter(each -> each.by() != null)
                .map(StandIns.StandIn::version)
                .filter(versions::isStillConfigured)
                .toList();
    }

    /** The columns that a plan's target does not have and that stay, because they came with a later release. */
    public Map<LakeTable, List<String>> laterColumns(RestorePlan plan) {
        return new RestorePlanner(parts.lake(), null).laterColumns(plan.target());
    }

    /**
     * Returns if a restore of these tables can be planned, whatever it goes back to.
     *
     * @throws Refusal as {@link #plan} does
     */
    public void requirePlannable(List<String> tables) {
        journals.unfinished().ifPresent(other -> {
            throw RefusalCode.UNFINISHED_RESTORE.refuse(
                    parts.lake().settings().place(),
                    other.plan().target().name(),
                    "it was cut off before it was done",
                    other.plan().hash(),
                    "");
        });
        requireAll(tables);
    }

    /**
     * Rows of one checkpoint are in all tables, and the job goes on from one checkpoint: fewer than all leave a hole.
     */
    private static void requireAll(List<String> names) {
        List<String> all =
                LakeTable.pipeline().stream().map(LakeTable::tableName).toList();
        List<String> unknown =
                names.stream().filter(name -> !all.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw RefusalCode.UNKNOWN_TABLE.refuse(unknown, all);
        }
        if (!names.isEmpty() && !names.containsAll(all)) {
            throw RefusalCode.TABLES_GO_TOGETHER.refuse(names);
        }
    }

    /**
     * The journal of a plan that is to be executed.
     *
     * @param hash the hash of the plan that was looked at
     * @throws Refusal if it is the hash of another plan
     */
    public static RestoreJournal begin(RestorePlan plan, String hash) {
        PlanHash.requireSame(
                "put this lake back",
                plan.hash(),
                hash,
                "the lake was restored in between, or the mark is another",
                "Run `tidemark restore` again");
        return RestoreJournal.begin(plan);
    }

    /**
     * Executes the steps of a restore that are not done yet. Cut off, it is executed again with the journal that
     * {@link #find} returns.
     */
    public RestoreOutcome execute(RestoreJournal journal, Execution execution) {
        RestorePlan plan = journal.plan();
        LakeSite site = parts.site();
        TidemarkConfig config = site.config(plan.nextEpoch());
        site.notDone();
        LakeRestoreActions actions = new LakeRestoreActions(new LakeRestoreActions.Parts(
                parts.lake(),
                config,
                site.log(),
                execution.job(),
                new TableStates(parts.lake(), config, bootstrap(execution)),
                clock));
        if (journal.done().isEmpty()) {
            actions.require(plan);
        }
        RestoreJournal finished = new Restore(actions, now -> save(now, execution.steps()), clock).run(journal);
        AuditReport audit = actions.report().orElse(null);
        return outcome(finished, false, audit, catchUp(audit, execution.catchUp()));
    }

    private void save(RestoreJournal journal, Consumer<RestoreJournal> steps) {
        journals.save(journal);
        steps.accept(journal);
    }

    /** The result of a restore that was done before. */
    public RestoreOutcome already(RestoreJournal finished) {
        return outcome(finished, true, null, null);
    }

    private RestoreOutcome outcome(
            RestoreJournal journal, boolean already, @Nullable AuditReport audit, @Nullable CatchUp catchUp) {
        return new RestoreOutcome(
                journal, journals.start(journal.plan().nextEpoch()).orElse(null), already, audit, catchUp);
    }

    private @Nullable CatchUp catchUp(@Nullable AuditReport audit, @Nullable CatchUpOptions options) {
        EventsLog log = parts.site().log();
        if (options == null || audit == null || log == null) {
            return null;
        }
        return LogLag.since(audit, parts.lake(), log)
                .map(lag -> new CatchUpWatch(
                                lag, parts.site().config().job().checkpointInterval(), clock, options.progress())
                        .watch(options.untilCaughtUp()))
                .orElse(null);
    }

    private BootstrapOptions bootstrap(Execution execution) {
        BootstrapOptions options = BootstrapOptions.of(Path.of(System.getProperty("java.io.tmpdir")), clock);
        return execution.recentHistory() ? options.withHistory(BootstrapOptions.History.RECENT) : options;
    }
}
