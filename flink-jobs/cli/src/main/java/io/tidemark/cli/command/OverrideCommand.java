package io.tidemark.cli.command;

import io.tidemark.cli.option.ChangeOptions;
import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.cli.output.json.OverrideDocument;
import io.tidemark.cli.output.json.OverridePlanDocument;
import io.tidemark.config.IdentityConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.IngestJob;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.overrides.IdentityOverride;
import io.tidemark.lake.overrides.OverrideKind;
import io.tidemark.lake.overrides.OverridePlan;
import io.tidemark.lake.overrides.OverridePlanner;
import io.tidemark.lake.overrides.Subject;
import io.tidemark.rules.identity.IdentityKeys;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark override}: a person says who is who, where the log alone is wrong. */
@Command(
        name = "override",
        description = {
            "Correct who is who, without changing anything that was written: a correction is a row more in the table"
                    + " identity_overrides, with an author and a reason, and every question sees it at once. Prints what"
                    + " would change and a hash, and does nothing until that is executed. Of several on one person the"
                    + " newest holds; restores do not take corrections back.",
            "",
            "unlink  --device: its anonymous past is its own again, and not its first user's",
            "block   --device: what it does anonymously becomes nobody's, now or later (a kiosk);",
            "        --user: nobody's anonymous past becomes theirs (an id that many share)",
            "relink  withdraws unlink and block",
            "map     --user or --device: that person is the user of --to-user",
            "unmap   withdraws map",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark override unlink --lake DIR --device till-3 --reason \"shared till, ticket 4711\"",
            "  tidemark override map --lake DIR --user ann@old.example --to-user ann@new.example --reason \"new address\"",
            "  tidemark override block --config tidemark.yaml --user guest --reason \"many share it\" --execute HASH",
            "  tidemark overrides --lake DIR      (what was said so far)"
        })
final class OverrideCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Mixin
    private ChangeOptions change;

    @Parameters(paramLabel = "WHAT", description = "unlink, block, relink, map or unmap.")
    private What what;

    @Option(names = "--device", paramLabel = "ID", description = "Whom it is about: a device's id ...")
    private @Nullable String device;

    @Option(names = "--user", paramLabel = "ID", description = "... or a user's id.")
    private @Nullable String user;

    @Option(names = "--to-user", paramLabel = "ID", description = "Of a map: the user who it is.")
    private @Nullable String toUser;

    @Option(
            names = "--project",
            paramLabel = "ID",
            description = "The project, where each has people of its own (identity.scope: project).")
    private @Nullable String project;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for those who come later.")
    private String reason;

    @Option(
            names = "--author",
            paramLabel = "NAME",
            description = "Who says so (default: the name of the user of this machine).")
    private String author = System.getProperty("user.name", "");

    @Option(names = "--execute", paramLabel = "HASH", description = "Make the correction whose plan has this hash.")
    private @Nullable String execute;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private OverrideCommand() {}

    private enum What {
        UNLINK,
        BLOCK,
        RELINK,
        MAP,
        UNMAP
    }

    @Override
    public Integer call() {
        TidemarkConfig config = lake.existing(execute != null);
        OverridePlan.Request request = request(config.identity());
        try (Lake tables = LakeTables.open(config, Purpose.CORRECT)) {
            OverridePlanner planner = new OverridePlanner(tables);
            if (execute == null) {
                show(planner.plan(request));
            } else {
                change.require(config, tables);
                done(planner.execute(request, execute, InstantSource.system().instant()));
            }
        }
        return ExitCode.DONE;
    }

    private OverridePlan.Request request(IdentityConfig identity) {
        boolean perProject = identity.scope() == IdentityConfig.Scope.PROJECT;
        if (perProject != (project != null)) {
            throw wrong(
                    perProject
                            ? "Which project? Each has people of its own here (identity.scope: project): say --project."
                            : "--project says nothing here: people are the same in all projects (identity.scope).");
        }
        if (reason.isBlank() || author.isBlank()) {
            throw wrong("--reason and --author must say something.");
        }
        if ((what == What.MAP) != (toUser != null)) {
            throw wrong("--to-user goes with map, and map with --to-user.");
        }
        IdentityKeys keys = IngestJob.identityKeys(identity);
        Subject subject;
        if (device != null && user == null) {
            subject = device(keys, device);
        } else if (user != null && device == null) {
            subject = user(keys, user);
        } else {
            throw wrong("About whom? Give --device or --user, and not both.");
        }
        return new OverridePlan.Request(
                kind(subject), subject, toUser == null ? null : user(keys, toUser), author, reason);
    }

    private OverrideKind kind(Subject subject) {
        return switch (what) {
            case UNLINK -> {
                if (!subject.isDevice()) {
                    throw wrong(
                            "unlink is about a device: its own past is what was merged. To keep all devices apart from"
                                    + " a user, block the user.");
                }
                yield OverrideKind.UNLINK;
            }
            case BLOCK -> subject.isDevice() ? OverrideKind.BLOCK_DEVICE : OverrideKind.BLOCK_USER;
            case RELINK -> OverrideKind.RELINK;
            case MAP -> OverrideKind.MAP;
            case UNMAP -> OverrideKind.UNMAP;
        };
    }

    private Subject device(IdentityKeys keys, String id) {
        return new Subject(project, id, null, IdentityKeys.amplitudeId(keys.ofDevice(projectOrNone(), id)));
    }

    private Subject user(IdentityKeys keys, String id) {
        return new Subject(project, null, id, IdentityKeys.amplitudeId(keys.ofUser(projectOrNone(), id)));
    }

    private String projectOrNone() {
        return project == null ? "" : project;
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private void show(OverridePlan plan) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonOutput.text(OverridePlanDocument.of(plan)));
        } else {
            out.println("  " + plan.effect());
            out.println("  %,d merges change by it, and %,d of the events so far are somebody else's then."
                    .formatted(plan.merges(), plan.events()));
            out.println("Nothing is done yet. To do it: tidemark override ... --execute " + plan.hash());
        }
        out.flush();
    }

    private void done(IdentityOverride made) {
        PrintWriter out = spec.commandLine().getOut();
        JsonOutput.print(
                out,
                json,
                () -> new OverrideDocument.Made(OverrideDocument.of(made, true), true),
                () -> out.println("Correction " + made.seq() + " is made: "
                        + made.kind().word() + " " + made.subject().describe() + "."));
    }
}
