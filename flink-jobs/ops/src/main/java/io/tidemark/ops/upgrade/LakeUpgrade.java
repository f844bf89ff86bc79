package io.tidemark.ops.upgrade;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.LiveWriter;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.upgrade.Upgrade;
import io.tidemark.lake.upgrade.UpgradePlan;
import io.tidemark.ops.embedded.LakeDirectory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Carries one lake over to this release. Iceberg's sink takes a table's columns when the job is started, and goes on
 * without an error when others come: its rows would have nothing in them. So a lake is carried over while no job writes.
 */
public final class LakeUpgrade {
    private final TidemarkConfig config;
    private final Lake lake;
    private final InstantSource clock;
    private final Upgrade upgrade;

    /**
     * The upgrade of a lake.
     *
     * @param lake the lake, opened to upgrade it
     */
    public LakeUpgrade(TidemarkConfig config, Lake lake, InstantSource clock) {
        this.config = config;
        this.lake = lake;
        this.clock = clock;
        this.upgrade = new Upgrade(lake);
    }

    /**
     * What is to be added; changes nothing.
     *
     * @throws io.tidemark.lake.guard.Refusal as {@link Upgrade#plan} does
     */
    public UpgradePlan plan() {
        return upgrade.plan();
    }

    /**
     * Executes a plan, once it is certain that no job writes to the lake: in a directory by its lock, else after watching
     * the tables for two of the job's commits.
     *
     * @param hash the hash of the plan that was looked at
     * @param directory the lake's directory, if it lives in one
     * @param pause waits while the tables are watched
     * @param progress gets each table whose columns are added
     * @return the plan
     * @throws io.tidemark.lake.guard.Refusal if the plan is another one by now, or a job writes to the lake; then nothing
     *     was changed
     */
    public UpgradePlan execute(
            String hash, Optional<Path> directory, LiveWriter.Pause pause, Consumer<LakeTable> progress)
            throws InterruptedException {
        UpgradePlan plan = upgrade.plan();
        Upgrade.requireSame(plan, hash);
        if (plan.isEmpty()) {
            return plan;
        }
        if (directory.isEmpty()) {
            new LiveWriter(lake, config.job().checkpointInterval(), clock).refuse(pause);
            return upgrade.execute(hash, progress);
        }
        try (LakeDirectory.Lock lock = LakeDirectory.existing(directory.get()).lock("tidemark upgrade")) {
            return upgrade.execute(hash, progress);
        }
    }
}
