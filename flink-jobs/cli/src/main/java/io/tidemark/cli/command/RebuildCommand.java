package io.tidemark.cli.command;

import io.tidemark.cli.option.ChangeOptions;
import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.RebuildText;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.cli.output.json.RebuildDocument;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.rebuild.RebuildPlan;
import io.tidemark.ops.rebuild.RebuildRun;
import io.tidemark.ops.rebuild.Rebuilds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark rebuild}: the identity tables, recomputed from the events. */
@Command(
        name = "rebuild",
        description = {
            "Recompute identities and merge_ids from the events, beside what is there (or though they are gone),"
                    + " compare, and show the difference. Nothing is replaced before --execute."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark rebuild --lake lake",
            "  tidemark rebuild --lake lake --execute 0123456789ab",
            "  tidemark rebuild --config tidemark.yaml --tables identities --at before-deploy --json"
        })
final class RebuildCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lakeOptions;

    @Mixin
    private ChangeOptions change;

    @Option(
            names = "--tables",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "identities,merge_ids",
            description = "Which tables (default: ${DEFAULT-VALUE}).")
    private List<String> names;

    @Option(
            names = "--at",
            paramLabel = "MARK",
            description = "Compute from the events at this mark, and compare with its rows.")
    private @Nullable String at;

    @Option(
            names = "--execute",
            paramLabel = "HASH",
            description =
                    "Publish what was computed: the hash of the plan that you have seen. The job must be stopped.")
    private @Nullable String execute;

    @Option(names = "--json", description = "One JSON object in place of the text.")
    private boolean json;

    private RebuildCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        List<LakeTable> tables = names.stream().map(this::table).distinct().toList();
        TidemarkConfig config = lakeOptions.existing(true);
        try (Lake lake = LakeTables.open(config, Purpose.REBUILD)) {
            change.require(config, lake);
            Rebuilds rebuilds = new Rebuilds(config, lake, tables, at, InstantSource.system());
            print(execute == null ? rebuilds.compute() : rebuilds.publish(execute, lakeOptions.directory()));
        }
        return ExitCode.DONE;
    }

    private LakeTable table(String name) {
        return RebuildRun.tables().stream()
                .filter(table -> table.tableName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "The table " + name + " cannot be computed from the events. Those that can: identities,"
                                + " merge_ids."));
    }

    private void print(Rebuilds.Computed computed) {
        RebuildPlan plan = computed.plan();
        Duration took = computed.took();
        boolean published = execute != null;
        var out = spec.commandLine().getOut();
        JsonOutput.print(
                out,
                json,
                () -> RebuildDocument.of(plan, took, published),
                () -> RebuildText.print(out, plan, took, published));
    }
}
