package io.tidemark.job.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.JobConfig.StateBackend;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.bootstrap.BootstrapOptions;
import io.tidemark.job.bootstrap.SavepointTarget;
import io.tidemark.job.bootstrap.StateBootstrap;
import io.tidemark.job.fence.WriterEpoch;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.restore.Restores;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.restore.TableHeads;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.RunningJob;
import io.tidemark.rules.model.RandomHistory;
import io.tidemark.rules.service.ConfigHistory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job that starts from a state computed from the tables writes what one would have written that never stopped. */
class BootstrappedStartIT {
    private static final int HALF = 2_500;
    private static final int PARTITIONS = 3;
    private static final List<byte[]> HISTORY = RandomHistory.of(23, 2 * HALF);

    private static EmbeddedBroker broker;
    private static Map<StateBackend, SmallPipeline> bootstrapped;
    private static SmallPipeline undisturbed;

    @BeforeAll
    static void ingestHalfInEachAndTheRestInOne(@TempDir Path directory) {
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        broker.createTopic("events.raw", PARTITIONS);
        undisturbed = new SmallPipeline(directory.resolve("undisturbed"), broker, 1, Map.of());
        bootstrapped = Map.of(
                StateBackend.HASHMAP, new SmallPipeline(directory.resolve("heap"), broker, 1, Map.of()),
                StateBackend.ROCKSDB, new SmallPipeline(directory.resolve("rocksdb"), broker, 1, Map.of()));
        undisturbed.send(HISTORY.subList(0, HALF));
        bootstrapped.values().forEach(pipeline -> ingest(pipeline, HALF));
        undisturbed.send(HISTORY.subList(HALF, 2 * HALF));
        ingest(undisturbed, 2L * HALF);
    }

    @AfterAll
    static void stop() {
        bootstrapped.values().forEach(SmallPipeline::close);
        undisturbed.close();
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyTableIsWhatItWouldHaveBeen(StateBackend backend, @TempDir Path directory) {
        SmallPipeline pipeline = Objects.requireNonNull(bootstrapped.get(backend));
        Lake lake = pipeline.lake();
        TidemarkConfig wider = pipeline.config()
                .withJob(pipeline.config().job().withParallelism(2).withStateBackend(backend));
        // As a restore does: a job that was cancelled may have left tables at several checkpoints.
        ConsistentCut cut = ConsistentCut.of(Heads.of(lake));
        long checkpoint = Objects.requireNonNull(cut.checkpointId());
        int epoch = lake.epoch() + 1;
        String savepoint = "file://" + directory.resolve("savepoint");

        StateBootstrap.write(
                lake,
                cut,
                IngestJob.rules(wider),
                ConfigHistory.EMPTY,
                new SavepointTarget(
                        savepoint,
                        checkpoint,
                        new WriterEpoch(epoch),
                        wider.job().maxParallelism()),
                BootstrapOptions.of(directory.resolve("scratch"), InstantSource.system()));
        try (Lake restoring =
                Lake.open(LakeTables.settings(wider), LakeTables.caller(wider).to(Purpose.RESTORE))) {
            TableHeads heads = new TableHeads(restoring);
            heads.raiseEpoch(epoch);
            for (LakeTable table : LakeTable.pipeline()) {
                heads.putBack(table, place(restoring.table(table), Objects.requireNonNull(cut.snapshot(table))));
            }
            new Restores(restoring).save(new StartPoint(epoch, checkpoint, savepoint, offsets(lake)));
        }
        try (RunningJob job = RunningJob.start(wider, lake, null)) {
            pipeline.awaitRecords(job, 2L * HALF);
        }

        for (LakeTable table : LakeTable.pipeline()) {
            assertThat(rows(lake, table)).as(table.tableName()).isEqualTo(rows(undisturbed.lake(), table));
        }
        CheckpointStamp after = newest(lake);
        assertThat(after.epoch()).isEqualTo(epoch);
        assertThat(after.checkpointId()).isGreaterThan(checkpoint);
    }

    private static void ingest(SmallPipeline pipeline, long records) {
        try (RunningJob job = pipeline.start(null)) {
            pipeline.awaitRecords(job, records);
        }
    }

    /** The tables that hold less have only missed checkpoints without records. */
    private static CheckpointStamp newest(Lake lake) {
        Heads heads = Heads.of(lake);
        return LakeTable.pipeline().stream()
                .map(heads::stamp)
                .map(Objects::requireNonNull)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Target.Place place(Table table, long snapshot) {
        return new Target.Place(
                table.uuid().toString(), snapshot, table.schema().schemaId());
    }

    private static List<NextOffset> offsets(Lake lake) {
        Map<Integer, Long> next = new TreeMap<>();
        for (LakeTable table : LakeTable.outcomes()) {
            LakeRows.of(lake, table)
                    .forEach(row -> next.merge(
                            (Integer) row.get("kafka_partition"), (Long) row.get("kafka_offset") + 1, Math::max));
        }
        return next.entrySet().stream()
                .map(partition -> new NextOffset(1, partition.getKey(), partition.getValue()))
                .toList();
    }

    private static List<String> rows(Lake lake, LakeTable table) {
        return LakeRows.of(lake, table).stream()
                .map(row -> {
                    Map<String, Object> plain = new TreeMap<>(row);
                    plain.replaceAll(
                            (column, value) -> value instanceof java.nio.ByteBuffer bytes ? bytes.hashCode() : value);
                    return plain.toString();
                })
                .sorted()
                .toList();
    }
}
