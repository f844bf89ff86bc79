package io.tidemark.ops.embedded;

import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** A given configuration, made fit for one process: loopback only, free ports, little memory. */
final class ClusterSettings {
    private static final String LOOPBACK = "127.0.0.1";
    private static final MemorySize MANAGED = MemorySize.ofMebiBytes(128);
    private static final MemorySize NETWORK = MemorySize.ofMebiBytes(64);

    private ClusterSettings() {}

    static MiniClusterConfiguration of(Configuration given, int slots) {
        Configuration settings = new Configuration(given);
        // Threads that Iceberg keeps for the whole process inherit a job's class loader and outlive the job.
        settings.set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
        settings.set(RestOptions.ADDRESS, LOOPBACK);
        settings.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        settings.set(RestOptions.PORT, 0);
        settings.set(RestOptions.BIND_PORT, "0");
        settings.set(JobManagerOptions.BIND_HOST, LOOPBACK);
        settings.set(BlobServerOptions.PORT, "0");
        settings.set(TaskManagerOptions.HOST, LOOPBACK);
        settings.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
        settings.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
        settings.set(WebOptions.SUBMIT_ENABLE, false);
        settings.set(WebOptions.CANCEL_ENABLE, false);
        settings.set(WebOptions.RESCALE_ENABLE, false);
        unlessGiven(settings, TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED);
        unlessGiven(settings, TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK);
        unlessGiven(
                settings, TaskManagerOptions.NETWORK_MEMORY_MAX, settings.get(TaskManagerOptions.NETWORK_MEMORY_MIN));
        return new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .setCommonBindAddress(LOOPBACK)
                .build();
    }

    private static <T> void unlessGiven(Configuration settings, ConfigOption<T> option, T value) {
        if (!settings.contains(option)) {
            settings.set(option, value);
        }
    }
}
