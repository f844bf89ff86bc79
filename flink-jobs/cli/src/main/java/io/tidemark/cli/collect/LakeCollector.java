package io.tidemark.cli.collect;

import io.tidemark.collector.main.Collector;
import io.tidemark.config.CollectorConfig;
import io.tidemark.config.CollectorSettings;
import io.tidemark.config.TidemarkConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The collector of a lake in a directory of this machine, on loopback. */
public final class LakeCollector {
    private LakeCollector() {}

    /**
     * Starts it; its spool is in the lake's directory.
     *
     * @param config the configuration with the brokers of the lake
     * @param port where it listens; 0 for any that is free
     * @param acceptInvalid whether bad events are taken in, to become dead letters
     * @throws io.tidemark.collector.main.CollectorFailure if it cannot listen there
     */
    public static Collector start(TidemarkConfig config, Path directory, int port, boolean acceptInvalid) {
        CollectorConfig defaults = config.collector();
        CollectorConfig settings = new CollectorConfig(
                "127.0.0.1:" + port,
                null,
                null,
                List.of(),
                new CollectorConfig.Spool(
                        directory.toAbsolutePath().resolve("spool").toString(),
                        defaults.spool().maxSize(),
                        defaults.spool().segmentSize()),
                acceptInvalid,
                defaults.floodFactor(),
                defaults.badKeysPerMinute(),
                defaults.configMaxAge(),
                defaults.requestMemory(),
                defaults.maxConnections(),
                defaults.idleTimeout(),
                defaults.requestTimeout(),
                Duration.ZERO);
        return Collector.start(CollectorSettings.of(config.withCollector(settings)), InstantSource.system());
    }
}
