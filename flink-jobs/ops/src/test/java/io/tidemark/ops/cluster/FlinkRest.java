package io.tidemark.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * What a Flink cluster says of itself over its REST interface. Waiting ends with the job's own error when the job fails
 * for good.
 */
final class FlinkRest {

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static final Set<String> ENDED = Set.of("CANCELED", "FAILED", "FINISHED");

    private final URI base;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();

    FlinkRest(int port) {
        this.base = URI.create("http://127.0.0.1:" + port);
    }

    /** The answer to a GET, or empty if the cluster does not answer, or not with 200. */
    Optional<JsonNode> json(String path) {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(base.resolve(path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(mapper.readTree(answer.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Where it answers. */
    String address() {
        return base.toString();
    }

    /** The jobs that have not ended. */
    List<String> running() {
        List<String> running = new ArrayList<>();
        json("/jobs").ifPresent(all -> all.path("jobs").forEach(job -> {
            if (!ENDED.contains(job.path("status").asText())) {
                running.add(job.path("id").asText());
            }
        }));
        return running;
    }

    /** Whether a TaskManager of this name is registered. */
    boolean knowsTaskManager(String name) {
        return json("/taskmanagers/" + name).isPresent();
    }

    /** The job's status as Flink names it; {@code UNKNOWN} while nobody answers. */
    String status(String jobId) {
        return json("/jobs/" + jobId).map(job -> job.path("state").asText()).orElse("UNKNOWN");
    }

    /** How many checkpoints of this job are complete. */
    int completedCheckpoints(String jobId) {
        return checkpoints(jobId, "completed");
    }

    /** How often the job was restored from a checkpoint. */
    int restores(String jobId) {
        return checkpoints(jobId, "restored");
    }

    /** Where the newest complete checkpoint of the job is. */
    String newestCheckpoint(String jobId) {
        return json("/jobs/" + jobId + "/checkpoints")
                .map(all -> all.path("latest").path("completed").path("external_path"))
                .map(JsonNode::asText)
                .filter(path -> !path.isEmpty())
                .orElseThrow(() -> new IllegalStateException("Job " + jobId + " has no complete checkpoint"));
    }

    /** Whether the job runs and every one of its tasks does. */
    boolean everyTaskRuns(String jobId) {
        return json("/jobs/" + jobId).filter(FlinkRest::everyTaskRuns).isPresent();
    }

    /** Waits until the job has the status. */
    void awaitStatus(String jobId, String status) {
        await(jobId, "is " + status, id -> status.equals(status(id)));
    }

    /** Waits until the job and all its tasks run: since the last restart, if there was one. */
    void awaitRunning(String jobId) {
        await(jobId, "runs with every task", this::everyTaskRuns);
    }

    /** Waits until at least so many checkpoints of the job are complete. */
    void awaitCompletedCheckpoints(String jobId, int atLeast) {
        await(jobId, "has " + atLeast + " complete checkpoints", id -> completedCheckpoints(id) >= atLeast);
    }

    /**
     * Waits until the condition holds for the job.
     *
     * @throws IllegalStateException if the job fails for good before; the message has its root exception
     */
    void await(String jobId, String what, Predicate<String> condition) {
        Awaitility.await("job " + jobId + " " + what)
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    if (condition.test(jobId)) {
                        return true;
                    }
                    if ("FAILED".equals(status(jobId))) {
                        throw new IllegalStateException(
                                "Job " + jobId + " failed before it " + what + ": " + rootException(jobId));
                    }
                    return false;
                });
    }

    /** Why the job failed last, with its stack trace. */
    String rootException(String jobId) {
        return json("/jobs/" + jobId + "/exceptions")
                .map(all -> all.path("exceptionHistory").path("entries").path(0).path("stacktrace"))
                .map(JsonNode::asText)
                .orElse("(the cluster does not say)");
    }

    private int checkpoints(String jobId, String count) {
        return json("/jobs/" + jobId + "/checkpoints")
                .map(all -> all.path("counts").path(count).asInt())
                .orElse(0);
    }

    private static boolean everyTaskRuns(JsonNode job) {
        int tasks = 0;
        for (JsonNode vertex : job.path("vertices")) {
            tasks += vertex.path("parallelism").asInt();
        }
        int running = 0;
        for (JsonNode vertex : job.path("vertices")) {
            running += vertex.path("tasks").path("RUNNING").asInt();
        }
        return "RUNNING".equals(job.path("state").asText()) && tasks > 0 && running == tasks;
    }
}
