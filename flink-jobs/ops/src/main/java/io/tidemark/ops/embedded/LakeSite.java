package io.tidemark.ops.embedded;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.EventsLog;
import io.tidemark.job.state.CheckpointStorage;
import io.tidemark.lake.guard.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a command works: a pipeline on real parts, whose Kafka is queried; or a lake in a directory, whose broker is
 * started for it, unless the pipeline that holds the lake is running it already.
 */
public final class LakeSite implements AutoCloseable {
    private final Opened parts = new Opened();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> attention = new ArrayList<>();
    private final TidemarkConfig config;
    private final @Nullable LakeDirectory directory;
    private final @Nullable EventsLog log;
    private final LakeDirectory.@Nullable Lock lock;

    private LakeSite(TidemarkConfig pipeline) {
        this.config = pipeline;
        this.directory = null;
        this.lock = null;
        CheckpointStorage.reach(pipeline);
        this.log = parts.add(new EventsLog(pipeline.kafka()));
    }

    private LakeSite(LakeDirectory directory, TidemarkConfig settings, String command, Needs needs) {
        this.directory = directory;
        LakeDirectory.Lock held = null;
        try {
            held = parts.add(directory.lock(command));
        } catch (Refusal inUse) {
            if (needs == Needs.WHOLE_LAKE) {
                throw inUse;
            }
            warnings.add(inUse.message() + " The log itself is not queried.");
        }
        this.lock = held;
        TidemarkConfig told = settings;
        EventsLog opened = null;
        try {
            if (held != null) {
                EmbeddedBroker broker = parts.add(directory.startBroker());
                told = settings.withBootstrapServers(broker.bootstrapServers());
                opened = parts.add(new EventsLog(told.kafka()));
            }
        } catch (Refusal lost) {
            if (needs != Needs.NOTHING) {
                close();
                throw lost;
            }
            attention.add(lost.getMessage());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        this.config = told;
        this.log = opened;
    }

    /** What a command must have of a lake in a directory, or is refused. */
    public enum Needs {
        /** It tells what there is: of a log that is lost, that it is lost. */
        NOTHING,
        /** The log, if nobody else has it. */
        LOG,
        /** The whole lake for itself: it changes what a running pipeline must not have changed under it. */
        WHOLE_LAKE
    }

    /**
     * Opens the site.
     *
     * @param config the configuration of a lake that exists
     * @param directory the lake's directory, if it lives in one
     * @param command what the lake is locked for, for the process that comes second
     * @throws Refusal if another process writes to a lake that the command must hold, or the lake has lost its log
     */
    public static LakeSite open(TidemarkConfig config, Optional<Path> directory, String command, Needs needs) {
        return directory
                .map(path -> new LakeSite(LakeDirectory.existing(path), config, command, needs))
                .orElseGet(() -> new LakeSite(config));
    }

    /** The configuration, with brokers that answer. */
    public TidemarkConfig config() {
        return config;
    }

    /** The configuration of the pipeline in one epoch: its checkpoints are stored apart from those of others. */
    public TidemarkConfig config(int epoch) {
        LakeDirectory local = directory;
        if (local != null) {
            return config.withJob(config.job().withCheckpointDir("file://" + local.checkpoints(epoch)));
        }
        return config;
    }

    /** The log; null if another process runs the lake, which then has it. */
    public @Nullable EventsLog log() {
        return log;
    }

    /** Whether it is certain that nothing writes to the lake while this is open. */
    public boolean alone() {
        return lock != null;
    }

    /** What a person should know of how the site was opened. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** What is wrong with the lake besides its tables. */
    public List<String> attention() {
        return List.copyOf(attention);
    }

    /** The lake's directory, if it lives in one. */
    public Optional<LakeDirectory> directory() {
        return Optional.ofNullable(directory);
    }

    /** Says of a lake in a directory that what it said of its end is not the last word any more. */
    public void notDone() {
        if (directory != null && lock != null) {
            lock.write(directory.state().running());
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
