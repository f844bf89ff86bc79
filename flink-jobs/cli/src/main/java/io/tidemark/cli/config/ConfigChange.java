package io.tidemark.cli.config;

import io.tidemark.cli.option.ChangeOptions;
import io.tidemark.cli.option.ExportTime;
import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.ProgressLine;
import io.tidemark.cli.output.json.ConfigPlanDocument;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.ops.configure.ConfigPlan;
import io.tidemark.ops.configure.ConfigRequest;
import io.tidemark.ops.configure.ServiceConfigs;
import io.tidemark.ops.embedded.LakeSite;
import io.tidemark.ops.setup.ConfigTopicSetup;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands that make a version have in common: where, who, why, from when, and the plan. */
final class ConfigChange {
    private static final int API_KEY_BYTES = 16;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Mixin
    private ChangeOptions change;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for those who come later.")
    private String reason;

    @Option(
            names = "--author",
            paramLabel = "NAME",
            description = "Who says so (default: the name of the user of this machine).")
    private String author = System.getProperty("user.name", "");

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = ExportTime.class,
            description =
                    "From when on it counts, for collectors and for records that name no version: a minute from now at the soonest, which"
                            + " is the default.")
    private @Nullable Instant from;

    @Option(names = "--execute", paramLabel = "HASH", description = "Make the version whose plan has this hash.")
    private @Nullable String execute;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private ConfigChange() {}

    /** Plans or makes a version. */
    int run(ConfigRequest.Change what) {
        return run(configs -> what);
    }

    /** The same, for a change that needs to look at the lake. */
    int run(Function<ServiceConfigs, ConfigRequest.Change> what) {
        if (reason.isBlank() || author.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--reason and --author must say something.");
        }
        InstantSource clock = InstantSource.system();
        TidemarkConfig config = lake.existing(execute != null);
        try (Lake tables = LakeTables.open(config, Purpose.CONFIGURE)) {
            ServiceConfigs configs = new ServiceConfigs(tables);
            ConfigRequest request = new ConfigRequest(what.apply(configs), author, reason, from);
            if (execute == null) {
                show(plan(configs, request, clock.instant()));
            } else {
                change.require(config, tables);
                try (LakeSite site =
                        LakeSite.open(config, lake.directory(), "tidemark config", LakeSite.Needs.WHOLE_LAKE)) {
                    ConfigTopicSetup.make(site.config());
                    done(configs.execute(
                            request,
                            execute,
                            new ConfigTopic(site.config().kafka()),
                            clock.instant(),
                            ConfigChange::newApiKey));
                }
            }
        }
        return ExitCode.DONE;
    }

    private ConfigPlan plan(ServiceConfigs configs, ConfigRequest request, Instant now) {
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), json);
        try {
            return configs.plan(request, now, read -> {
                if (progress.due()) {
                    progress.show(String.format(Locale.ROOT, "read %,d events of the last day", read));
                }
            });
        } finally {
            progress.end();
        }
    }

    /** An API key: 32 hexadecimal digits, as Amplitude's are. */
    private static String newApiKey() {
        byte[] bytes = new byte[API_KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void show(ConfigPlan plan) {
        PrintWriter out = spec.commandLine().getOut();
        JsonOutput.print(out, json, () -> ConfigPlanDocument.of(plan), () -> ConfigText.print(plan, out));
    }

    private void done(ServiceConfigs.Made made) {
        PrintWriter out = spec.commandLine().getOut();
        JsonOutput.print(out, json, () -> ConfigPlanDocument.Made.of(made), () -> ConfigText.print(made, out));
    }
}
