package io.tidemark.ops.marks;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.EventsLog;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.mark.MarkCreator.Request;
import io.tidemark.lake.mark.MarkSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the scheduled marks while a job runs in this process, and deletes those whose time is up. What fails is said and
 * tried again; it never stops the job.
 */
public final class ScheduledMarks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledMarks.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(20);
    private static final Duration LAST_WAIT = Duration.ofSeconds(20);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "scheduled marks");
        made.setDaemon(true);
        return made;
    });
    private final TidemarkConfig config;
    private final InstantSource clock;
    private final Consumer<String> say;
    private String lastTrouble = "";

    private ScheduledMarks(TidemarkConfig config, InstantSource clock, Consumer<String> say) {
        this.config = config;
        this.clock = clock;
        this.say = say;
    }

    /**
     * Begins, if the configuration wants marks.
     *
     * @param config with the brokers that the job reads from
     * @param say where a person hears of a mark that could not be made
     */
    public static ScheduledMarks begin(TidemarkConfig config, InstantSource clock, Consumer<String> say) {
        ScheduledMarks marks = new ScheduledMarks(config, clock, say);
        if (!config.marks().every().isZero()) {
            long pause = Math.min(LOOK_EVERY.toMillis(), config.marks().every().toMillis());
            marks.thread.scheduleWithFixedDelay(marks::look, pause, pause, TimeUnit.MILLISECONDS);
        }
        return marks;
    }

    private void look() {
        try (Lake lake = LakeTables.open(config, Purpose.MARK)) {
            Instant now = clock.instant();
            LakeMarks marks = new LakeMarks(lake, config);
            if (!marks.isDue(now)) {
                return;
            }
            try (EventsLog log = new EventsLog(config.kafka())) {
                marks.create(new Request(MarkSchedule.name(now), "", true, false), now, log);
            }
            marks.expire(now);
            lastTrouble = "";
        } catch (Refusal refusal) {
            // Before the first commit there is nothing to mark, which is no news.
            if (refusal.code() != RefusalCode.NEVER_WRITTEN) {
                trouble(refusal);
            }
        } catch (LakeFailure failure) {
            trouble(failure);
        } catch (RuntimeException unexpected) {
            // A task that throws is not run again.
            LOG.error("Scheduled mark failed", unexpected);
            trouble(unexpected);
        }
    }

    private void trouble(RuntimeException failure) {
        String text = String.valueOf(failure.getMessage());
        if (!text.equals(lastTrouble)) {
            lastTrouble = text;
            LOG.warn("No scheduled mark was made reason={}", text);
            say.accept("No scheduled mark was made, the job runs on. " + text);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A scheduled mark is still being made; what is unfinished of it is taken away later");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
