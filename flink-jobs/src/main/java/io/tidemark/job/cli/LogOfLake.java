package io.tidemark.job.cli;

import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.connect.EventsLog;
import io.tidemark.job.embedded.EmbeddedBroker;
import io.tidemark.job.embedded.LakeDirectory;
import io.tidemark.lake.guard.Refusal;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The log of a lake, as far as a command can ask it: that of a configuration always; that of a directory through the
 * lake's own broker, unless another process runs it.
 */
final class LogOfLake implements AutoCloseable {
    private final LakeDirectory.@Nullable Lock lock;
    private final @Nullable EmbeddedBroker broker;
    private final @Nullable EventsLog log;

    private LogOfLake(LakeDirectory.@Nullable Lock lock, @Nullable EmbeddedBroker broker, @Nullable EventsLog log) {
        this.lock = lock;
        this.broker = broker;
        this.log = log;
    }

    /**
     * Opens the log.
     *
     * @param command what is run, for whoever comes to a locked lake
     * @param err where it is said that the log is not asked
     */
    static LogOfLake open(LakeOptions lake, TidemarkConfig config, String command, PrintWriter err) {
        Path directory = lake.directory().orElse(null);
        if (directory == null) {
            return new LogOfLake(null, null, new EventsLog(config.kafka()));
        }
        LakeDirectory of = LakeDirectory.existing(directory);
        LakeDirectory.Lock lock;
        try {
            lock = of.lock(command);
        } catch (Refusal inUse) {
            err.println(inUse.sentence() + " The log itself is not asked.");
            return new LogOfLake(null, null, null);
        }
        try {
            return withBroker(lock, EmbeddedBroker.start(of.kafka()), config);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static LogOfLake withBroker(LakeDirectory.Lock lock, EmbeddedBroker broker, TidemarkConfig config) {
        try {
            TidemarkConfig asked = config.withBootstrapServers(broker.bootstrapServers());
            return new LogOfLake(lock, broker, new EventsLog(asked.kafka()));
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /** The log; null if it cannot be asked. */
    @Nullable
    EventsLog log() {
        return log;
    }

    /** Whether it is certain that nothing writes to the lake while this is open. */
    boolean alone() {
        return lock != null;
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
        if (broker != null) {
            broker.close();
        }
        if (lock != null) {
            lock.close();
        }
    }
}
