package io.tidemark.cli.command;

import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.MarkText;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.cli.output.json.MarkDocument;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.Marks;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark marks}: which snapshots have a name. */
@Command(
        name = "marks",
        description = {
            "List the marks of a lake, the newest snapshot first: when its tables were as it says, at which"
                    + " checkpoint, how many records they held, and why somebody made it. Changes nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark marks --lake DIR", "  tidemark marks --config tidemark.yaml --json"})
final class MarksCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private MarksCommand() {}

    @Override
    public Integer call() {
        TidemarkConfig config = lake.existing();
        PrintWriter out = spec.commandLine().getOut();
        try (Lake tables = LakeTables.open(config)) {
            List<Mark> marks = new Marks(tables).list();
            if (json) {
                out.println(JsonOutput.text(MarkDocument.Listed.of(marks)));
            } else {
                MarkText.print(marks, out);
            }
        }
        out.flush();
        return ExitCode.DONE;
    }
}
