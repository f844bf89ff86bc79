package io.tidemark.bench.pipeline;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What one process is to run.
 *
 * @param variant the pipeline
 * @param bootstrapServers the broker
 * @param load the records
 * @param directory where its lake is made; nothing is there yet
 * @param profile where the profiler writes, or empty for none
 */
public record RunSettings(
        @JsonProperty("variant") Variant variant,
        @JsonProperty("bootstrap_servers") String bootstrapServers,
        @JsonProperty("load") Load load,
        @JsonProperty("directory") Path directory,
        @JsonProperty("profile") String profile) {
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
    public record Load(
            @JsonProperty("events") long events,
            @JsonProperty("bytes") int bytes) {
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
        TidemarkConfig base = DirectoryLake.config(directory);
        return base.withKafka(
                        base.kafka().withBootstrapServers(bootstrapServers).withTopic(load.topic()))
                .withJob(base.job()
                        .withStateBackend(variant.backend())
                        .withParallelism(PARALLELISM)
                        .withCheckpointInterval(CHECKPOINT_INTERVAL));
    }
}
