package io.tidemark.ops.feed;

import io.tidemark.config.KafkaConfig;
import io.tidemark.job.kafka.EventsSender;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.ops.embedded.Progress;
import java.util.List;
import java.util.function.Consumer;

/** Sends records to a Kafka topic, and waits until the pipeline that runs there has committed as many. */
public final class LogFeed {
    private static final long LOOK_MILLIS = 500;

    private final KafkaConfig kafka;
    private final Lake lake;
    private final FeedListener listener;
    private final Consumer<String> warnings;

    /**
     * A feed.
     *
     * @param kafka the topic, which exists
     * @param lake the pipeline's tables
     * @param warnings takes what a person should know of the topic
     */
    public LogFeed(KafkaConfig kafka, Lake lake, FeedListener listener, Consumer<String> warnings) {
        this.kafka = kafka;
        this.lake = lake;
        this.listener = listener;
        this.warnings = warnings;
    }

    /**
     * Sends everything, and waits for as many records in the tables.
     *
     * @param emptySources takes the names of what holds no records
     * @return what has come into the tables meanwhile
     */
    public Progress run(Records records, Consumer<List<String>> emptySources) throws InterruptedException {
        try (EventsSender sender = new EventsSender(kafka)) {
            Progress before = progress();
            OldTimestamps times = new OldTimestamps(kafka, warnings);
            emptySources.accept(records.forEach((event, time) -> sender.send(event, times.kept(time))));
            sender.flush();
            Progress done = progress().since(before);
            while (done.records() < sender.sent()) {
                Progress now = done;
                listener.at(sender.sent(), () -> now);
                Thread.sleep(LOOK_MILLIS);
                done = progress().since(before);
            }
            return done;
        }
    }

    private Progress progress() {
        return Progress.of(Heads.of(lake));
    }
}
