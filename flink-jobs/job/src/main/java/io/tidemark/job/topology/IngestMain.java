package io.tidemark.job.topology;

import io.tidemark.config.ConfigFile;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.LiveWriter;
import io.tidemark.job.fence.StartCheck;
import io.tidemark.job.fence.StartCheck.Starter;
import io.tidemark.job.fence.StartDecision;
import io.tidemark.job.fence.StartState;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job's entry on a Flink cluster: {@code flink run tidemark-job.jar --config FILE}. */
public final class IngestMain {
    private IngestMain() {}

    /** Decides the start, makes missing tables and submits the job to the cluster that runs this. */
    public static void main(String[] args) throws Exception {
        TidemarkConfig config = ConfigFile.read(configFile(List.of(args)), System.getenv());
        StreamExecutionEnvironment env = environment(config);
        try (Lake lake = LakeTables.open(config)) {
            lake.createMissing(LakeTables.options(config));
            StartDecision.Allowed start = decide(env, config, lake).require();
            begin(env, start.state());
            IngestJob.define(env, config, lake, start);
            env.execute();
        }
    }

    private static Path configFile(List<String> args) {
        if (args.size() != 2 || !args.get(0).equals("--config")) {
            throw new IllegalArgumentException("Usage: flink run [-s CHECKPOINT] JOB.jar --config FILE");
        }
        return Path.of(args.get(1));
    }

    private static StreamExecutionEnvironment environment(TidemarkConfig config) {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(FlinkSettings.of(config.job()));
        if (config.job().parallelism() != null) {
            env.setParallelism(config.job().parallelism());
        }
        return env;
    }

    private static StartDecision decide(StreamExecutionEnvironment env, TidemarkConfig config, Lake lake)
            throws InterruptedException {
        ReadableConfig flink = env.getConfiguration();
        LiveWriter others = new LiveWriter(lake, config.job().checkpointInterval(), InstantSource.system());
        return StartCheck.decide(
                lake,
                flink.get(StateRecoveryOptions.SAVEPOINT_PATH),
                flink.get(HighAvailabilityOptions.HA_MODE).equalsIgnoreCase("NONE") ? Starter.COMMAND : Starter.FLINK,
                new ConfigTopic(config.kafka())::require,
                () -> others.refuse(time -> Thread.sleep(time.toMillis())));
    }

    // A state that the job was given by `flink run -s` is in the environment already, as its user has set it.
    private static void begin(StreamExecutionEnvironment env, StartState state) {
        if (state.restored()) {
            Configuration start = new Configuration();
            state.configure(start);
            env.configure(start);
        }
    }
}
