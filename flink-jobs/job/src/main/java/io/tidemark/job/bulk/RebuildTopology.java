package io.tidemark.job.bulk;

import io.tidemark.job.topology.IngestTopology;
import io.tidemark.job.topology.RowTypes;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import java.util.List;
import org.apache.flink.api.common.BatchShuffleMode;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;

/**
 * The rebuild, a batch job: rows of events → per device, in the order of the log: owner? → the two identity tables. The
 * sort is Flink's own and spills to disk, so memory does not grow with the events.
 */
public final class RebuildTopology {
    private static final MemorySize SORTER = MemorySize.ofMebiBytes(192);

    private RebuildTopology() {}

    /** The columns of {@code events} that the job reads, in the order in which it wants them. */
    public static List<String> columns() {
        return IdentityEvents.COLUMNS;
    }

    /** The job's Flink settings. */
    public static Configuration settings() {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.NAME, "tidemark-rebuild");
        flink.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        // The scheduler for batch jobs takes no pipelined exchanges.
        flink.set(JobManagerOptions.SCHEDULER, JobManagerOptions.SchedulerType.Default);
        // On one machine the events need not go to disk on their way to the sorter.
        flink.set(ExecutionOptions.BATCH_SHUFFLE_MODE, BatchShuffleMode.ALL_EXCHANGES_PIPELINED);
        flink.set(ExecutionOptions.SORTED_INPUTS_MEMORY, SORTER);
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, SORTER.multiply(2).add(MemorySize.ofMebiBytes(64)));
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return flink;
    }

    /**
     * Adds the job to an environment that has these {@link #settings}.
     *
     * @param events rows of {@code events} with these {@link #columns}
     * @param keys how ids are derived
     */
    public static void define(
            StreamExecutionEnvironment env,
            Source<RowData, ?, ?> events,
            IdentityKeys keys,
            IngestTopology.Sinks sinks) {
        RowTypes rows = RowTypes.ofSchemas();
        DataStream<IdentityEvent> inOrder = env.fromSource(
                        events, WatermarkStrategy.noWatermarks(), "events", RebuildEnds.rows(IdentityEvents.COLUMNS))
                .flatMap(new IdentityEvents(keys.scope() == IdentityScope.PROJECT))
                .returns(IdentityEventType.INSTANCE)
                .assignTimestampsAndWatermarks(WatermarkStrategy.<IdentityEvent>noWatermarks()
                        .withTimestampAssigner((event, none) -> event.order()));
        SingleOutputStreamOperator<RowData> identities = inOrder.keyBy(IdentityEvent::deviceHash)
                .process(new IdentityFold(keys, rows.tags().mergeIds()), rows.of(LakeTable.IDENTITIES));

        sinks.write(LakeTable.IDENTITIES, identities);
        sinks.write(LakeTable.MERGE_IDS, identities.getSideOutput(rows.tags().mergeIds()));
    }
}
