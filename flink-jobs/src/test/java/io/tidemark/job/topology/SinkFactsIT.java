package io.tidemark.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.connect.EventsTopic;
import io.tidemark.job.connect.LakeSinks;
import io.tidemark.job.embedded.EmbeddedBroker;
import io.tidemark.job.embedded.EmbeddedCluster;
import io.tidemark.job.embedded.RunningJob;
import io.tidemark.job.model.RandomHistory;
import io.tidemark.job.operator.IntakeSettings;
import io.tidemark.job.operator.LakeAtStart;
import io.tidemark.job.operator.StatelessStart;
import io.tidemark.lake.catalog.CheckpointStamp;
import io.tidemark.lake.catalog.Heads;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Iceberg's sink does in silence when a job begins without its state, and how this pipeline stops instead. Each fact
 * is shown twice: with what guards the start taken away, and with it.
 *
 * <table>
 *   <caption>Where the facts about the sink are shown</caption>
 *   <tr><th>fact</th><th>here or there</th></tr>
 *   <tr><td>stateless start, fixed job id (iceberg#18098)</td><td>here</td></tr>
 *   <tr><td>stateless start, new job id</td><td>here</td></tr>
 *   <tr><td>old checkpoint, newer tables</td><td>{@link StaleStartIT}</td></tr>
 *   <tr><td>bootstrapped state with the checkpoint's id</td><td>{@link BootstrappedStartIT}</td></tr>
 *   <tr><td>offsets without one partition, a position that is gone</td><td>{@link KafkaPositionGoneIT}</td></tr>
 *   <tr><td>two starts at the same time</td><td>{@link TwoStartsIT}</td></tr>
 *   <tr><td>all of them in any order, on values</td><td>{@code RestoreSimulationTest}</td></tr>
 * </table>
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES) // a job that is let in never ends by itself
class SinkFactsIT {
    private static final int HALF = 200;
    private static final List<byte[]> HISTORY = RandomHistory.of(31, 2 * HALF);
    private static final JobID FIXED = JobID.fromHexString("00000000000000000000000000000001");

    @TempDir
    Path directory;

    private EmbeddedBroker broker;
    private SmallPipeline pipeline;

    @BeforeEach
    void ingestTheFirstHalf() {
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        broker.createTopic("events.raw", 1);
        pipeline = new SmallPipeline(directory, broker, 1, Map.of());
        pipeline.send(HISTORY.subList(0, HALF));
        try (EmbeddedCluster cluster = cluster()) {
            submitUnguarded(cluster, FIXED);
            // Some checkpoints more, so that the next job's first ones are all among those that were committed.
            awaitCheckpoint(cluster, 14);
            assertThat(records()).isEqualTo(HALF);
        }
        pipeline.send(HISTORY.subList(HALF, 2 * HALF));
    }

    @AfterEach
    void stop() {
        pipeline.close();
        broker.close();
    }

    @Test
    void withoutStateAndWithTheSameJobIdTheSinkDropsEverythingInSilence() {
        long before = committed();
        try (EmbeddedCluster cluster = cluster()) {
            JobID job = submitUnguarded(cluster, FIXED);
            awaitCheckpoint(cluster, before + 3);
            assertThat(cluster.lastFailure(job)).as("no alarm").isNull();
        }
        assertThat(records()).as("all was read, and nothing of it is there").isEqualTo(HALF);
    }

    @Test
    void withoutStateAndWithAnotherJobIdTheSinkWritesEverythingTwice() {
        try (EmbeddedCluster cluster = cluster()) {
            submitUnguarded(cluster, JobID.generate());
            await().atMost(Duration.ofMinutes(2)).until(() -> records() == 3L * HALF);
        }
    }

    @Test
    void theJobItselfRefusesToBeginWithoutState() {
        try (EmbeddedCluster cluster = cluster()) {
            JobID job = submit(cluster, FIXED, StartCheck.held(pipeline.lake()));
            assertThatThrownBy(() -> cluster.await(job)).hasMessageContaining(StatelessStart.class.getSimpleName());
        }
        assertThat(records()).isEqualTo(HALF);
    }

    @Test
    void whoeverStartsItIsToldBeforeItRuns() {
        assertThatThrownBy(() -> {
                    try (RunningJob job = pipeline.start(null)) {
                        job.check();
                    }
                })
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("stateless-start"));
    }

    private EmbeddedCluster cluster() {
        return EmbeddedCluster.start(FlinkSettings.of(pipeline.config().job()), 1);
    }

    private JobID submitUnguarded(EmbeddedCluster cluster, JobID id) {
        return submit(cluster, id, LakeAtStart.EMPTY);
    }

    private JobID submit(EmbeddedCluster cluster, JobID id, LakeAtStart held) {
        TidemarkConfig config = pipeline.config();
        Configuration flink = FlinkSettings.of(config.job());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(1);
        IntakeSettings settings = new IntakeSettings(
                IngestJob.rules(config),
                Math.toIntExact(config.intake().maxRecordSize().bytes()),
                config.kafka().topic(),
                config.kafka().ingestEpoch(),
                LakeTable.EVENTS.schema().columns().stream()
                        .map(NestedField::name)
                        .toList(),
                held);
        IngestTopology.define(
                env,
                EventsTopic.source(config, Map.of()),
                settings,
                RowTypes.ofSchemas(),
                new LakeSinks(pipeline.lake(), config, null)::write);
        StreamGraph graph = env.getStreamGraph();
        graph.setJobId(id);
        return cluster.submit(graph.getJobGraph(SinkFactsIT.class.getClassLoader(), id));
    }

    private void awaitCheckpoint(EmbeddedCluster cluster, long checkpoint) {
        await().atMost(Duration.ofMinutes(2)).until(() -> committed() >= checkpoint);
        assertThat(cluster.webUi()).isNotNull();
    }

    private long committed() {
        CheckpointStamp stamp = Heads.of(pipeline.lake()).stamp(LakeTable.MERGE_IDS);
        return stamp == null ? 0 : stamp.checkpointId();
    }

    private long records() {
        return Heads.of(pipeline.lake()).totalOutcomes();
    }
}
