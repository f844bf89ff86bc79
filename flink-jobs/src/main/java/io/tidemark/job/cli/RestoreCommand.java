package io.tidemark.job.cli;

import io.tidemark.job.bootstrap.BootstrapOptions;
import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.kafka.EventsLog;
import io.tidemark.job.restore.CatchUp;
import io.tidemark.job.restore.JobControl;
import io.tidemark.job.restore.LakeGround;
import io.tidemark.job.restore.LogLag;
import io.tidemark.job.restore.Restore;
import io.tidemark.job.restore.RestorePlanner;
import io.tidemark.job.restore.TableStates;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.DecisionRules;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.Marks;
import io.tidemark.lake.restore.BeforeRestore;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.RestoreStep;
import io.tidemark.lake.restore.Restores;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.table.LakeTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark restore}: every table, the job's state and its place in Kafka, back to one moment. */
@Command(
        name = "restore",
        description = {
            "Put the whole pipeline back to one earlier moment: every table, the job's state and its place in Kafka. It"
                    + " prints what it would do, with a hash, and does nothing; --execute HASH does it. What was there"
                    + " before is tagged first and can be gone back to with --undo. A restore that is cut off is run"
                    + " again and finishes; one that is done does nothing the second time."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark restore --lake DIR --to monday                  (the plan and its hash)",
            "  tidemark restore --lake DIR --to monday --execute 1f0c…  (do it)",
            "  tidemark restore --config tidemark.yaml --to-time 2026-01-04T02:50:00Z",
            "  tidemark restore --config tidemark.yaml --to monday --execute 1f0c… --flink http://flink:8081 --watch",
            "  tidemark restore --lake DIR --undo"
        })
final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Mixin
    private ChangeOptions change;

    @Mixin
    private FlinkOptions flink;

    @ArgGroup
    private @Nullable To to;

    @Option(names = "--execute", paramLabel = "HASH", description = "Do what the plan with this hash says.")
    private @Nullable String execute;

    @Option(
            names = "--tables",
            split = ",",
            paramLabel = "TABLE",
            description =
                    "Which tables; all six, for they go back together. One that is wrong alone is brought back with"
                            + " tidemark undrop, or computed anew with tidemark rebuild.")
    private List<String> names = List.of();

    @Option(
            names = "--recent-insert-ids",
            description = "Where the state is computed from the tables, look only at events of twice the time for which"
                    + " insert_ids are remembered: for very large lakes. A repetition that an import brings with an old"
                    + " server_received_time may then be accepted again.")
    private boolean recent;

    @Option(
            names = "--watch",
            description = "With --flink: show how the job catches up with the log until it has; without, it is only"
                    + " watched for a few commits, to estimate when.")
    private boolean watch;

    @Option(names = "--json", description = "Print the plan, or what was done, as one JSON object.")
    private boolean json;

    private RestoreCommand() {}

    /**
     * What came of a restore.
     *
     * @param already whether it was done before, so that nothing was done now
     * @param audit what the audit found; null if it was not made now
     * @param catchUp how the job catches up with the log; null if it was not watched
     */
    record Outcome(
            boolean already,
            @Nullable AuditReport audit,
            @Nullable CatchUp catchUp) {
        static final Outcome ALREADY = new Outcome(true, null, null);
    }

    private static final class To {
        @Option(
                names = "--to",
                paramLabel = "MARK",
                description = "The mark to go back to; `tidemark marks` lists them.")
        private @Nullable String mark;

        @Option(
                names = "--to-time",
                paramLabel = "TIME",
                description = "The newest mark at or before this time, for example 2026-01-04T02:50:00Z.")
        private @Nullable Instant time;

        @Option(names = "--undo", description = "What was there before the last restore.")
        private boolean undo;
    }

    @Override
    public Integer call() {
        if (to == null && execute == null) {
            throw new ParameterException(
                    spec.commandLine(), "Back to what? Say --to MARK, --to-time TIME or --undo (`tidemark marks`).");
        }
        flink.check(lake);
        try (LakeSite site = LakeSite.open(
                        lake, "tidemark restore", execute == null ? LakeSite.Needs.LOG : LakeSite.Needs.WHOLE_LAKE);
                Lake tables = LakeTables.open(site.config(), Purpose.RESTORE)) {
            Restores restores = new Restores(tables);
            RestoreJournal begun =
                    execute == null ? null : restores.find(execute).orElse(null);
            if (begun != null && begun.finished()) {
                done(restores, begun, Outcome.ALREADY);
                return ExitCode.DONE;
            }
            if (execute != null) {
                change.require(site.config(), tables);
            }
            RestorePlan plan = begun == null ? plan(site, tables, restores) : begun.plan();
            if (execute == null) {
                show(plan);
                return ExitCode.DONE;
            }
            if (!plan.hash().equals(execute)) {
                throw new Refusal(
                        "another-plan",
                        "The plan for this lake has the hash " + plan.hash() + " now, and not " + execute
                                + ": the lake was restored in between, or the mark is another.",
                        "Look at the plan again, without --execute.");
            }
            return run(site, tables, restores, begun == null ? RestoreJournal.begin(plan) : begun);
        }
    }

    private RestorePlan plan(LakeSite site, Lake tables, Restores restores) {
        restores.unfinished().ifPresent(other -> {
            throw new Refusal(
                    "unfinished-restore",
                    "A restore to '" + other.plan().target().name() + "' was cut off before it was done.",
                    "Finish it first: --execute " + other.plan().hash() + ".");
        });
        requireAll(names);
        Target target = target(site, tables, restores);
        return new RestorePlanner(tables, site.log())
                .plan(target, tables.environment().orElse(site.config().environment()));
    }

    /** Rows of one checkpoint lie in all tables, and the job goes on from one checkpoint: fewer than all leave a hole. */
    private static void requireAll(List<String> names) {
        List<String> all =
                LakeTable.pipeline().stream().map(LakeTable::tableName).toList();
        List<String> unknown =
                names.stream().filter(name -> !all.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new Refusal(
                    "unknown-table", "A lake has no table " + unknown + "; it has " + all + ".", "Correct --tables.");
        }
        if (!names.isEmpty() && !names.containsAll(all)) {
            throw new Refusal(
                    "tables-go-together",
                    "To put back only " + names + " would leave a hole: the other tables, the job's state and its place"
                            + " in Kafka would be of another moment.",
                    "Leave --tables out. For identities and merge_ids alone there is `tidemark rebuild`, for a table that"
                            + " was dropped `tidemark undrop`.");
        }
    }

    private Target target(LakeSite site, Lake tables, Restores restores) {
        To wanted = to;
        if (wanted == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "No restore with the hash " + execute + " was begun. Say --to, --to-time or --undo with it, as when"
                            + " it was planned.");
        }
        if (wanted.undo) {
            RestoreJournal last = restores.list().stream()
                    .filter(journal -> journal.has(RestoreStep.TAG))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(
                            "nothing-to-undo", "This lake was never restored.", "Choose a mark: --to MARK."));
            return new BeforeRestore(tables, DecisionRules.of(site.config())).target(last.plan(), site.log());
        }
        Marks marks = new Marks(tables);
        if (wanted.mark != null) {
            return Target.of(marks.require(wanted.mark));
        }
        Instant time = Objects.requireNonNull(wanted.time);
        Mark mark = marks.newestAtOrBefore(time)
                .orElseThrow(() -> new Refusal(
                        "no-mark",
                        "There is no mark at or before " + time + ".",
                        "See `tidemark marks` for those that" + " there are."));
        return Target.of(mark);
    }

    private int run(LakeSite site, Lake tables, Restores restores, RestoreJournal journal) {
        RestorePlan plan = journal.plan();
        TidemarkConfig config = site.config(plan.nextEpoch());
        site.notDone();
        try (JobControl job = flink.control(site, tables)) {
            LakeGround ground = new LakeGround(new LakeGround.Parts(
                    tables, config, site.log(), job, new TableStates(tables, config, bootstrap())));
            if (journal.done().isEmpty()) {
                ground.require(plan);
            }
            RestoreJournal finished =
                    new Restore(ground, restores::save, InstantSource.system()).run(journal, watcher());
            AuditReport audit = ground.report().orElse(null);
            done(restores, finished, new Outcome(false, audit, catchUp(site, tables, audit)));
            return audit == null || audit.holds() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
        }
    }

    private @Nullable CatchUp catchUp(LakeSite site, Lake tables, @Nullable AuditReport audit) {
        EventsLog log = site.log();
        if (!flink.live() || audit == null || log == null) {
            return null;
        }
        return LogLag.since(audit, tables, log)
                .map(lag -> new CatchUpWatch(
                                lag,
                                site.config().job().checkpointInterval(),
                                new ProgressLine(spec.commandLine().getErr(), json))
                        .watch(watch))
                .orElse(null);
    }

    private BootstrapOptions bootstrap() {
        BootstrapOptions options =
                BootstrapOptions.of(Path.of(System.getProperty("java.io.tmpdir")), InstantSource.system());
        return recent ? options.withHistory(BootstrapOptions.History.RECENT) : options;
    }

    private Restore.Watcher watcher() {
        ProgressLine line = new ProgressLine(spec.commandLine().getErr(), json);
        return new Restore.Watcher() {
            @Override
            public void begins(RestoreStep step) {
                line.show(step.words() + " …");
            }

            @Override
            public void done(RestoreJournal.Done step) {
                line.show(words(step));
                line.end();
            }
        };
    }

    private static String words(RestoreJournal.Done step) {
        return String.format(
                Locale.ROOT, "%s: %s (%.1f s)", step.step().words(), step.detail(), step.millis() / 1_000.0);
    }

    private void show(RestorePlan plan) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonObject.of(object -> RestoreText.write(plan, object)));
        } else {
            RestoreText.print(plan, out);
        }
        out.flush();
    }

    private void done(Restores restores, RestoreJournal journal, Outcome outcome) {
        PrintWriter out = spec.commandLine().getOut();
        StartPoint start = restores.start(journal.plan().nextEpoch()).orElse(null);
        if (json) {
            out.println(JsonObject.of(object -> RestoreText.write(journal, start, outcome, object)));
        } else {
            RestoreText.print(journal, start, outcome, out);
        }
        out.flush();
    }
}
