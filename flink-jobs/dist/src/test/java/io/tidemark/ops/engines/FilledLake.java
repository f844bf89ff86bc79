package io.tidemark.ops.engines;

import static org.awaitility.Awaitility.await;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.DecisionRules;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.mark.MarkCreator;
import io.tidemark.ops.embedded.EmbeddedPipeline;
import io.tidemark.ops.embedded.LakeDirectory;
import io.tidemark.ops.embedded.LakeState;
import io.tidemark.ops.traffic.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;

/**
 * A lake that the job itself fills with generated traffic, a part at a time; between the parts nothing runs.
 *
 * @param directory the lake's own directory; its broker lives there, and with a local catalog its tables too
 * @param config which catalog and warehouse
 */
record FilledLake(Path directory, TidemarkConfig config) {
    private static final String TOPIC = "events.raw";
    private static final int PARTITIONS = 2;
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A lake of which everything is in one directory. */
    static FilledLake local(Path directory) {
        return new FilledLake(directory, DirectoryLake.config(directory));
    }

    /** Takes the next records in, and stops when every table has them. */
    void take(Iterator<Message> traffic, int records) {
        LakeDirectory lake = LakeDirectory.openOrCreate(directory, LakeState.fresh(TOPIC, PARTITIONS));
        // As tidemark ingest has it.
        TidemarkConfig quick = config.withJob(config.job().withCheckpointInterval(COMMIT_EVERY));
        try (EmbeddedPipeline pipeline = EmbeddedPipeline.start(lake, quick, "test")) {
            for (int i = 0; i < records; i++) {
                pipeline.sender().send(traffic.next().value());
            }
            pipeline.sender().flush();
            long inTopic = pipeline.recordsInTopic();
            await().atMost(PATIENCE).until(() -> pipeline.progress().records() == inTopic);
            pipeline.markDone();
        }
    }

    /** Marks the moment that the tables are at. */
    void mark(String name, Instant now) {
        try (Lake lake = LakeTables.open(config)) {
            new MarkCreator(
                            lake,
                            DecisionRules.of(config),
                            config.kafka().topic(),
                            config.kafka().ingestEpoch())
                    .create(new MarkCreator.Request(name, "", false, false), now, null, stamp -> Optional.empty());
        }
    }
}
