package io.tidemark.cli.recorded;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.StartCheck;
import io.tidemark.job.fence.StartDecision;
import io.tidemark.job.topology.FlinkSettings;
import io.tidemark.job.topology.IngestJob;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.ops.embedded.EmbeddedCluster;
import io.tidemark.ops.embedded.EmbeddedFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** The ingest job, which takes checkpoints and savepoints when it is told to, and at no other time. */
final class RecordedJob implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int PARALLELISM = 2;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Lake lake;
    private final EmbeddedCluster cluster;
    private final JobID job;

    private RecordedJob(Lake lake, EmbeddedCluster cluster, JobID job) {
        this.lake = lake;
        this.cluster = cluster;
        this.job = job;
    }

    /** Starts the job from a checkpoint or savepoint, or where the lake says. */
    static RecordedJob start(TidemarkConfig config, Lake lake, @Nullable String state) {
        StartDecision.Allowed begin = StartCheck.decide(
                        lake, state, StartCheck.Starter.COMMAND, version -> {}, () -> {})
                .require();
        Configuration flink = FlinkSettings.of(config.job());
        begin.state().configure(flink);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(PARALLELISM);
        IngestJob.define(env, config, lake, begin);
        EmbeddedCluster cluster = EmbeddedCluster.start(flink, PARALLELISM);
        RecordedJob started = new RecordedJob(lake, cluster, cluster.submit(env.getStreamGraph()));
        await().atMost(LONGEST).until(() -> {
            if (cluster.status(started.job) == JobStatus.FAILED) {
                cluster.await(started.job);
            }
            return cluster.status(started.job) == JobStatus.RUNNING;
        });
        return started;
    }

    /** Takes checkpoints until the tables hold this many records of the log. */
    void commit(long records) {
        await().atMost(LONGEST).pollInterval(Duration.ofSeconds(2)).until(() -> {
            checkpoint();
            return Heads.of(lake).totalOutcomes() == records;
        });
        checkpoint();
        await().atMost(LONGEST).until(() -> Heads.of(lake).totalOutcomes() == records);
    }

    /** Takes a checkpoint; returns when it is complete, which is before the tables have it. */
    String checkpoint() {
        return await().atMost(LONGEST)
                .ignoreException(EmbeddedFailure.class)
                .until(() -> cluster.checkpoint(job), path -> true);
    }

    /** Waits until the source has read this many records since this job's start. */
    void awaitRead(long records) {
        await().atMost(LONGEST).pollInterval(Duration.ofSeconds(1)).until(() -> {
            long read = 0;
            for (JsonNode vertex : rest("GET", "/jobs/" + job, null).path("vertices")) {
                if (vertex.path("name").asText().startsWith("Source")) {
                    read += vertex.path("metrics").path("write-records").asLong();
                }
            }
            return read >= records;
        });
    }

    /** Stops the job with a savepoint, which the tables then have. */
    String stop(String directory) throws IOException, InterruptedException {
        String body = "{\"targetDirectory\":\"" + directory + "\",\"drain\":false}";
        String trigger =
                rest("POST", "/jobs/" + job + "/stop", body).path("request-id").asText();
        JsonNode done = await().atMost(LONGEST)
                .until(
                        () -> rest("GET", "/jobs/" + job + "/savepoints/" + trigger, null),
                        answer -> answer.path("status").path("id").asText().equals("COMPLETED"));
        cluster.await(job);
        return done.path("operation").path("location").asText();
    }

    private JsonNode rest(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cluster.webUi() + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
    }

    @Override
    public void close() {
        try (cluster) {
            cluster.cancel(job);
        } catch (EmbeddedFailure alreadyGone) {
            // It has been stopped with a savepoint.
        }
    }
}
