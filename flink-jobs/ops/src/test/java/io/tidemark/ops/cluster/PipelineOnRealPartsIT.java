package io.tidemark.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tidemark.config.ConfigFile;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.EventsLog;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.DecisionRules;
import io.tidemark.lake.audit.Audit;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.catalog.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole pipeline as it runs in a machine room: the one job jar, given to a Flink cluster by Flink's own command;
 * broker, JobManager, TaskManager, object store and catalog database each a process. A TaskManager dies, and the job is
 * taken down and goes on from its checkpoint, while events keep coming.
 */
class PipelineOnRealPartsIT {

    private static final String TOPIC = "events.raw";
    private static final int A_SECOND = 1_000;
    private static final Map<String, String> SECRETS_OF_JOB =
            Map.of("LAKE_PASSWORD", PostgresProcess.PASSWORD, "LAKE_SECRET_KEY", S3Process.SECRET_KEY);

    @TempDir
    Path directory;

    private final Started started = new Started();

    @BeforeEach
    void isPossible() {
        assumeThat(PostgresProcess.installed())
                .as("PostgreSQL is not installed (Debian: postgresql): not run")
                .isPresent();
    }

    @AfterEach
    void stop() throws Exception {
        started.close();
    }

    @Test
    void everyRecordIsInExactlyOneTableThoughATaskManagerIsKilledAndTheJobIsResumed() throws IOException {
        Path logs = Parts.logs(getClass());
        S3Process s3 = started.with(S3Process.start(Parts.s3Proxy(), directory, logs, List.of("flink", "lake")));
        PostgresProcess postgres =
                started.with(PostgresProcess.start(PostgresProcess.installed().orElseThrow(), directory, logs));
        KafkaProcess kafka = started.with(KafkaProcess.start(directory, logs));
        kafka.createTopic(TOPIC, 4);
        FlinkCluster cluster = started.with(FlinkCluster.start(Parts.flink(), directory, logs, s3.flinkSettings()));
        cluster.startTaskManager();
        Path config = directory.resolve("tidemark.yaml");
        Files.writeString(config, yaml(kafka, postgres, s3));
        TidemarkConfig told = ConfigFile.read(config, SECRETS_OF_JOB);

        SteadyTraffic traffic = started.with(SteadyTraffic.start(kafka.bootstrapServers(), TOPIC, A_SECOND, 42));
        Path jar = Parts.jobJar();
        String first = cluster.submit(jar, SECRETS_OF_JOB, "--config", config.toString());
        FlinkRest rest = cluster.rest();
        rest.awaitRunning(first);
        Lake lake = started.with(LakeTables.open(told));
        rest.await(first, "has committed rows", job -> OutcomePlaces.committed(lake) > 0);

        cluster.taskManager(0).kill();
        cluster.startTaskManager();
        rest.await(first, "is restored", job -> rest.restores(job) > 0);
        long before = OutcomePlaces.committed(lake);
        rest.await(first, "commits again", job -> OutcomePlaces.committed(lake) > before);

        // On the TaskManager that has run the first job: what that one left in its JVM must not hinder the second.
        cluster.cancel(first);
        String second =
                cluster.resume(rest.newestCheckpoint(first), jar, SECRETS_OF_JOB, "--config", config.toString());
        long resumedAt = OutcomePlaces.committed(lake);
        rest.await(second, "commits again", job -> OutcomePlaces.committed(lake) > resumedAt);
        int sent = traffic.finish();
        rest.await(second, "has committed everything", job -> OutcomePlaces.committed(lake) >= sent);
        // Identity rows of the last records may be a commit behind the records themselves.
        rest.awaitCompletedCheckpoints(second, rest.completedCheckpoints(second) + 2);
        cluster.cancel(second);

        assertThat(OutcomePlaces.in(lake).differences(traffic.expected())).isEmpty();
        try (EventsLog log = new EventsLog(told.kafka())) {
            AuditReport report = new Audit(lake, DecisionRules.of(told)).run(log, true);
            assertThat(report.findings().listed()).isEmpty();
        }
    }

    /** The job's configuration as an operator writes it: secrets come from the environment. */
    private static String yaml(KafkaProcess kafka, PostgresProcess postgres, S3Process s3) {
        Map<String, String> storage = new TreeMap<>(s3.s3aSettings());
        storage.put("fs.s3a.secret.key", "${LAKE_SECRET_KEY}");
        return """
                kafka:
                  bootstrap-servers: %s
                  topic: %s
                catalog:
                  type: jdbc
                  uri: %s
                  user: %s
                  password: ${LAKE_PASSWORD}
                  warehouse: s3a://lake/wh
                  storage:
                %s
                job:
                  parallelism: 2
                  state-backend: rocksdb
                  checkpoint-interval: 2 s
                  checkpoint-dir: s3://flink/ckpt
                  restart-delay: 1 s
                """.formatted(
                        kafka.bootstrapServers(),
                        TOPIC,
                        postgres.url(),
                        PostgresProcess.USER,
                        storage.entrySet().stream()
                                .map(entry -> "    " + entry.getKey() + ": '" + entry.getValue() + "'")
                                .collect(Collectors.joining("\n")));
    }
}
