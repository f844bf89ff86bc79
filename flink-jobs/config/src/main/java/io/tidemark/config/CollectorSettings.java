package io.tidemark.config;

/**
 * What a collector is told: the part of the file that it needs. The host that it runs on need not know the catalog, nor the
 * catalog's password.
 *
 * @param environment the name of the environment
 * @param kafka where the events go
 * @param minIdLength the fewest characters of an id, unless a request says otherwise
 * @param intake what the job lets in: the size of a record and the limits of a device
 * @param collector how events are taken over HTTP
 */
public record CollectorSettings(
        String environment, KafkaConfig kafka, int minIdLength, IntakeConfig intake, CollectorConfig collector) {
    /** That part of everything. */
    public static CollectorSettings of(TidemarkConfig config) {
        return new CollectorSettings(
                config.environment(),
                config.kafka(),
                config.identity().minIdLength(),
                config.intake(),
                config.collector());
    }
}
