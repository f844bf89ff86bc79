package io.tidemark.job.drill;

import io.tidemark.job.config.KafkaConfig;
import io.tidemark.job.connect.EventsSender;
import io.tidemark.job.traffic.Traffic;
import io.tidemark.job.traffic.TrafficSettings;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Traffic that flows into Kafka at its own pace, whatever becomes of whoever reads it. */
final class Flow implements AutoCloseable {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final long TICK_MILLIS = 20;

    private final EventsSender sender;
    private final DrillSettings settings;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final Thread thread;

    private Flow(EventsSender sender, DrillSettings settings) {
        this.sender = sender;
        this.settings = settings;
        this.thread = new Thread(this::run, "drill traffic");
        thread.setDaemon(true);
    }

    /** Begins to send. */
    static Flow begin(KafkaConfig kafka, DrillSettings settings) {
        Flow flow = new Flow(new EventsSender(kafka), settings);
        flow.thread.start();
        return flow;
    }

    private void run() {
        try {
            send();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The thread keeps it to itself: sent() tells.
            failure.set(e);
        }
    }

    private void send() throws InterruptedException {
        long begin = System.currentTimeMillis();
        Traffic traffic =
                new Traffic(TrafficSettings.of(settings.seed(), settings.events(), begin - DAY_MILLIS, DAY_MILLIS));
        while (sender.sent() < settings.events()) {
            long due = Math.min(settings.events(), (System.currentTimeMillis() - begin) * settings.rate() / 1_000 + 1);
            while (sender.sent() < due) {
                sender.send(traffic.next().value());
            }
            Thread.sleep(TICK_MILLIS);
        }
        sender.flush();
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
