package io.tidemark.cli.option;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.ops.embedded.LakeSite;
import io.tidemark.ops.restore.JobControl;
import io.tidemark.ops.restore.JobJar;
import io.tidemark.ops.restore.LiveCluster;
import io.tidemark.ops.restore.NoJob;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where the job runs that a command stops and starts: on a Flink cluster, or in no process but a command's own. */
public final class FlinkOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--flink",
            paramLabel = "URL",
            description = "Where the Flink cluster's REST interface answers, for example http://flink:8081: the job is"
                    + " stopped there and started again. Without it the job must be stopped already, and the next start"
                    + " goes on from what was restored.")
    private @Nullable URI address;

    @Option(
            names = "--job-jar",
            paramLabel = "FILE",
            description = "The jar that the cluster runs the job from; the one that was built with this command unless"
                    + " said otherwise.")
    private @Nullable Path jar;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public FlinkOptions() {}

    /** Whether the job runs on a cluster. */
    public boolean live() {
        return address != null;
    }

    /**
     * Checks what can be checked before anything is opened.
     *
     * @throws ParameterException if the address is none, or if the lake is a directory, whose job runs on no cluster
     */
    public void check(LakeOptions lake) {
        URI given = address;
        if (given == null) {
            return;
        }
        if (lake.directory().isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--flink goes with --config: the job of a lake directory runs on no cluster.");
        }
        check(given, spec);
    }

    static void check(URI given, CommandSpec spec) {
        String scheme = given.getScheme();
        if (given.getHost() == null || scheme == null || !scheme.matches("https?")) {
            throw new ParameterException(
                    spec.commandLine(), "--flink takes an address such as http://flink:8081, and not '" + given + "'.");
        }
    }

    /** The job of a lake. */
    public JobControl control(LakeSite site, Lake tables) {
        URI given = address;
        if (given == null) {
            return new NoJob(site.directory().isPresent() ? "ingest or run" : "run or submission");
        }
        return new LiveCluster(given, JobJar.find(jar), site.config(), tables);
    }
}
