package io.tidemark.collector.main;

import io.tidemark.collector.delivery.Delivery;
import io.tidemark.collector.delivery.DeliverySettings;
import io.tidemark.collector.delivery.KafkaEventLog;
import io.tidemark.collector.envelope.Admission;
import io.tidemark.collector.flood.BadKeys;
import io.tidemark.collector.flood.FloodLimit;
import io.tidemark.collector.http.HttpServer;
import io.tidemark.collector.http.ServerParts;
import io.tidemark.collector.intake.EventRequests;
import io.tidemark.collector.metrics.CollectorMetrics;
import io.tidemark.collector.service.Acknowledgements;
import io.tidemark.collector.service.ServiceVersions;
import io.tidemark.collector.service.VersionFile;
import io.tidemark.collector.spool.SpoolQueue;
import io.tidemark.config.CollectorConfig;
import io.tidemark.config.CollectorSettings;
import io.tidemark.config.topic.ConfigTopicSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A collector that runs in this process. */
public final class Collector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    /** What is not acknowledged by then is in the spool. */
    private static final Duration FLUSH_WITHIN = Duration.ofSeconds(3);

    private final CollectorSettings settings;
    private final ServiceVersions versions;
    private final Housekeeping housekeeping;
    private final Delivery delivery;
    private final HttpServer server;

    private Collector(
            CollectorSettings settings,
            ServiceVersions versions,
            Housekeeping housekeeping,
            Delivery delivery,
            HttpServer server) {
        this.settings = settings;
        this.versions = versions;
        this.housekeeping = housekeeping;
        this.delivery = delivery;
        this.server = server;
    }

    /**
     * Starts a collector; brokers need not answer. It takes requests when this returns.
     *
     * @param clock the time at which events are received
     * @throws CollectorFailure if the spool cannot be used, or nothing can listen at the address
     */
    public static Collector start(CollectorSettings settings, InstantSource clock) {
        CollectorConfig config = settings.collector();
        try (Opened opened = new Opened()) {
            Delivery delivery = delivery(settings, opened);
            ServiceVersions versions = opened.add(versions(settings));
            CollectorMetrics metrics = new CollectorMetrics();
            CollectorReadiness readiness = new CollectorReadiness(versions, delivery, config.configMaxAge(), clock);
            readiness.watch(metrics);
            HttpServer server = HttpServer.start(
                    config,
                    new ServerParts(
                            requests(settings, versions, delivery, metrics),
                            readiness::now,
                            metrics,
                            clock,
                            System::nanoTime));
            Housekeeping housekeeping = Housekeeping.start(
                    versions,
                    new Acknowledgements(settings.kafka(), ListenAddress.nameOf(config, server.port())),
                    clock);
            opened.keep();
            LOG.info(
                    "Collector runs port={} spool={}",
                    server.port(),
                    config.spool().directory());
            return new Collector(settings, versions, housekeeping, delivery, server);
        } catch (IOException e) {
            throw new CollectorFailure(
                    "Could not start the collector at " + config.listen() + ": " + e.getMessage(), e);
        }
    }

    private static Delivery delivery(CollectorSettings settings, Opened opened) throws IOException {
        CollectorConfig.Spool spool = settings.collector().spool();
        // What waits has been a request before, and is not one any more when it waits.
        DeliverySettings waiting =
                DeliverySettings.of(settings.collector().requestMemory().bytes());
        Delivery delivery = Delivery.start(
                new KafkaEventLog(settings.kafka(), settings.intake().maxRecordSize(), waiting.bufferBytes()),
                SpoolQueue.open(
                        Path.of(spool.directory()),
                        spool.maxSize().bytes(),
                        spool.segmentSize().bytes()),
                waiting,
                System::nanoTime);
        opened.add(() -> delivery.stop(Duration.ZERO).join());
        return delivery;
    }

    private static ServiceVersions versions(CollectorSettings settings) {
        CollectorConfig config = settings.collector();
        boolean development = settings.environment().equals(ServiceVersions.DEVELOPMENT)
                && ListenAddress.of(config.listen()).isLoopback();
        return ServiceVersions.open(
                new VersionFile(Path.of(config.spool().directory()).resolve("service-config")),
                new ConfigTopicSource(settings.kafka()),
                development);
    }

    private static EventRequests requests(
            CollectorSettings settings, ServiceVersions versions, Delivery delivery, CollectorMetrics metrics) {
        CollectorConfig config = settings.collector();
        Admission.Rules rules = new Admission.Rules(
                settings.minIdLength(),
                Math.toIntExact(settings.intake().maxRecordSize().bytes()),
                config.acceptInvalid());
        return new EventRequests(
                rules,
                versions,
                new FloodLimit(config.floodFactor(), settings.intake().throttle()),
                new BadKeys(config.badKeysPerMinute()),
                delivery::store,
                metrics,
                UUID::randomUUID);
    }

    /** Where it takes requests, on this machine. */
    public URI address() {
        boolean tls = settings.collector().certificate() != null;
        return URI.create((tls ? "https" : "http") + "://"
                + ListenAddress.of(settings.collector().listen()).host() + ":" + server.port());
    }

    /**
     * Stops: says that it is not ready, waits until load balancers have seen it, finishes the requests that have begun,
     * flushes what Kafka has not acknowledged, or leaves it in the spool. Takes about {@code stop-delay} and 3 seconds.
     */
    @Override
    public void close() throws InterruptedException {
        server.stop();
        housekeeping.close();
        delivery.stop(FLUSH_WITHIN).join();
        versions.close();
        LOG.info("Collector has stopped");
    }
}
