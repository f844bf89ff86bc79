package io.tidemark.ops.feed;

import io.tidemark.lake.snapshot.Heads;
import io.tidemark.ops.embedded.EmbeddedPipeline;
import io.tidemark.ops.embedded.Progress;
import io.tidemark.ops.embedded.Room;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Sends records into the pipeline of a directory, and waits until each is committed. A full disk is said to be that. */
public final class LakeFeed {
    private static final Duration HURRY_EVERY = Duration.ofSeconds(2);
    private static final int CHECK_EVERY = 1_000;
    private static final long LOOK_MILLIS = 100;

    private final Path directory;
    private final EmbeddedPipeline pipeline;
    private final EventSink sink;
    private final FeedListener listener;
    private final Progress before;

    /**
     * A feed.
     *
     * @param directory the lake's directory
     * @param pipeline the pipeline that runs there
     * @param sink where records are sent that come into that pipeline
     */
    public LakeFeed(Path directory, EmbeddedPipeline pipeline, EventSink sink, FeedListener listener) {
        this.directory = directory;
        this.pipeline = pipeline;
        this.sink = sink;
        this.listener = listener;
        this.before = pipeline.progress();
    }

    /**
     * Sends everything, and waits for all that the lake's log holds.
     *
     * @param emptySources takes the names of what holds no records
     * @return what has come into the tables meanwhile
     * @throws SourceFailure if not every record can be read
     * @throws DiskFull if the disk of the lake is full
     */
    public Progress run(Records records, Consumer<List<String>> emptySources) throws InterruptedException {
        boolean sentAll = false;
        try {
            emptySources.accept(send(records));
            sentAll = true;
            Progress done = awaitCommitted();
            pipeline.markDone();
            return done;
        } catch (SourceFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw Room.isMissing(directory, e) ? full(sentAll, e) : e;
        }
    }

    private List<String> send(Records records) throws InterruptedException {
        AtomicLong sent = new AtomicLong();
        // A thread of its own shows how far it is: that which reads may wait for a pipe.
        ScheduledExecutorService showing = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        showing.scheduleWithFixedDelay(() -> tell(sent.get()), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        List<String> empty;
        try {
            empty = records.forEach((event, time) -> {
                sink.send(event, time);
                if (sent.incrementAndGet() % CHECK_EVERY == 0) {
                    pipeline.check();
                }
            });
        } finally {
            showing.shutdown();
            showing.awaitTermination(1, TimeUnit.MINUTES);
        }
        while (sink.isSending()) {
            pipeline.check();
            Thread.sleep(10);
        }
        sink.flush();
        return empty;
    }

    private void tell(long sent) {
        try {
            listener.at(sent, () -> pipeline.progress().since(before));
        } catch (RuntimeException e) {
            // The sender finds it too, and says what it means.
            LoggerFactory.getLogger(LakeFeed.class).warn("progress is not shown reason={}", e.toString());
        }
    }

    private Progress awaitCommitted() throws InterruptedException {
        long inTopic = pipeline.recordsInTopic();
        Progress now = pipeline.progress();
        long hurryAt = System.nanoTime();
        while (now.records() < inTopic) {
            // A job that is hurried all the time is slower for it.
            if (System.nanoTime() - hurryAt >= 0) {
                checkRoom();
                pipeline.triggerCheckpoint();
                hurryAt = System.nanoTime() + HURRY_EVERY.toNanos();
            }
            Thread.sleep(50);
            now = pipeline.progress();
            Progress done = now.since(before);
            listener.at(sink.sent(), () -> done);
        }
        return now.since(before);
    }

    /** A job that fails for want of room would be started again in vain, as often as it may. */
    private void checkRoom() {
        String trouble = pipeline.job().trouble();
        if (trouble != null) {
            IllegalStateException failure = new IllegalStateException(trouble);
            if (Room.isMissing(directory, failure)) {
                throw failure;
            }
        }
    }

    private DiskFull full(boolean sentAll, RuntimeException e) {
        long sent = sink.stored();
        return new DiskFull(
                directory,
                String.format(
                                Locale.ROOT,
                                " Of the records sent, %,d are in the lake's log, and %s.",
                                sent,
                                committed())
                        + (sentAll
                                ? ""
                                : " Not everything was sent: give the files again, then; events with an insert_id are"
                                        + " not taken twice."),
                e);
    }

    private String committed() {
        try {
            return String.format(
                    Locale.ROOT,
                    "%,d were committed",
                    Progress.of(Heads.of(pipeline.lake())).since(before).records());
        } catch (RuntimeException unreadable) {
            return "how many were committed cannot be read now (tidemark status tells it)";
        }
    }
}
