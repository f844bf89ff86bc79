package io.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.config.MarksConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.DecisionRules;
import io.tidemark.lake.audit.CutCheck;
import io.tidemark.lake.audit.CutProof;
import io.tidemark.lake.care.Care;
import io.tidemark.lake.care.CareReport;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.Marks;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.embedded.EmbeddedPipeline;
import io.tidemark.ops.embedded.LakeDirectory;
import io.tidemark.ops.embedded.LakeState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Snapshots expire, small files become large ones and files are deleted, all while a job commits as fast as it can and
 * marks come and go: nothing is taken that a mark or the job needs.
 */
@Timeout(600)
class CareBesideJobIT {
    private static final int ROUNDS = 4;
    private static final Duration FLOOR = Duration.ofSeconds(4);
    private static final Duration PAUSE = Duration.ofMillis(5);

    @TempDir
    private Path directory;

    private Path path = Path.of(".");

    @Test
    void whatMarksAndTheJobNeedStaysWhileTheRestGoes() throws InterruptedException, IOException {
        path = directory.resolve("lake");
        TidemarkConfig config = config();
        List<CareReport> reports = new ArrayList<>();
        try (EmbeddedPipeline pipeline = EmbeddedPipeline.start(
                LakeDirectory.openOrCreate(path, LakeState.fresh(config.kafka().topic(), 3)), config, "test")) {
            AtomicBoolean enough = new AtomicBoolean();
            Thread traffic = new Thread(() -> send(pipeline, enough), "traffic");
            traffic.start();
            for (int i = 0; i < ROUNDS; i++) {
                long before = pipeline.progress().records();
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> pipeline.progress().records() > before);
                done("mark", "--lake", path.toString(), "--name", "m" + i);
                if (i == 2) {
                    done("mark", "--lake", path.toString(), "--delete", "m0");
                }
                Instant settled = Instant.now().plus(FLOOR);
                await().atMost(Duration.ofMinutes(1)).until(() -> Instant.now().isAfter(settled));
                reports.add(care(config));
            }
            enough.set(true);
            traffic.join();
            pipeline.check();
        }
        assertThat(reports).as("%s", reports).allMatch(report -> report.spared() == 0);
        assertThat(reports.stream().mapToInt(CareReport::snapshots).sum()).isPositive();
        assertThat(reports.stream().mapToInt(CareReport::deleted).sum()).isPositive();
        assertThat(reports.stream()
                        .mapToInt(report -> report.compacted().filesIn())
                        .sum())
                .isPositive();
        // Stopped in mid-stream, the last records are in the topic alone.
        done("audit", "--lake", path.toString());
        verify(config, List.of("m1", "m2", "m3"));
        backToAndOn("m1");
    }

    // The guard's floor is as low; what is young is what the care of each round takes for it.
    private TidemarkConfig config() {
        TidemarkConfig base = DirectoryLake.config(path);
        TidemarkConfig fast = base.withJob(base.job().withCheckpointInterval(Duration.ofMillis(300)));
        MarksConfig marks = MarksConfig.defaults();
        return new TidemarkConfig(
                fast.environment(),
                fast.kafka(),
                fast.catalog(),
                fast.identity(),
                fast.intake(),
                fast.job(),
                fast.tables(),
                new MarksConfig(
                        marks.every(), marks.keepHourly(), marks.keepDaily(), Duration.ofSeconds(1), marks.trashFor()),
                fast.questions(),
                fast.collector());
    }

    // A plan is made as of a full hour; here it is the next but one, and what is old is counted from there.
    private static CareReport care(TidemarkConfig config) {
        Instant now = Instant.now();
        Instant asOf = now.truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.HOURS);
        Duration old = Duration.between(now.minus(FLOOR), asOf);
        try (Lake lake = LakeTables.open(config, Purpose.CARE)) {
            Care care = new Care(lake, old, Duration.ZERO, old);
            return care.execute(care.plan(asOf).hash(), asOf, none -> {});
        }
    }

    private static void done(String... command) {
        Run run = Run.of(command);
        assertThat(run.code()).as(run.err() + run.out()).isEqualTo(ExitCode.DONE);
    }

    private static void send(EmbeddedPipeline pipeline, AtomicBoolean enough) {
        for (int i = 0; !enough.get(); i++) {
            String user = i % 5 == 0 ? ",\"user_id\":\"person-" + i % 35 + "\"" : "";
            String event = i % 11 == 0
                    ? "no event"
                    : "{\"event_type\":\"Step\",\"device_id\":\"device-" + i % 97 + "\"" + user + "}";
            pipeline.sender().send(event.getBytes(UTF_8));
            if (i % 10 == 0) {
                pipeline.sender().flush();
                // Many commits are wanted, not many rows: each proof reads them all.
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        pipeline.sender().flush();
    }

    private static void verify(TidemarkConfig config, List<String> names) {
        try (Lake lake = LakeTables.open(config)) {
            Map<LakeTable, Table> tables = new EnumMap<>(LakeTable.class);
            LakeTable.pipeline().forEach(name -> tables.put(name, lake.table(name)));
            for (Mark mark : names.stream().map(new Marks(lake)::require).toList()) {
                CutProof whole = new CutCheck(tables, DecisionRules.of(config))
                        .run(new ConsistentCut(mark.baseline().snapshots(), 1, 1L, Map.of()), null, null);
                assertThat(whole.findings().listed()).as(mark.name()).isEmpty();
                assertThat(whole.records()).isEqualTo(mark.records());
                LakeTable.pipeline().forEach(table -> assertThat(
                                tables.get(table).refs().get(mark.name()).snapshotId())
                        .isEqualTo(mark.snapshot(table)));
            }
        }
    }

    private void backToAndOn(String mark) throws IOException {
        Run plan = Run.of("restore", "--lake", path.toString(), "--to", mark, "--json");
        assertThat(plan.code()).as(plan.err()).isEqualTo(ExitCode.DONE);
        String hash = new ObjectMapper().readTree(plan.out()).get("hash").textValue();
        done("restore", "--lake", path.toString(), "--to", mark, "--execute", hash);
        Path more = Files.writeString(
                directory.resolve("more.jsonl"), "{\"event_type\":\"Step\",\"device_id\":\"device-1\"}\n");
        done("ingest", "--lake", path.toString(), more.toString());
        done("audit", "--lake", path.toString(), "--complete");
    }
}
