package io.tidemark.ops.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.ops.embedded.RetainedCheckpoints.Checkpoint;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class EmbeddedClusterIT {
    @TempDir
    private Path checkpoints;

    @Test
    void aJobRunsToItsEnd() {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(new Configuration(), 2)) {
            JobID job = cluster.submit(bounded(new Configuration(), value -> value + 1));
            assertThat(cluster.await(job)).isEqualTo(JobStatus.FINISHED);
            assertThat(cluster.status(job)).isEqualTo(JobStatus.FINISHED);
            assertThat(cluster.lastFailure(job)).isNull();
        }
    }

    @Test
    void aJobThatFailsSaysWhyInOneSentence() {
        Configuration once = new Configuration().set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        try (EmbeddedCluster cluster = EmbeddedCluster.start(new Configuration(), 1)) {
            JobID job = cluster.submit(bounded(once, new Refusing()));
            assertThatThrownBy(() -> cluster.await(job))
                    .isInstanceOf(EmbeddedFailure.class)
                    .hasMessageContaining("The job " + job + " failed")
                    .hasMessageContaining("IllegalArgumentException: seven is not allowed here");
            assertThat(Objects.requireNonNull(cluster.lastFailure(job)))
                    .hasStackTraceContaining("seven is not allowed here");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void aCancelledJobLeavesACheckpointFromWhichTheNextGoesOn(String backend) {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(new Configuration(), 1)) {
            JobID first = cluster.submit(endless(settings(backend)));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cluster.completedCheckpoints(first) >= 2);
            String taken = cluster.checkpoint(first);
            cluster.cancel(first);
            assertThat(cluster.await(first)).isEqualTo(JobStatus.CANCELED);
            Checkpoint newest = RetainedCheckpoints.newest(checkpoints).orElseThrow();
            assertThat(taken).endsWith("chk-" + newest.id());

            JobID second = cluster.submit(endless(settings(backend)
                    .set(
                            StateRecoveryOptions.SAVEPOINT_PATH,
                            newest.path().toUri().toString())));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cluster.completedCheckpoints(second) >= 1);
            assertThat(Objects.requireNonNull(cluster.lastCheckpoint(second)).getCheckpointId())
                    .isGreaterThan(newest.id());
            cluster.cancel(second);
            cluster.cancel(second);
        }
    }

    @Test
    void theWebInterfaceAnswersOnLoopback() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(new Configuration(), 1)) {
            assertThat(cluster.webUi().getHost()).isEqualTo("127.0.0.1");
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest request = HttpRequest.newBuilder(cluster.webUi()).build();
            // 503 until its leader is elected, which nothing but the first job waits for.
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                HttpResponse<String> page = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(page.statusCode()).isEqualTo(200);
                assertThat(page.body()).contains("Apache Flink");
            });
        }
    }

    @Test
    void aQuestionAboutAnUnknownJobIsOneClearFailure() {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(new Configuration(), 1)) {
            JobID unknown = JobID.generate();
            assertThatThrownBy(() -> cluster.status(unknown))
                    .isInstanceOf(EmbeddedFailure.class)
                    .hasMessageContaining("Cannot get the state of the job " + unknown);
        }
    }

    private Configuration settings(String backend) {
        return new Configuration()
                .set(StateBackendOptions.STATE_BACKEND, backend)
                .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200))
                .set(
                        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                        checkpoints.toUri().toString())
                .set(
                        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    }

    private static StreamGraph bounded(Configuration configuration, MapFunction<Long, Long> work) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(1);
        environment.fromSequence(1, 1_000).map(work).returns(Types.LONG).sinkTo(new DiscardingSink<>());
        return environment.getStreamGraph();
    }

    private static StreamGraph endless(Configuration configuration) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(1);
        environment
                .fromSource(
                        new DataGeneratorSource<>(
                                value -> value, Long.MAX_VALUE, RateLimiterStrategy.perSecond(500), Types.LONG),
                        WatermarkStrategy.noWatermarks(),
                        "numbers")
                .uid("numbers")
                .keyBy(value -> value % 10)
                .reduce(Long::sum)
                .uid("sums")
                .sinkTo(new DiscardingSink<>())
                .uid("nowhere");
        return environment.getStreamGraph();
    }

    /** Fails at seven. */
    private static final class Refusing implements MapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long map(Long value) {
            if (value == 7) {
                throw new IllegalArgumentException("seven is not allowed here");
            }
            return value;
        }
    }
}
