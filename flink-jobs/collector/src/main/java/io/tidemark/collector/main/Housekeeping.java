package io.tidemark.collector.main;

import io.tidemark.collector.service.Acknowledgements;
import io.tidemark.collector.service.ServiceVersions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a collector does beside requests: it takes over new versions of the service configuration, and says so. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration EVERY = Duration.ofMillis(500);

    private final ServiceVersions versions;
    private final Acknowledgements acknowledgements;
    private final InstantSource clock;
    private final ScheduledExecutorService refreshing = single("collector-refresh");
    private final ScheduledExecutorService telling = single("collector-acknowledge");

    private Housekeeping(ServiceVersions versions, Acknowledgements acknowledgements, InstantSource clock) {
        this.versions = versions;
        this.acknowledgements = acknowledgements;
        this.clock = clock;
    }

    static Housekeeping start(ServiceVersions versions, Acknowledgements acknowledgements, InstantSource clock) {
        Housekeeping housekeeping = new Housekeeping(versions, acknowledgements, clock);
        housekeeping.every(housekeeping.refreshing, () -> versions.refresh(clock.millis()));
        // It may wait for brokers, which a new version must not.
        housekeeping.every(housekeeping.telling, housekeeping::acknowledge);
        return housekeeping;
    }

    private void every(ScheduledExecutorService thread, Runnable task) {
        thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.error("A collector's task beside its requests failed; it runs again", e);
                    }
                },
                0,
                EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void acknowledge() {
        // Where nothing is configured there is nothing to say, and perhaps no topic.
        if (versions.newest() == 0) {
            return;
        }
        try {
            acknowledgements.send(versions.newest(), clock.millis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ScheduledExecutorService single(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void close() throws InterruptedException {
        refreshing.shutdownNow();
        telling.shutdownNow();
        boolean ended = refreshing.awaitTermination(1, TimeUnit.SECONDS)
                && telling.awaitTermination(Acknowledgements.WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            LOG.warn("A collector's task beside its requests did not end; it ends with the process");
        }
    }
}
