package io.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.cli.output.ExitCode;
import io.tidemark.config.KafkaConfig;
import io.tidemark.job.kafka.EventsSender;
import io.tidemark.ops.embedded.RetainedCheckpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline that runs in a process of its own, what others may do beside it, and how it ends. */
@Timeout(300)
class RunLakeIT {
    private static final Pattern BROKER = Pattern.compile("Kafka: (\\S+), topic (\\S+)\\.");
    private static final String COUNT = "SELECT COUNT(*) n FROM events";

    @TempDir
    private Path directory;

    @Test
    void othersMayReadBesideItButNotWriteAndAStopKeepsTheNewestCheckpoint() throws Exception {
        Path lake = directory.resolve("lake");
        try (TidemarkProcess running = TidemarkProcess.start(directory, "run", "--lake", lake.toString())) {
            running.awaitSaid("Running. Kafka: ");
            send(running, 0, 500);
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> sql(lake).equals("n\n500\n"));

            Run audit = Run.of("audit", "--lake", lake.toString());
            assertThat(audit.code()).as(audit.out()).isEqualTo(ExitCode.DONE);
            assertThat(audit.out()).contains("500 records, each in one table", "audit holds");
            assertThat(audit.err()).contains("in use by process " + running.pid(), "The log itself is not queried.");

            for (String writer : new String[] {"ingest", "run", "demo"}) {
                Run second = Run.of(writer, "--lake", lake.toString());
                assertThat(second.code()).as(second.err()).isEqualTo(ExitCode.REFUSED);
                assertThat(second.out()).isEmpty();
                assertThat(second.err())
                        .contains("Refused: The lake " + lake + " is in use by process " + running.pid()
                                + " (tidemark run).");
            }

            send(running, 500, 800);
            Run stopped = running.stop();
            // What the operating system says of a process that ended by SIGTERM.
            assertThat(stopped.code()).isEqualTo(143);
            assertThat(stopped.out()).isEmpty();
            assertThat(stopped.err())
                    .endsWith("Stopping: the newest checkpoint is kept.\n")
                    .doesNotContain("\tat ", "WARN", "ERROR", "failed");
        }
        assertThat(RetainedCheckpoints.newest(lake.resolve("checkpoints"))).isPresent();

        Run rest = Run.of("ingest", "--lake", lake.toString());
        assertThat(rest.code()).as(rest.err()).isEqualTo(ExitCode.DONE);
        assertThat(sql(lake)).isEqualTo("n\n800\n");
        assertThat(Run.of("audit", "--lake", lake.toString()).code()).isEqualTo(ExitCode.DONE);
    }

    private static void send(TidemarkProcess running, int from, int to) {
        Matcher broker = BROKER.matcher(running.err());
        assertThat(broker.find()).as(running.err()).isTrue();
        assertThat(broker.group(2)).isEqualTo("events.raw");
        try (EventsSender sender = new EventsSender(KafkaConfig.at(broker.group(1)))) {
            for (int i = from; i < to; i++) {
                sender.send(("{\"event_type\":\"Step\",\"device_id\":\"device-" + i % 9 + "\"}").getBytes(UTF_8));
            }
            sender.flush();
        }
    }

    private static String sql(Path lake) {
        return Run.of("sql", "--lake", lake.toString(), "--format", "csv", COUNT)
                .out();
    }
}
