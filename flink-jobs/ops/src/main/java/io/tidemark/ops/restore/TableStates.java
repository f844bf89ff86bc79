package io.tidemark.ops.restore;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.bootstrap.BootstrapOptions;
import io.tidemark.job.bootstrap.BootstrapReport;
import io.tidemark.job.bootstrap.SavepointTarget;
import io.tidemark.job.bootstrap.StateBootstrap;
import io.tidemark.job.fence.WriterEpoch;
import io.tidemark.job.state.CheckpointStorage;
import io.tidemark.job.topology.IngestJob;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.configure.ServiceConfigs;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Computes the job's state from the tables, into the directory of its checkpoints. */
public final class TableStates implements StateMaker {
    private final Lake lake;
    private final TidemarkConfig config;
    private final BootstrapOptions options;

    /**
     * States of a lake.
     *
     * @param config says where checkpoints are kept, and by which rules the job decides
     */
    public TableStates(Lake lake, TidemarkConfig config, BootstrapOptions options) {
        this.lake = lake;
        this.config = config;
        this.options = options;
    }

    @Override
    public void require(Target target, int epoch) {
        CheckpointStorage.requireWritable(savepoint(target, epoch), "a restore has begun");
    }

    @Override
    public Made make(Target target, int epoch) {
        String savepoint = savepoint(target, epoch);
        if (CheckpointPlaces.isComplete(savepoint)) {
            return new Made(savepoint, "computed from the tables before");
        }
        Map<LakeTable, Long> snapshots = new EnumMap<>(LakeTable.class);
        target.places().forEach((table, place) -> snapshots.put(table, place.snapshotId()));
        ConsistentCut cut = new ConsistentCut(snapshots, target.epoch(), target.checkpointId(), Map.of());
        BootstrapReport report = StateBootstrap.write(
                lake,
                cut,
                IngestJob.rules(config),
                new ServiceConfigs(lake).history(),
                new SavepointTarget(
                        savepoint,
                        target.checkpointId(),
                        new WriterEpoch(epoch),
                        config.job().maxParallelism()),
                options);
        return new Made(
                savepoint,
                String.format(
                        Locale.ROOT,
                        "computed from the tables: %,d devices, %,d insert ids, in %.1f s",
                        report.devices(),
                        report.insertKeys(),
                        report.seconds()));
    }

    // Snapshot ids are drawn: neither another lake nor another life of this one has the same.
    private String savepoint(Target target, int epoch) {
        String directory = config.job().checkpointDir();
        if (directory == null) {
            throw RefusalCode.NO_CHECKPOINT_DIR.refuse();
        }
        return directory + "/restored-" + target.place(LakeTable.EVENTS).snapshotId() + "-epoch-" + epoch;
    }
}
