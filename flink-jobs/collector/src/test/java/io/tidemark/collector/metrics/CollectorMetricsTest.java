package io.tidemark.collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What Prometheus reads. */
class CollectorMetricsTest {
    private final CollectorMetrics metrics = new CollectorMetrics();

    private String text() {
        return new String(metrics.exposition(null).body(), StandardCharsets.UTF_8);
    }

    @Test
    void everythingIsCountedUnderItsName() {
        metrics.answered(PathKind.HTTPAPI, 200, 3_000_000);
        metrics.refused("timeout");
        metrics.failed();
        metrics.body(10, 30);
        metrics.opened();
        metrics.opened();
        metrics.closed();
        metrics.accepted(7);
        metrics.rejected("invalid_field", 2);
        metrics.watchDeliveries(outcome -> outcome == DeliveryOutcome.SPOOLED ? 5 : 0);
        metrics.badKey();
        metrics.flooded(4);
        metrics.tlsLoaded(1_800_000_000_000L);
        metrics.tlsLoadFailed();
        metrics.handshakeFailed();
        metrics.watchHeldBytes(() -> 11);
        metrics.watchReady(() -> true);
        metrics.watchSpool(() -> 12, () -> 100, () -> 13_500);
        metrics.watchConfig(() -> 14, () -> 15_000);
        assertThat(text().lines().toList())
                .contains(
                        "tidemark_collector_requests_total{path=\"httpapi\",status=\"200\"} 1.0",
                        "tidemark_collector_request_duration_seconds_bucket{path=\"httpapi\",le=\"0.0025\"} 0",
                        "tidemark_collector_request_duration_seconds_bucket{path=\"httpapi\",le=\"0.005\"} 1",
                        "tidemark_collector_requests_refused_total{reason=\"timeout\"} 1.0",
                        "tidemark_collector_failures_total 1.0",
                        "tidemark_collector_received_bytes_total 10.0",
                        "tidemark_collector_inflated_bytes_total 30.0",
                        "tidemark_collector_connections 1.0",
                        "tidemark_collector_events_accepted_total 7.0",
                        "tidemark_collector_events_rejected_total{reason=\"invalid_field\"} 2.0",
                        "tidemark_collector_deliveries_total{outcome=\"spooled\"} 5.0",
                        "tidemark_collector_deliveries_total{outcome=\"refused_for_good\"} 0.0",
                        "tidemark_collector_bad_keys_total 1.0",
                        "tidemark_collector_floods_total 4.0",
                        "tidemark_collector_tls_certificate_expiry_timestamp_seconds 1.8E9",
                        "tidemark_collector_tls_loads_total{outcome=\"failed\"} 1.0",
                        "tidemark_collector_tls_handshake_failures_total 1.0",
                        "tidemark_collector_held_bytes 11.0",
                        "tidemark_collector_ready 1.0",
                        "tidemark_collector_spool_bytes 12.0",
                        "tidemark_collector_spool_max_bytes 100.0",
                        "tidemark_collector_spool_oldest_age_seconds 13.5",
                        "tidemark_collector_config_version 14.0",
                        "tidemark_collector_config_age_seconds 15.0");
    }

    @Test
    void pathsAreFewWhateverIsSent() {
        for (int i = 0; i < 1000; i++) {
            metrics.answered(PathKind.of("/config/" + i), 200, 1);
            metrics.answered(PathKind.of("/" + i), 404, 1);
        }
        assertThat(text().lines().filter(line -> line.startsWith("tidemark_collector_requests_total")))
                .containsExactlyInAnyOrder(
                        "tidemark_collector_requests_total{path=\"config\",status=\"200\"} 1000.0",
                        "tidemark_collector_requests_total{path=\"other\",status=\"404\"} 1000.0");
        assertThat(PathKind.of("/2/httpapi")).isEqualTo(PathKind.HTTPAPI);
        assertThat(PathKind.of("/")).isEqualTo(PathKind.ROOT);
    }
}
