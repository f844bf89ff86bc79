package io.tidemark.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How events are taken over HTTP ({@code collector} in the file).
 *
 * @param listen where it listens: {@code host:port}; port 0 is any that is free
 * @param certificate a PEM file with the certificates of TLS, its own first; null: without TLS
 * @param privateKey a PEM file with its private key; null: without TLS
 * @param trustedProxies whose {@code X-Forwarded-For} counts; empty: nobody's
 * @param spool where events go that Kafka does not take
 * @param acceptInvalid whether a request with bad events is taken all the same, its bad ones to become dead letters
 * @param floodFactor how many times its limit a device may send before the collector refuses it; 0: any number
 * @param badKeysPerMinute how many requests with no valid key an address may send in a minute; 0: any number
 * @param configMaxAge how old the service configuration may be before {@code /readyz} and an alert say so
 * @param requestMemory how many bytes of requests are held at one time
 * @param maxConnections how many connections are open at one time
 * @param idleTimeout how long a connection is kept on which nothing is sent
 * @param requestTimeout how long a request may take from its first byte to its last
 * @param stopDelay how long {@code /readyz} says no before a stop closes anything: longer than a load balancer's checks
 */
public record CollectorConfig(
        String listen,
        @Nullable String certificate,
        @Nullable String privateKey,
        List<AddressRange> trustedProxies,
        Spool spool,
        boolean acceptInvalid,
        int floodFactor,
        int badKeysPerMinute,
        Duration configMaxAge,
        Size requestMemory,
        int maxConnections,
        Duration idleTimeout,
        Duration requestTimeout,
        Duration stopDelay) {

    /**
     * Where events go that Kafka does not take ({@code collector.spool} in the file).
     *
     * @param directory the directory, of this collector alone
     * @param maxSize how many bytes it may have; a full one makes the collector answer 503
     * @param segmentSize how large one of its files becomes
     */
    public record Spool(String directory, Size maxSize, Size segmentSize) {}

    public CollectorConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** On loopback, without TLS, with 10 GiB of spool. */
    public static CollectorConfig defaults() {
        return new CollectorConfig(
                "127.0.0.1:8080",
                null,
                null,
                List.of(),
                new Spool("/var/lib/tidemark/spool", Size.ofMebibytes(10 * 1024), Size.ofMebibytes(64)),
                false,
                10,
                60,
                Duration.ofHours(24),
                Size.ofMebibytes(256),
                20_000,
                Duration.ofSeconds(75),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10));
    }

    /** The same at another address, with another spool. */
    public CollectorConfig withListenAndSpool(String address, String directory) {
        return new CollectorConfig(
                address,
                certificate,
                privateKey,
                trustedProxies,
                new Spool(directory, spool.maxSize(), spool.segmentSize()),
                acceptInvalid,
                floodFactor,
                badKeysPerMinute,
                configMaxAge,
                requestMemory,
                maxConnections,
                idleTimeout,
                requestTimeout,
                stopDelay);
    }
}
