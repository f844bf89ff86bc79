package io.tidemark.bench.pipeline;

import io.tidemark.job.config.JobConfig;
import io.tidemark.job.config.KafkaConfig;
import io.tidemark.job.config.TidemarkConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;

/**
 * What one process is to run.
 *
 * @param variant the pipeline
 * @param bootstrapServers the broker
 * @param load the records
 * @param directory where its lake is made; nothing is there yet
 * @param profile where the profiler writes, or empty for none
 */
public record RunSettings(Variant variant, String bootstrapServers, Load load, Path directory, String profile) {
    /** Of each operator of a Flink pipeline, and partitions of the topic. */
    static final int PARALLELISM = 2;

    /** How often the tables commit. */
    static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    private static final int SLICES = 4;

    /**
     * The records of a run.
     *
     * @param events how many
     * @param bytes how large on average
     */
    public record Load(long events, int bytes) {
        /** The topic that holds them. */
        public String topic() {
            return "bench-" + bytes;
        }

        /** How many make a slice: a quarter, a million at most. */
        long sliceSize() {
            return Math.max(1, Math.min(1_000_000, events / SLICES));
        }
    }

    /** The configuration of the pipeline's lake, broker and job. */
    TidemarkConfig config() {
        TidemarkConfig base = TidemarkConfig.ofDirectory(directory);
        KafkaConfig kafka = base.kafka();
        JobConfig job = base.job()
                .withStateBackend(variant.backend())
                .withParallelism(PARALLELISM)
                .withCheckpointInterval(CHECKPOINT_INTERVAL);
        return new TidemarkConfig(
                base.environment(),
                new KafkaConfig(
                        bootstrapServers,
                        load.topic(),
                        kafka.groupId(),
                        kafka.ingestEpoch(),
                        kafka.partitionDiscovery(),
                        kafka.properties()),
                base.catalog(),
                base.identity(),
                base.intake(),
                job,
                base.tables(),
                base.marks(),
                base.questions());
    }

    Properties toProperties() {
        Properties to = new Properties();
        to.setProperty("pipeline", variant.pipeline().name());
        to.setProperty("backend", variant.backend().name());
        to.setProperty("bootstrapServers", bootstrapServers);
        to.setProperty("events", Long.toString(load.events()));
        to.setProperty("bytes", Integer.toString(load.bytes()));
        to.setProperty("directory", directory.toString());
        to.setProperty("profile", profile);
        return to;
    }

    static RunSettings of(Properties from) {
        return new RunSettings(
                new Variant(
                        Pipeline.valueOf(value(from, "pipeline")),
                        JobConfig.StateBackend.valueOf(value(from, "backend"))),
                value(from, "bootstrapServers"),
                new Load(Long.parseLong(value(from, "events")), Integer.parseInt(value(from, "bytes"))),
                Path.of(value(from, "directory")),
                value(from, "profile"));
    }

    private static String value(Properties from, String name) {
        return Objects.requireNonNull(from.getProperty(name), name);
    }
}
