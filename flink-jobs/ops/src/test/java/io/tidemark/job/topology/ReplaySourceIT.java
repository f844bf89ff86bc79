package io.tidemark.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.StartCheck;
import io.tidemark.job.fence.StartDecision;
import io.tidemark.job.replay.ReplaySource;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.EmbeddedCluster;
import io.tidemark.ops.embedded.RunningJob;
import io.tidemark.rules.model.RandomHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kafka has forgotten comes from the outcome tables, and becomes the same tables again. */
class ReplaySourceIT {
    private static final int RECORDS = 6_000;
    private static final int PARTITIONS = 3;

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static SmallPipeline original;

    @BeforeAll
    static void ingest() {
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        broker.createTopic("events.raw", PARTITIONS);
        original = new SmallPipeline(directory.resolve("original"), broker, 2, Map.of());
        List<byte[]> history = RandomHistory.of(23, RECORDS);
        original.send(history.subList(0, RECORDS / 2));
        try (RunningJob job = original.start(null)) {
            original.awaitRecords(job, RECORDS / 2);
            original.send(history.subList(RECORDS / 2, RECORDS));
            original.awaitRecords(job, RECORDS);
        }
    }

    @AfterAll
    static void stop() {
        original.close();
        broker.close();
    }

    @Test
    void theReplayedTablesAreTheSameRowForRow() {
        for (LakeTable table : LakeTable.pipeline()) {
            assertThat(LakeRows.of(original.lake(), table))
                    .as(table.tableName())
                    .isNotEmpty();
        }
        try (SmallPipeline replayed = new SmallPipeline(directory.resolve("replayed"), broker, 2, Map.of())) {
            replay(replayed, ranges(0, Long.MAX_VALUE), null, RECORDS);

            assertSame(replayed);
        }
    }

    /** A replay that is stopped goes on from its checkpoint: nothing comes twice, and the rest comes too. */
    @Test
    void aReplayGoesOnFromItsCheckpoint() {
        try (SmallPipeline replayed = new SmallPipeline(directory.resolve("twice"), broker, 2, Map.of())) {
            Map<Integer, OffsetRange> firstHalf = ranges(0, 700);
            long half = firstHalf.values().stream().mapToLong(OffsetRange::size).sum();
            replay(replayed, firstHalf, null, half);
            assertThat(Heads.of(replayed.lake()).totalOutcomes()).isEqualTo(half);

            replay(replayed, firstHalf, replayed.newestCheckpoint(), half);
            assertThat(Heads.of(replayed.lake()).totalOutcomes()).isEqualTo(half);
        }
    }

    private static void replay(
            SmallPipeline into, Map<Integer, OffsetRange> ranges, @Nullable String checkpoint, long records) {
        TidemarkConfig config = into.config();
        Map<LakeTable, Long> snapshots =
                ConsistentCut.of(Heads.of(original.lake())).snapshots();
        Configuration flink = FlinkSettings.of(config.job());
        if (checkpoint != null) {
            flink.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(2);
        StartDecision start =
                StartCheck.decide(into.lake(), checkpoint, StartCheck.Starter.FLINK, version -> {}, () -> {});
        IngestJob.replay(
                env, config, into.lake(), new ReplaySource(original.config(), snapshots, ranges), start.require());
        try (EmbeddedCluster cluster = EmbeddedCluster.start(flink, 2)) {
            var job = cluster.submit(env.getStreamGraph());
            await().atMost(Duration.ofMinutes(2))
                    .until(() ->
                            Heads.of(into.lake()).totalOutcomes() >= records && cluster.completedCheckpoints(job) >= 3);
            cluster.cancel(job);
        }
    }

    private static Map<Integer, OffsetRange> ranges(long from, long to) {
        Map<Integer, OffsetRange> ranges = new HashMap<>();
        for (LakeTable table : LakeTable.outcomes()) {
            for (Map<String, Object> row : LakeRows.of(original.lake(), table)) {
                long end = Math.min(to, (Long) row.get("kafka_offset") + 1);
                ranges.merge(
                        (Integer) row.get("kafka_partition"),
                        new OffsetRange(from, end),
                        (a, b) -> a.end() > b.end() ? a : b);
            }
        }
        return ranges;
    }

    private static void assertSame(SmallPipeline replayed) {
        for (LakeTable table : LakeTable.pipeline()) {
            assertThat(LakeRows.inOrder(replayed.lake(), table))
                    .as(table.tableName())
                    .isEqualTo(LakeRows.inOrder(original.lake(), table));
        }
    }
}
