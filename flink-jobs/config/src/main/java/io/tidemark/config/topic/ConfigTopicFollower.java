package io.tidemark.config.topic;

import io.tidemark.config.KafkaConfig;
import io.tidemark.rules.service.Checked;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigLog;
import io.tidemark.rules.service.ConfigVersion;
import io.tidemark.rules.service.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the topic with the versions of the service configuration in a thread of its own. What it knows once it knows for
 * ever: neither a topic that is lost nor brokers that are gone take a version away.
 */
public final class ConfigTopicFollower implements ConfigLog {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigTopicFollower.class);
    private static final Duration READ_EVERY = Duration.ofSeconds(1);
    private static final Duration CURRENT_FOR = Duration.ofSeconds(30);
    private static final Duration READ_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final KafkaConfig kafka;
    private final Duration readWithin;
    private final Thread thread;
    private volatile ConfigHistory known;
    /** When the last read to the end began; before the first one, when this was made. */
    private volatile long readAt;

    private volatile boolean wasRead;
    private volatile boolean stopped;
    private volatile @Nullable ConfigTopicReader reader;
    /** Reads that callers wait for, and those that are done: guarded by this. */
    private long wanted;

    private long done;
    private @Nullable String trouble;

    private ConfigTopicFollower(KafkaConfig kafka, ConfigHistory known, Duration readWithin) {
        this.kafka = kafka;
        this.readWithin = readWithin;
        this.known = known;
        this.readAt = System.nanoTime();
        this.thread = new Thread(this::follow, "service-config");
        this.thread.setDaemon(true);
    }

    /**
     * Follows the topic of these brokers.
     *
     * @param known the versions that are known already
     */
    public static ConfigTopicFollower start(KafkaConfig kafka, ConfigHistory known) {
        return start(kafka, known, READ_WITHIN);
    }

    /** The same with another limit for how long {@link #read} waits. */
    static ConfigTopicFollower start(KafkaConfig kafka, ConfigHistory known, Duration readWithin) {
        ConfigTopicFollower follower = new ConfigTopicFollower(kafka, known, readWithin);
        follower.thread.start();
        return follower;
    }

    @Override
    public ConfigHistory known() {
        return known;
    }

    @Override
    public boolean isCurrent() {
        return wasRead && sinceRead() < CURRENT_FOR.toNanos();
    }

    @Override
    public long behindMillis() {
        return TimeUnit.NANOSECONDS.toMillis(sinceRead());
    }

    private long sinceRead() {
        return System.nanoTime() - readAt;
    }

    @Override
    public synchronized ConfigHistory read() throws InterruptedException {
        long mine = ++wanted;
        notifyAll();
        long deadline = System.nanoTime() + readWithin.toNanos();
        while (done < mine) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new IllegalStateException("Could not read the topic " + kafka.configTopic() + " on "
                        + kafka.bootstrapServers() + " to its end for " + readWithin.toSeconds() + " s: "
                        + (trouble == null ? "it does not answer" : trouble)
                        + ". The newest version of the service configuration that is known is " + known.newest()
                        + ". Check that the brokers run; the job goes on by itself when they do.");
            }
            wait(left);
        }
        return known;
    }

    private void follow() {
        while (!stopped) {
            long reading;
            synchronized (this) {
                reading = wanted;
            }
            try {
                ConfigTopicReader open = reader;
                if (open == null) {
                    open = new ConfigTopicReader(kafka);
                    reader = open;
                }
                long begun = System.nanoTime();
                int came = open.readToEnd();
                take(open, came, begun, reading);
            } catch (KafkaException e) {
                failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
                closeReader();
            }
            if (!pause(reading)) {
                break;
            }
        }
        closeReader();
    }

    private synchronized void take(ConfigTopicReader open, int came, long begun, long reading) {
        List<ConfigVersion> all = new ArrayList<>(known.versions());
        all.addAll(open.versions());
        // What was wrong with the versions is wrong until others come.
        boolean same = came == 0 && trouble == null;
        Checked<ConfigHistory> read = same ? new Checked.Good<>(known) : ConfigHistory.of(all);
        ConfigHistory next = read.orNull();
        if (next == null) {
            failed(read.problems().stream().map(Problem::sentence).collect(Collectors.joining("; ")));
            return;
        }
        if (next.newest() != known.newest()) {
            LOG.info("Service configuration version={} before={}", next.newest(), known.newest());
        }
        known = next;
        readAt = begun;
        wasRead = true;
        done = reading;
        trouble = null;
        notifyAll();
    }

    private synchronized void failed(String why) {
        if (!why.equals(trouble) && !stopped) {
            LOG.warn("Service configuration cannot be read topic={} why={}", kafka.configTopic(), why);
        }
        trouble = why;
    }

    /** Whether to go on. */
    @SuppressWarnings("WaitNotInLoop") // woken early, it reads the topic once more
    private synchronized boolean pause(long reading) {
        try {
            if (!stopped && (wanted == reading || trouble != null)) {
                wait(READ_EVERY.toMillis());
            }
            return !stopped;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void closeReader() {
        ConfigTopicReader open = reader;
        if (open != null) {
            open.close();
            reader = null;
        }
    }

    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        ConfigTopicReader open = reader;
        if (open != null) {
            open.wakeUp();
        }
        thread.join(STOP_WITHIN.toMillis());
    }
}
