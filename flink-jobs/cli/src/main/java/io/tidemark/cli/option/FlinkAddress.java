package io.tidemark.cli.option;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.ops.flink.JobVersions;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The Flink cluster that a command only queries: what its job knows of the service configuration. */
public final class FlinkAddress {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--flink",
            paramLabel = "URL",
            description =
                    "Where Flink's REST interface answers, for example http://flink:8081: also show which version of"
                            + " the service configuration each task of the job knows. The web UI that run names is one.")
    private @Nullable URI address;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public FlinkAddress() {}

    /**
     * Checks what can be checked before anything is opened.
     *
     * @throws picocli.CommandLine.ParameterException if the address is none
     */
    public void check() {
        if (address != null) {
            FlinkOptions.check(address, spec);
        }
    }

    /**
     * What the lake's jobs know there; null where no address was given.
     *
     * @throws io.tidemark.lake.catalog.LakeFailure if nothing answers there
     */
    public @Nullable List<JobVersions> jobs(TidemarkConfig config, Lake tables) {
        URI given = address;
        return given == null ? null : JobVersions.of(given, config, tables);
    }
}
