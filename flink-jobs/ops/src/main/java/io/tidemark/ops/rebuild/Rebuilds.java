package io.tidemark.ops.rebuild;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.LiveWriter;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.embedded.LakeDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rebuilds of one lake: computed beside what is there, and published once a person has looked at the plan. */
public final class Rebuilds {
    private final TidemarkConfig config;
    private final Lake lake;
    private final InstantSource clock;
    private final Rebuild rebuild;

    /**
     * A computed rebuild.
     *
     * @param plan what publishing it would change
     * @param took how long the job took; null if it was computed before
     */
    public record Computed(RebuildPlan plan, @Nullable Duration took) {}

    /**
     * The rebuilds of a lake.
     *
     * @param lake the lake, opened to rebuild it
     * @param tables some of {@link RebuildRun#tables}
     * @param mark the mark at which the events are read; null for the newest
     */
    public Rebuilds(
            TidemarkConfig config, Lake lake, List<LakeTable> tables, @Nullable String mark, InstantSource clock) {
        this.clock = clock;
        this.config = config;
        this.lake = lake;
        this.rebuild = new Rebuild(config, lake, tables, mark);
    }

    /**
     * Computes the rows and compares them with what is there.
     *
     * @throws Refusal if there are no events, or no such mark
     */
    public Computed compute() {
        Duration took = rebuild.compute();
        return new Computed(rebuild.plan(), took);
    }

    /**
     * Publishes what was computed last, while no job writes to the lake.
     *
     * @param hash the hash of the plan that was looked at
     * @param directory the lake's directory, if it lives in one
     * @throws Refusal if the plan is another one by now, or if a job writes to the lake
     */
    public Computed publish(String hash, Optional<Path> directory) throws InterruptedException {
        if (directory.isEmpty()) {
            new LiveWriter(lake, config.job().checkpointInterval(), clock)
                    .refuse(time -> Thread.sleep(time.toMillis()));
            return publish(hash);
        }
        try (LakeDirectory.Lock lock = LakeDirectory.existing(directory.get()).lock("tidemark rebuild")) {
            return publish(hash);
        }
    }

    private Computed publish(String hash) {
        RebuildPlan plan = rebuild.plan();
        PlanHash.requireSame(
                "publish what was rebuilt",
                plan.hash(),
                hash,
                "that one no longer fits the lake",
                "Run `tidemark rebuild` again");
        rebuild.publish(plan);
        return new Computed(plan, null);
    }
}
