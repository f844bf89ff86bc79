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
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestoreStep;
import io.tidemark.lake.restore.Restores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Back to a mark while the pipeline runs in a machine room and events keep coming: broker, JobManager, TaskManager, object
 * store and catalog database each a process, and the command another. Everything that can die dies on the way.
 */
class RestoreOnRealPartsIT {
    private static final String TOPIC = "events.raw";
    private static final int A_SECOND = 500;
    private static final Pattern HASH = Pattern.compile("--execute ([0-9a-f]{12})");
    private static final Map<String, String> SECRETS =
            Map.of("LAKE_PASSWORD", PostgresProcess.PASSWORD, "LAKE_SECRET_KEY", S3Process.SECRET_KEY);

    @TempDir
    Path directory;

    private final Started started = new Started();
    private final Path logs = Parts.logs(getClass());
    private int runs;

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
    void aRunningPipelineGoesBackToAMarkThoughCommandTaskManagerAndJobManagerAreKilledOnTheWay() throws IOException {
        S3Process s3 = started.with(S3Process.start(Parts.s3Proxy(), directory, logs, List.of("flink", "lake")));
        PostgresProcess postgres =
                started.with(PostgresProcess.start(PostgresProcess.installed().orElseThrow(), directory, logs));
        KafkaProcess kafka = started.with(KafkaProcess.start(directory, logs));
        kafka.createTopic(TOPIC, 4);
        FlinkCluster cluster = started.with(FlinkCluster.start(Parts.flink(), directory, logs, s3.flinkSettings()));
        cluster.startTaskManager();
        Path config = directory.resolve("tidemark.yaml");
        Files.writeString(config, yaml(kafka, postgres, s3, "s3://flink/ckpt"));
        TidemarkConfig told = ConfigFile.read(config, SECRETS);
        SteadyTraffic traffic = started.with(SteadyTraffic.start(kafka.bootstrapServers(), TOPIC, A_SECOND, 42));
        String first = cluster.submit(Parts.jobJar(), SECRETS, "--config", config.toString());
        FlinkRest rest = cluster.rest();
        rest.awaitRunning(first);
        Lake lake = started.with(LakeTables.open(told));
        rest.await(first, "has committed rows", job -> OutcomePlaces.committed(lake) > 2_000);
        said(command("mark", "--config", config.toString(), "--name", "half"), 0);
        long marked = OutcomePlaces.committed(lake);
        rest.await(first, "has gone on", job -> OutcomePlaces.committed(lake) > marked + 2_000);

        String plan = said(command("restore", "--config", config.toString(), "--to", "half"), 0);
        refused(config, plan, kafka, postgres, s3, lake);
        String[] execute = {
            "restore",
            "--config",
            config.toString(),
            "--to",
            "half",
            "--execute",
            hash(plan),
            "--flink",
            cluster.address(),
            "--watch"
        };
        killAfterSteps(execute, hash(plan), lake);
        assertThat(rest.status(first)).isIn("CANCELED", "FAILED");

        // It dies while the job is starting, which goes on; then the only TaskManager dies.
        ServerProcess starting = command(execute).start();
        starting.await("has submitted the job", () -> rest.running().size() == 1);
        String second = rest.running().get(0);
        starting.kill();
        cluster.taskManager(0).kill();

        // The JobManager dies under the next run, and with it the job, which waits for a TaskManager. Either that run
        // has
        // found the job before and says that it is gone, or it finds none and submits it.
        Launch finding = command(execute);
        try (ServerProcess waiting = finding.start()) {
            waiting.await("starts the job", () -> finding.lastLines().contains(RestoreStep.START.describe()));
            assertThat(rest.running()).containsExactly(second);
            cluster.restartJobManager();
            cluster.startTaskManager();
            if (waiting.awaitExit() != 0) {
                assertThat(finding.lastLines()).contains("un the same command again");
            }
        }

        String last = said(command(execute), 0);
        assertThat(finding.lastLines() + last).contains("Back at 'half'", "it keeps up");
        assertThat(said(command(execute), 0)).contains("Done already");
        String third = rest.running().get(0);
        int sent = traffic.finish();
        rest.await(third, "has committed everything", job -> OutcomePlaces.committed(lake) >= sent);
        rest.awaitCompletedCheckpoints(third, rest.completedCheckpoints(third) + 2);
        cluster.cancel(third);

        assertThat(OutcomePlaces.in(lake).differences(traffic.expected())).isEmpty();
        try (EventsLog log = new EventsLog(told.kafka())) {
            AuditReport report = new Audit(lake, DecisionRules.of(told)).run(log, true);
            assertThat(report.findings().listed()).isEmpty();
        }
    }

    /** What does not answer, or refuses, is said before anything is changed. */
    private void refused(
            Path config, String plan, KafkaProcess kafka, PostgresProcess postgres, S3Process s3, Lake lake)
            throws IOException {
        String nobody = "http://127.0.0.1:" + FreePort.next();
        assertThat(said(
                        command(
                                "restore",
                                "--config",
                                config.toString(),
                                "--to",
                                "half",
                                "--execute",
                                hash(plan),
                                "--flink",
                                nobody),
                        1))
                .contains("the Flink cluster at " + nobody)
                .contains("Check --flink");
        Path elsewhere = directory.resolve("no-bucket.yaml");
        Files.writeString(elsewhere, yaml(kafka, postgres, s3, "s3://nowhere/ckpt"));
        assertThat(said(
                        command("restore", "--config", elsewhere.toString(), "--to", "half", "--execute", hash(plan)),
                        1))
                .contains("s3://nowhere/ckpt")
                .contains("the bucket does not exist");
        assertThat(lake.epoch()).isEqualTo(1);
        assertThat(new Restores(lake).find(hash(plan))).isEmpty();
    }

    /** Runs the command again and again, and kills it each time it has written down a step, before the job is started. */
    private void killAfterSteps(String[] execute, String hash, Lake lake) {
        for (RestoreStep step : KilledSteps.inOrder()) {
            int atLeast = step.ordinal() + 1;
            if (step.compareTo(RestoreStep.START) >= 0 || steps(lake, hash).size() >= atLeast) {
                continue;
            }
            try (ServerProcess running = command(execute).start()) {
                Awaitility.await("step " + step)
                        .atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> steps(lake, hash).size() >= atLeast || !running.alive());
                running.kill();
            }
            assertThat(steps(lake, hash))
                    .as("the steps that are done after the run that was killed after %s", step)
                    .hasSizeGreaterThanOrEqualTo(atLeast);
        }
    }

    private static List<RestoreJournal.Done> steps(Lake lake, String hash) {
        return new Restores(lake).find(hash).map(RestoreJournal::done).orElse(List.of());
    }

    private static String hash(String plan) {
        Matcher found = HASH.matcher(plan);
        assertThat(found.find()).as("a hash in %s", plan).isTrue();
        return found.group(1);
    }

    /** Runs a command to its end. */
    private static String said(Launch command, int code) {
        try (ServerProcess running = command.start()) {
            int ended = running.awaitExit();
            assertThat(ended).as(command.lastLines()).isEqualTo(code);
            return command.lastLines();
        }
    }

    /** The command in a process of its own, as a person runs it. */
    private Launch command(String... arguments) {
        String name = "tidemark-" + runs++ + "-" + arguments[0];
        return new Launch(name, TidemarkJvm.command("-Xmx1g", List.of(arguments)), SECRETS, logs);
    }

    /** The job's configuration as an operator writes it: secrets come from the environment. */
    private static String yaml(KafkaProcess kafka, PostgresProcess postgres, S3Process s3, String checkpoints) {
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
                  checkpoint-interval: 2 s
                  checkpoint-dir: %s
                  restart-delay: 1 s
                  restart-attempts: 200
                """.formatted(
                        kafka.bootstrapServers(),
                        TOPIC,
                        postgres.url(),
                        PostgresProcess.USER,
                        storage.entrySet().stream()
                                .map(entry -> "    " + entry.getKey() + ": '" + entry.getValue() + "'")
                                .collect(Collectors.joining("\n")),
                        checkpoints);
    }
}
