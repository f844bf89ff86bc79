package io.tidemark.cli.command;

import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.cli.output.json.OverrideDocument;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.overrides.IdentityOverride;
import io.tidemark.lake.overrides.IdentityOverrides;
import io.tidemark.lake.overrides.OverrideKind;
import io.tidemark.lake.overrides.OverridesInForce;
import io.tidemark.lake.overrides.Subject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark overrides}: what people have said of who is who. */
@Command(
        name = "overrides",
        description = {
            "List the corrections of identities, in the order in which they were made: what, on whom, by whom, why, and"
                    + " whether it still holds. Changes nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark overrides --lake DIR", "  tidemark overrides --config tidemark.yaml --json"})
final class OverridesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private OverridesCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Lake tables = LakeTables.open(lake.existing())) {
            List<IdentityOverride> said = new IdentityOverrides(tables).list();
            OverridesInForce now = OverridesInForce.of(said);
            if (json) {
                out.println(JsonOutput.text(new OverrideDocument.Listed(said.stream()
                        .map(each -> OverrideDocument.of(each, holds(now, each)))
                        .toList())));
            } else if (said.isEmpty()) {
                out.println("Nobody has corrected an identity. See: tidemark override --help");
            } else {
                said.forEach(each -> out.println(line(each, holds(now, each))));
            }
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static boolean holds(OverridesInForce now, IdentityOverride each) {
        long id = each.subject().amplitudeId();
        return (each.kind().matter() == OverrideKind.Matter.MAP ? now.map(id) : now.link(id))
                .filter(each::equals)
                .isPresent();
    }

    private static String line(IdentityOverride each, boolean holds) {
        Subject to = each.to();
        return "%4d  %s  %s %s%s  (%s: %s)%s"
                .formatted(
                        each.seq(),
                        each.madeAt().toString().substring(0, 16).replace('T', ' '),
                        each.kind().word(),
                        each.subject().describe(),
                        to == null ? "" : " to " + to.describe(),
                        each.author(),
                        each.reason(),
                        holds || each.kind().withdraws() ? "" : ", no longer in force");
    }
}
