package io.tidemark.config;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of other systems that are not passed through: the pipeline sets them itself, and exactness depends on it. */
final class OwnedKeys {
    private static final String BY_THE_JOB = "the job sets it, and its exactness depends on it; leave the key out";

    private static final Map<String, String> KAFKA = Map.of(
            "bootstrap.servers", "use kafka.bootstrap-servers",
            "group.id", "use kafka.group-id",
            "partition.discovery.interval.ms", "use kafka.partition-discovery");
    private static final Set<String> KAFKA_OF_THE_JOB = Set.of(
            "auto.offset.reset",
            "enable.auto.commit",
            "commit.offsets.on.checkpoint",
            "isolation.level",
            "key.deserializer",
            "value.deserializer");

    private static final Map<String, String> CATALOG = Map.of(
            "type", "use catalog.type",
            "catalog-type", "use catalog.type",
            "catalog-impl", "use catalog.type",
            "uri", "use catalog.uri",
            "warehouse", "use catalog.warehouse",
            "jdbc.user", "use catalog.user",
            "jdbc.password", "use catalog.password",
            "jdbc.schema-version", "it is always V1; leave the key out");

    private static final Map<String, String> FLINK = Map.ofEntries(
            Map.entry("parallelism.default", "use job.parallelism"),
            Map.entry("pipeline.max-parallelism", "use job.max-parallelism"),
            Map.entry("state.backend.type", "use job.state-backend"),
            Map.entry("state.backend", "use job.state-backend"),
            Map.entry("execution.checkpointing.interval", "use job.checkpoint-interval"),
            Map.entry("execution.checkpointing.dir", "use job.checkpoint-dir"),
            Map.entry("state.checkpoints.dir", "use job.checkpoint-dir"),
            Map.entry("execution.checkpointing.num-retained", "use job.checkpoints-retained"),
            Map.entry("state.checkpoints.num-retained", "use job.checkpoints-retained"));
    private static final Set<String> FLINK_OF_THE_JOB = Set.of(
            "execution.checkpointing.mode",
            "execution.checkpointing.externalized-checkpoint-retention",
            "execution.runtime-mode",
            "pipeline.generic-types",
            "pipeline.object-reuse");

    private OwnedKeys() {}

    /** For a key of Kafka's client that may not be passed through, what to do instead; else null. */
    static @Nullable String ofKafka(String key) {
        return KAFKA_OF_THE_JOB.contains(key) ? BY_THE_JOB : KAFKA.get(key);
    }

    /** For a catalog property that may not be passed through, what to do instead; else null. */
    static @Nullable String ofCatalog(String key) {
        return CATALOG.get(key);
    }

    /** For an option of Flink that may not be passed through, what to do instead; else null. */
    static @Nullable String ofFlink(String key) {
        if (key.startsWith("restart-strategy")) {
            return "use job.restart-attempts and job.restart-delay";
        }
        if (key.startsWith("execution.state-recovery.") || key.startsWith("execution.savepoint.")) {
            return "name the checkpoint with --from-checkpoint when the job is started";
        }
        return FLINK_OF_THE_JOB.contains(key) ? BY_THE_JOB : FLINK.get(key);
    }
}
