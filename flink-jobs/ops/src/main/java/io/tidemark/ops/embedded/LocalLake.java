package io.tidemark.ops.embedded;

import io.tidemark.config.ThrottleConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.lake.catalog.LocalFiles;
import java.nio.file.Path;
import java.time.Duration;

/** A lake in a directory with the settings that it has where nobody wrote a configuration. */
public final class LocalLake {
    private static final String TOPIC = "events.raw";
    private static final int PARTITIONS = 4;
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);

    private LocalLake() {}

    /** The settings of a lake in a directory. */
    public static TidemarkConfig settings(Path directory, ThrottleConfig throttle) {
        TidemarkConfig config = DirectoryLake.config(LocalFiles.absolute(directory));
        return config.withIntake(config.intake().withThrottle(throttle))
                .withJob(config.job().withCheckpointInterval(COMMIT_EVERY));
    }

    /** The lake in a directory, made if there is none. */
    public static LakeDirectory openOrCreate(Path directory) {
        return LakeDirectory.openOrCreate(directory, LakeState.fresh(TOPIC, PARTITIONS));
    }
}
