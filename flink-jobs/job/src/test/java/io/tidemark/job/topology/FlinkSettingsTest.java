package io.tidemark.job.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.JobConfig;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"execution.checkpointing.unaligned.enabled", "execution.checkpointing.unaligned"})
    void unalignedCheckpointsOfTheClusterDoNotWin(String key) {
        Configuration cluster = new Configuration();
        cluster.setString(key, "true");
        StreamExecutionEnvironment env = new StreamExecutionEnvironment(cluster);
        assertThat(env.getCheckpointConfig().isUnalignedCheckpointsEnabled()).isTrue();

        env.configure(FlinkSettings.of(JobConfig.checkpointingTo(null)));

        assertThat(env.getCheckpointConfig().isUnalignedCheckpointsEnabled()).isFalse();
        assertThat(env.getConfiguration().get(CheckpointingOptions.ENABLE_UNALIGNED))
                .isFalse();
    }
}
