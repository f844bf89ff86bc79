package io.tidemark.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of Kafka, Iceberg and Flink that a file may not pass through, each with what to do instead. */
class OwnedKeysTest {
    private static final String BY_THE_JOB = "the job sets it, and its exactness depends on it; leave the key out";

    @ParameterizedTest
    @CsvSource({
        "bootstrap.servers, use kafka.bootstrap-servers",
        "group.id, use kafka.group-id",
        "partition.discovery.interval.ms, use kafka.partition-discovery"
    })
    void kafkasKeysThatTheFileHasItself(String key, String instead) {
        assertThat(OwnedKeys.ofKafka(key)).isEqualTo(instead);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auto.offset.reset",
                "enable.auto.commit",
                "commit.offsets.on.checkpoint",
                "isolation.level",
                "key.deserializer",
                "value.deserializer"
            })
    void kafkasKeysOnWhichExactnessDepends(String key) {
        assertThat(OwnedKeys.ofKafka(key)).isEqualTo(BY_THE_JOB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"security.protocol", "sasl.jaas.config", "max.poll.records", "Group.id", "group.id.x"})
    void otherKeysOfKafkaArePassedThrough(String key) {
        assertThat(OwnedKeys.ofKafka(key)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "type, use catalog.type",
        "catalog-type, use catalog.type",
        "catalog-impl, use catalog.type",
        "uri, use catalog.uri",
        "warehouse, use catalog.warehouse",
        "jdbc.user, use catalog.user",
        "jdbc.password, use catalog.password",
        "jdbc.schema-version, it is always V1; leave the key out"
    })
    void theCatalogsKeysThatTheFileHasItself(String key, String instead) {
        assertThat(OwnedKeys.ofCatalog(key)).isEqualTo(instead);
    }

    @ParameterizedTest
    @ValueSource(strings = {"io-impl", "token", "credential", "jdbc.useSSL", "s3.endpoint"})
    void otherKeysOfTheCatalogArePassedThrough(String key) {
        assertThat(OwnedKeys.ofCatalog(key)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "parallelism.default, use job.parallelism",
        "pipeline.max-parallelism, use job.max-parallelism",
        "state.backend.type, use job.state-backend",
        "state.backend, use job.state-backend",
        "execution.checkpointing.interval, use job.checkpoint-interval",
        "execution.checkpointing.dir, use job.checkpoint-dir",
        "state.checkpoints.dir, use job.checkpoint-dir",
        "execution.checkpointing.num-retained, use job.checkpoints-retained",
        "state.checkpoints.num-retained, use job.checkpoints-retained",
        "restart-strategy, use job.restart-attempts and job.restart-delay",
        "restart-strategy.type, use job.restart-attempts and job.restart-delay",
        "restart-strategy.fixed-delay.attempts, use job.restart-attempts and job.restart-delay",
        "execution.state-recovery.path, name the checkpoint with --from-checkpoint when the job is started",
        "execution.savepoint.path, name the checkpoint with --from-checkpoint when the job is started"
    })
    void flinksKeysThatTheFileHasItself(String key, String instead) {
        assertThat(OwnedKeys.ofFlink(key)).isEqualTo(instead);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "execution.checkpointing.mode",
                "execution.checkpointing.externalized-checkpoint-retention",
                "execution.runtime-mode",
                "pipeline.generic-types",
                "pipeline.object-reuse"
            })
    void flinksKeysOnWhichExactnessDepends(String key) {
        assertThat(OwnedKeys.ofFlink(key)).isEqualTo(BY_THE_JOB);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state.backend.rocksdb.memory.managed",
                "execution.checkpointing.timeout",
                "execution.checkpointing.min-pause",
                "taskmanager.numberOfTaskSlots",
                "execution.savepoint",
                "metrics.reporters"
            })
    void otherKeysOfFlinkArePassedThrough(String key) {
        assertThat(OwnedKeys.ofFlink(key)).isNull();
    }
}
