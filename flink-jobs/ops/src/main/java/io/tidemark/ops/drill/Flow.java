package io.tidemark.ops.drill;

import io.tidemark.config.KafkaConfig;
import io.tidemark.job.kafka.EventsSender;
import io.tidemark.ops.feed.PacedTraffic;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Traffic that flows into Kafka at its own pace, whatever becomes of its reader. */
final class Flow implements AutoCloseable {
    private final EventsSender sender;
    private final DrillSettings settings;
    private final PacedTraffic traffic;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final Thread thread;

    private Flow(EventsSender sender, DrillSettings settings, long allowed) {
        this.sender = sender;
        this.settings = settings;
        this.traffic = new PacedTraffic(settings.seed(), settings.events(), settings.rate(), allowed);
        this.thread = new Thread(this::run, "drill traffic");
        thread.setDaemon(true);
    }

    /**
     * Begins to send.
     *
     * @param share what share of all records comes before {@link #allow} says more: so each part of a drill has its
     *     traffic, however slow the machine is
     */
    static Flow begin(KafkaConfig kafka, DrillSettings settings, double share) {
        Flow flow = new Flow(new EventsSender(kafka), settings, settings.share(share));
        flow.thread.start();
        return flow;
    }

    /** Lets this share of all records come. */
    void allow(double share) {
        traffic.allow(settings.share(share));
    }

    private void run() {
        try {
            traffic.forEach(sender::send);
            sender.flush();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The thread keeps it to itself: sent() tells.
            failure.set(e);
        }
    }

    /**
     * How many records Kafka has.
     *
     * @throws RuntimeException if one could not be sent
     */
    long sent() {
        RuntimeException problem = failure.get();
        if (problem != null) {
            throw problem;
        }
        return sender.acknowledged();
    }

    /** Whether Kafka has all of them. */
    boolean isOver() {
        return sent() >= settings.events();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.close();
    }
}
