package io.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.cli.output.ExitCode;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.DecisionRules;
import io.tidemark.lake.audit.CutCheck;
import io.tidemark.lake.audit.CutProof;
import io.tidemark.lake.audit.VerifiedBaseline;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.Marks;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.embedded.EmbeddedPipeline;
import io.tidemark.ops.embedded.LakeDirectory;
import io.tidemark.ops.embedded.LakeState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Marks taken one after another while a job commits as fast as it can: every one of them is one moment. */
@Timeout(300)
class MarkBesideJobIT {
    private static final int MARKS = 6;

    @TempDir
    private Path directory;

    @Test
    void everyMarkTilesExactlyAndNoneStopsTheJob() throws InterruptedException {
        Path path = directory.resolve("lake");
        TidemarkConfig base = DirectoryLake.config(path);
        TidemarkConfig config = base.withJob(base.job().withCheckpointInterval(Duration.ofMillis(200)));
        List<String> names = new ArrayList<>();
        try (EmbeddedPipeline pipeline = EmbeddedPipeline.start(
                LakeDirectory.openOrCreate(path, LakeState.fresh(config.kafka().topic(), 3)), config, "test")) {
            AtomicBoolean enough = new AtomicBoolean();
            Thread traffic = new Thread(() -> send(pipeline, enough), "traffic");
            traffic.start();
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> pipeline.progress().records() > 0);
            for (int i = 0; i < MARKS; i++) {
                String name = "m" + i;
                Run run = Run.of("mark", "--lake", path.toString(), "--name", name, "--json");
                assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
                assertThat(run.err()).contains("The log itself is not queried.");
                names.add(name);
            }
            enough.set(true);
            traffic.join();
            pipeline.check();
        }
        verify(config, names);
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
            }
        }
        pipeline.sender().flush();
    }

    private static void verify(TidemarkConfig config, List<String> names) {
        try (Lake lake = LakeTables.open(config)) {
            Map<LakeTable, Table> tables = new EnumMap<>(LakeTable.class);
            LakeTable.pipeline().forEach(name -> tables.put(name, lake.table(name)));
            List<Mark> marks = names.stream().map(new Marks(lake)::require).toList();
            assertThat(marks.stream().map(mark -> mark.commit().checkpointId()).distinct())
                    .as("the job went on")
                    .hasSizeGreaterThan(3);
            for (Mark mark : marks) {
                VerifiedBaseline moment = mark.baseline();
                CutProof whole = new CutCheck(tables, DecisionRules.of(config))
                        .run(new ConsistentCut(moment.snapshots(), 1, 1L, Map.of()), null, null);
                assertThat(whole.findings().listed()).as(mark.name()).isEmpty();
                assertThat(whole.offsets()).isEqualTo(mark.source().offsets());
                assertThat(whole.records()).isEqualTo(mark.records());
                assertThat(whole.contents(LakeTable.IDENTITIES).rows())
                        .isEqualTo(mark.table(LakeTable.IDENTITIES).contents().rows());
                LakeTable.pipeline().forEach(table -> assertThat(
                                tables.get(table).refs().get(mark.name()).snapshotId())
                        .isEqualTo(mark.snapshot(table)));
            }
        }
    }
}
