package io.tidemark.collector.http;

import io.tidemark.config.AddressRange;
import io.tidemark.config.CollectorConfig;
import io.tidemark.config.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configurations for tests: on a free port of loopback, each with one thing different. */
record ServerConfigs(
        @Nullable Path certificate,
        @Nullable Path key,
        List<AddressRange> trusted,
        long memory,
        int connections,
        Duration idle,
        Duration request,
        Duration stopDelay) {
    static ServerConfigs usual() {
        return new ServerConfigs(
                null, null, List.of(), 64 << 20, 1000, Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ZERO);
    }

    ServerConfigs tls(Path newCertificate, Path newKey) {
        return new ServerConfigs(newCertificate, newKey, trusted, memory, connections, idle, request, stopDelay);
    }

    ServerConfigs trusting(AddressRange... ranges) {
        return new ServerConfigs(certificate, key, List.of(ranges), memory, connections, idle, request, stopDelay);
    }

    ServerConfigs memory(long bytes) {
        return new ServerConfigs(certificate, key, trusted, bytes, connections, idle, request, stopDelay);
    }

    ServerConfigs connections(int most) {
        return new ServerConfigs(certificate, key, trusted, memory, most, idle, request, stopDelay);
    }

    ServerConfigs timeouts(Duration newIdle, Duration newRequest) {
        return new ServerConfigs(certificate, key, trusted, memory, connections, newIdle, newRequest, stopDelay);
    }

    ServerConfigs stopDelay(Duration delay) {
        return new ServerConfigs(certificate, key, trusted, memory, connections, idle, request, delay);
    }

    CollectorConfig config() {
        CollectorConfig defaults = CollectorConfig.defaults();
        return new CollectorConfig(
                "127.0.0.1:0",
                certificate == null ? null : certificate.toString(),
                key == null ? null : key.toString(),
                trusted,
                defaults.spool(),
                false,
                10,
                60,
                defaults.configMaxAge(),
                new Size(memory),
                connections,
                idle,
                request,
                stopDelay);
    }
}
