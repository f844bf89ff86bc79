package io.tidemark.job.topology;

import io.tidemark.job.fence.LiveWriter;
import io.tidemark.job.fence.StartCheck;
import io.tidemark.job.fence.StartState;
import io.tidemark.job.config.ConfigFile;
import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job's entry on a Flink cluster: {@code flink run tidemark-job.jar --config FILE}. */
public final class IngestMain {
    private IngestMain() {}

    /** Checks the start, makes missing tables and submits the job to the cluster that runs this. */
    public static void main(String[] args) throws Exception {
        List<String> given = List.of(args);
        if (given.size() != 2 || !given.get(0).equals("--config")) {
            throw new IllegalArgumentException("Usage: flink run [-s CHECKPOINT] JOB.jar --config FILE");
        }
        TidemarkConfig config = ConfigFile.read(Path.of(given.get(1)), System.getenv());
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(FlinkSettings.of(config.job()));
        ReadableConfig flink = env.getConfiguration();
        if (config.job().parallelism() != null) {
            env.setParallelism(config.job().parallelism());
        }
        try (Lake lake = LakeTables.open(config)) {
            lake.createMissing(LakeTables.options(config));
            // Where Flink starts its own main again after a failure, it knows the checkpoint; the job itself checks.
            // Nor can one start be told from the next there.
            String claim = null;
            boolean first = flink.get(HighAvailabilityOptions.HA_MODE).equalsIgnoreCase("NONE");
            String checkpoint = flink.get(StateRecoveryOptions.SAVEPOINT_PATH);
            StartState state = first ? StartCheck.require(lake, checkpoint) : StartCheck.prepared(lake, checkpoint);
            if (state.restored()) {
                Configuration start = new Configuration();
                state.configure(start);
                env.configure(start);
            }
            if (first) {
                new LiveWriter(lake, config.job().checkpointInterval(), InstantSource.system())
                        .refuse(time -> Thread.sleep(time.toMillis()));
                claim = JobID.generate().toHexString();
            }
            IngestJob.define(env, config, lake, claim);
            env.execute();
        }
    }
}
