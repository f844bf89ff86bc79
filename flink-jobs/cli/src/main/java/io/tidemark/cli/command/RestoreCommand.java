package io.tidemark.cli.command;

import io.tidemark.cli.option.ChangeOptions;
import io.tidemark.cli.option.FlinkOptions;
import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.CatchUpText;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.ProgressLine;
import io.tidemark.cli.output.RestoreText;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.cli.output.json.RestoreDocument;
import io.tidemark.cli.output.json.RestorePlanDocument;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.RestoreStep;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.embedded.LakeSite;
import io.tidemark.ops.restore.JobControl;
import io.tidemark.ops.restore.LakeRestores;
import io.tidemark.ops.restore.RestoreOutcome;
import io.tidemark.ops.restore.RestorePoint;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** {@code tidemark restore}: every table, the job's state and its position in Kafka, back to one point in time. */
@Command(
        name = "restore",
        description = {
            "Put the whole pipeline back to one earlier point in time: every table, the job's state and its position"
                    + " in Kafka. It prints what it would do, with a hash, and does nothing; --execute HASH does it."
                    + " What was there before is tagged first and can be gone back to with --undo. A restore that is cut off is run"
                    + " again and finishes; one that is done does nothing the second time."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark restore --lake DIR --to monday                  (the plan and its hash)",
            "  tidemark restore --lake DIR --to monday --execute 1f0c…  (do it)",
            "  tidemark restore --config tidemark.yaml --to-time 2026-01-04T02:50:00Z",
            "  tidemark restore --config tidemark.yaml --to monday --execute 1f0c… --flink http://flink:8081 --watch",
            "  tidemark restore --config tidemark.yaml --to monday --stand-in 7=5 --reason \"wrong filter\"",
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
                            + " tidemark undrop, or recomputed with tidemark rebuild.")
    private List<String> names = List.of();

    @Option(
            names = "--stand-in",
            paramLabel = "VERSION=VERSION",
            description =
                    "7=5: what version 7 of the service configuration decided after the mark is decided by version 5,"
                            + " 7=0: as before anything was configured. May be given several times. --undo takes it back.")
    private List<String> standIns = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "With --stand-in: why, for those who come later.")
    private String reason = "";

    @Option(
            names = "--author",
            paramLabel = "NAME",
            description = "With --stand-in: who says so (default: the name of the user of this machine).")
    private String author = System.getProperty("user.name", "");

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
        if (!standIns.isEmpty() && (reason.isBlank() || author.isBlank())) {
            throw new ParameterException(
                    spec.commandLine(), "With --stand-in, --reason and --author must say something.");
        }
        flink.check(lake);
        try (LakeSite site = LakeSite.open(
                        lake.existing(),
                        lake.directory(),
                        "tidemark restore",
                        execute == null ? LakeSite.Needs.LOG : LakeSite.Needs.WHOLE_LAKE);
                Lake tables = LakeTables.open(site.config(), Purpose.RESTORE)) {
            LakeRestores restores = new LakeRestores(site, tables, InstantSource.system());
            String hash = execute;
            if (hash == null) {
                RestorePlan plan = plan(restores);
                show(plan, restores.laterColumns(plan), restores.stillConfigured(plan));
                return ExitCode.DONE;
            }
            RestoreJournal begun = restores.find(hash).orElse(null);
            if (begun != null && begun.finished()) {
                print(restores.already(begun));
                return ExitCode.DONE;
            }
            change.require(site.config(), tables);
            RestoreJournal journal = begun == null ? LakeRestores.begin(plan(restores), hash) : begun;
            try (JobControl job = flink.control(site, tables)) {
                return run(restores, journal, job);
            }
        }
    }

    private RestorePlan plan(LakeRestores restores) {
        return restores.plan(point(restores), names, new LakeRestores.StandInRequest(standIns, author, reason));
    }

    private RestorePoint point(LakeRestores restores) {
        To wanted = to;
        if (wanted == null) {
            restores.requirePlannable(names);
            throw new ParameterException(
                    spec.commandLine(),
                    "No restore with the hash " + execute + " was begun. Say --to, --to-time or --undo with it, as when"
                            + " it was planned.");
        }
        if (wanted.undo) {
            return RestorePoint.beforeLastRestore();
        }
        return wanted.mark == null
                ? RestorePoint.newestMarkAtOrBefore(Objects.requireNonNull(wanted.time))
                : RestorePoint.mark(wanted.mark);
    }

    private int run(LakeRestores restores, RestoreJournal journal, JobControl job) {
        ProgressLine line = new ProgressLine(spec.commandLine().getErr(), json);
        LakeRestores.CatchUpOptions catchUp = flink.live()
                ? new LakeRestores.CatchUpOptions(watch, seen -> {
                    if (line.due()) {
                        line.show(CatchUpText.describe(seen));
                    }
                })
                : null;
        RestoreOutcome outcome = restores.execute(
                journal, new LakeRestores.Execution(job, recent, now -> show(line, journal, now), catchUp));
        line.end();
        print(outcome);
        return outcome.holds() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }

    private static void show(ProgressLine line, RestoreJournal begun, RestoreJournal now) {
        if (now.done().size() > begun.done().size()) {
            line.show(describe(now.done().get(now.done().size() - 1)));
            line.end();
        }
        RestoreStep next = now.next();
        if (next != null) {
            line.show(next.describe() + " …");
        }
    }

    private static String describe(RestoreJournal.Done step) {
        return String.format(
                Locale.ROOT, "%s: %s (%.1f s)", step.step().describe(), step.detail(), step.millis() / 1_000.0);
    }

    private void show(RestorePlan plan, Map<LakeTable, List<String>> later, List<Long> still) {
        PrintWriter out = spec.commandLine().getOut();
        JsonOutput.print(
                out,
                json,
                () -> RestorePlanDocument.of(plan, later, still),
                () -> RestoreText.print(plan, later, still, out));
    }

    private void print(RestoreOutcome outcome) {
        PrintWriter out = spec.commandLine().getOut();
        JsonOutput.print(out, json, () -> RestoreDocument.of(outcome), () -> RestoreText.print(outcome, out));
    }
}
