package io.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.cli.output.ExitCode;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.RetainedCheckpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The job against a Kafka of its own and a catalog that a configuration names: run, stopped, run again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class RunPipelineIT {
    private Path directory = Path.of(".");
    private EmbeddedBroker broker;
    private String config = "";
    private Run planned = new Run(-1, "", "");
    private Run made = new Run(-1, "", "");
    private TidemarkProcess running;

    @BeforeAll
    void startBrokerAndJob(@TempDir Path home) throws IOException {
        directory = home;
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        config = write("tidemark.yaml", "raw").toString();
        planned = Run.of("init", "--config", config, "--partitions", "2");
        made = Run.of("init", "--config", config, "--partitions", "2", "--execute", hash(planned.out()));
        running = TidemarkProcess.start(directory, "run", "--config", config);
        running.awaitSaid("Running.");
    }

    @AfterAll
    void stopAll() {
        running.close();
        broker.close();
    }

    private static String hash(String plan) {
        return plan.strip().substring(plan.strip().lastIndexOf(' ') + 1);
    }

    @Test
    @Order(0)
    void initShowsItsPlanAndMakesTopicAndTablesOnce() {
        assertThat(planned.code()).as(planned.err()).isEqualTo(ExitCode.DONE);
        assertThat(planned.out())
                .contains("make the tables events, duplicates,", "make the topic raw with 2 partitions\n")
                .contains("message.timestamp.type=LogAppendTime: server_upload_time")
                .contains("Nothing is done yet. To do it: tidemark init --config");
        assertThat(made.code()).as(made.err()).isEqualTo(ExitCode.DONE);
        assertThat(made.out()).contains("Next: tidemark run --config " + config);
        Run again = Run.of("init", "--config", config, "--json");
        assertThat(again.out())
                .contains("\"done\":false,\"make_tables\":[],\"make_topics\":[],\"set_topics\":[],\"notes\":[]");
        Run other = Run.of("init", "--config", config, "--execute", "000000000000");
        assertThat(other.code()).isEqualTo(ExitCode.REFUSED);
        Run none = Run.of("init", "--config", config, "--partitions", "0");
        assertThat(none.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    @Order(1)
    void ingestSendsToThePipelineAndWaitsUntilItHasCommitted() throws IOException {
        Run ingest = ingest("first.jsonl", 0, 1_000);
        assertThat(ingest.code()).as(ingest.err()).isEqualTo(ExitCode.DONE);
        assertThat(ingest.out()).contains("\"records\":1000,\"accepted\":1000,\"duplicate\":0", "\"people\":50");
        assertThat(count()).isEqualTo("n\n1000\n");
    }

    @Test
    @Order(2)
    void secondJobOnTheSameTablesIsRefused() {
        // The running job goes on meanwhile: by the time it is looked at, a checkpoint may be too old to start from.
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            Run second = Run.of("run", "--config", config, "--from-checkpoint", newest());
            assertThat(second.code()).as(second.err()).isEqualTo(ExitCode.REFUSED);
            assertThat(second.err())
                    .contains("Refused: Another job is writing to the tables of", "Stop that job first")
                    .doesNotContain("Running");
        });
        assertThat(running.isAlive()).isTrue();
    }

    @Test
    @Order(3)
    void auditBesideTheRunningJobHolds() {
        Run audit = Run.of("audit", "--config", config);
        assertThat(audit.code()).as(audit.out() + audit.err()).isEqualTo(ExitCode.DONE);
        assertThat(audit.out()).contains("1,000 records, each in one table");
    }

    @Test
    @Order(4)
    void exportBesideTheRunningJobHasWhatIsAtTheMark() throws IOException {
        Run mark = Run.of("mark", "--config", config, "--name", "noon");
        assertThat(mark.code()).as(mark.err()).isEqualTo(ExitCode.DONE);
        Run export = export(config, "beside.zip");
        assertThat(export.code()).as(export.err()).isEqualTo(ExitCode.DONE);
        assertThat(export.out()).contains("1,000 events of 1 hours");
        assertThat(running.isAlive()).isTrue();
    }

    @Test
    @Order(5)
    void stoppedJobEndsInOrder() throws InterruptedException {
        Run stopped = running.stop();
        assertThat(stopped.code()).isEqualTo(143);
        assertThat(stopped.err()).endsWith("Stopping: the newest checkpoint is kept.\n");
    }

    @Test
    @Order(6)
    void startWithoutTheCheckpointOrWithAnOldOneIsRefused() {
        Run without = Run.of("run", "--config", config);
        assertThat(without.code()).as(without.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(without.err()).contains("write every record a second time", "--from-checkpoint PATH");

        Run old = Run.of("run", "--config", config, "--from-checkpoint", newest().replaceFirst("chk-\\d+$", "chk-1"));
        assertThat(old.code()).as(old.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(old.err()).contains("is older than the table");
    }

    @Test
    @Order(7)
    void checkpointThatIsNotThereIsSaidSo() {
        Run none = Run.of("run", "--config", config, "--from-checkpoint", directory + "/gone/chk-99999");
        assertThat(none.code()).as(none.err()).isEqualTo(ExitCode.FAILURE);
        assertThat(none.err())
                .contains("Cannot find checkpoint", "/gone/chk-99999")
                .doesNotContain("\tat ");
    }

    @Test
    @Order(8)
    void startFromTheNewestCheckpointGoesOnExactly() throws Exception {
        running = TidemarkProcess.start(directory, "run", "--config", config, "--from-checkpoint", newest());
        running.awaitSaid("Running.");
        Run ingest = ingest("second.jsonl", 500, 1_500);
        assertThat(ingest.code()).as(ingest.err()).isEqualTo(ExitCode.DONE);
        // The half that was sent before is still known by its insert ids.
        assertThat(ingest.out()).contains("\"records\":1000,\"accepted\":500,\"duplicate\":500", "\"people\":50");
        assertThat(running.stop().code()).isEqualTo(143);
        Run audit = Run.of("audit", "--config", config, "--complete");
        assertThat(audit.code()).as(audit.out() + audit.err()).isEqualTo(ExitCode.DONE);
        assertThat(audit.out()).contains("2,000 records, each in one table: 1,500 accepted, 500 duplicate");
    }

    @Test
    @Order(9)
    void exportAtTheMarkIsTheSameLaterAndWithoutKafka() throws IOException {
        String elsewhere = write("elsewhere.yaml", "raw", "127.0.0.1:1").toString();
        Run export = export(elsewhere, "later.zip");
        assertThat(export.code()).as(export.err()).isEqualTo(ExitCode.DONE);
        assertThat(directory.resolve("later.zip")).hasSameBinaryContentAs(directory.resolve("beside.zip"));
    }

    @Test
    @Order(10)
    void exportOfACatalogThatIsNotThereIsSaidSoAndMakesNone() throws IOException {
        Run export = export(write("unknown.yaml", "nothing.here").toString(), "none.zip");
        assertThat(export.code()).as(export.err()).isEqualTo(ExitCode.FAILURE);
        assertThat(export.err()).contains("There is no lake", "unknown-catalog.db is missing");
        assertThat(directory.resolve("unknown-catalog.db")).doesNotExist();
        assertThat(directory.resolve("none.zip")).doesNotExist();
    }

    @Test
    @Order(11)
    void topicThatIsNotThereIsNamedAndNothingIsMade() throws IOException {
        String unknown = write("unknown.yaml", "nothing.here").toString();
        Path file = Files.writeString(directory.resolve("one.jsonl"), "{}\n");
        for (String[] args :
                new String[][] {{"run", "--config", unknown}, {"ingest", "--config", unknown, file.toString()}}) {
            Run run = Run.of(args);
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FAILURE);
            assertThat(run.err())
                    .contains("the topic nothing.here on 127.0.0.1:", "there is no such topic", "tidemark init")
                    .hasLineCount(1);
        }
        assertThat(directory.resolve("unknown-warehouse")).doesNotExist();
    }

    private Run export(String configuration, String name) {
        return Run.of(
                "export",
                "--config",
                configuration,
                "--from",
                "2000-01-01",
                "--to",
                "2100-01-01",
                "--as-of",
                "noon",
                "-o",
                directory.resolve(name).toString());
    }

    private Path write(String name, String topic) throws IOException {
        return write(name, topic, broker.bootstrapServers());
    }

    private Path write(String name, String topic, String servers) throws IOException {
        String lake = topic.equals("raw") ? "" : "unknown-";
        return Files.writeString(directory.resolve(name), """
                kafka: {bootstrap-servers: '%2$s', topic: %3$s}
                catalog:
                  type: jdbc
                  uri: 'jdbc:sqlite:%1$s/%4$scatalog.db'
                  warehouse: '%1$s/%4$swarehouse'
                  name: shop
                  namespace: clicks
                job: {checkpoint-dir: '%1$s/checkpoints', checkpoint-interval: 1 s, state-backend: hashmap}
                """.formatted(directory, servers, topic, lake));
    }

    private Run ingest(String name, int from, int to) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(String.format(
                    Locale.ROOT,
                    "{\"event_type\":\"Step\",\"device_id\":\"device-%d\",\"insert_id\":\"step-%d\"}%n",
                    i % 50,
                    i));
        }
        Path file = Files.write(directory.resolve(name), lines.toString().getBytes(UTF_8));
        return Run.of("ingest", "--config", config, "--json", file.toString());
    }

    private String count() {
        return Run.of("sql", "--config", config, "--format", "csv", "SELECT COUNT(*) n FROM events")
                .out();
    }

    private String newest() {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> RetainedCheckpoints.newest(directory.resolve("checkpoints")), found -> found.isPresent())
                .orElseThrow()
                .path()
                .toString();
    }
}
