package io.tidemark.job.fence;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Which lake a job writes to, and as the writer of which epoch: among the parameters that a Flink cluster shows of a job,
 * so that a job is known for what it is while it runs, whatever else runs there under the same name.
 *
 * @param lake the id of the lake's table events, which no other table has
 * @param epoch the writer's epoch
 */
public record WriterTag(String lake, WriterEpoch epoch) {
    private static final String LAKE = "tidemark.lake";
    private static final String EPOCH = "tidemark.epoch";

    /** The tag of a job that writes to this lake from now on. */
    public static WriterTag of(Lake lake) {
        return new WriterTag(lake.table(LakeTable.EVENTS).uuid().toString(), new WriterEpoch(lake.epoch()));
    }

    /** The tag among a job's parameters; null where it has none. */
    public static @Nullable WriterTag in(Map<String, String> parameters) {
        String lake = parameters.get(LAKE);
        String epoch = parameters.get(EPOCH);
        return lake == null || epoch == null ? null : new WriterTag(lake, new WriterEpoch(Integer.parseInt(epoch)));
    }

    /** The parameters that it is. */
    Map<String, String> parameters() {
        return Map.of(LAKE, lake, EPOCH, epoch.toString());
    }

    /** Puts it on the job that the environment makes; other parameters of that job stay. */
    public void put(StreamExecutionEnvironment env) {
        Map<String, String> all =
                new HashMap<>(env.getConfig().getGlobalJobParameters().toMap());
        all.putAll(parameters());
        Configuration parameters = new Configuration();
        parameters.set(PipelineOptions.GLOBAL_JOB_PARAMETERS, all);
        env.getConfig().configure(parameters, WriterTag.class.getClassLoader());
    }
}
