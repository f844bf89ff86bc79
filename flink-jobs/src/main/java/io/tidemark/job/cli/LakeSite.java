package io.tidemark.job.cli;

import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.embedded.EmbeddedBroker;
import io.tidemark.job.embedded.LakeDirectory;
import io.tidemark.job.kafka.EventsLog;
import io.tidemark.job.state.CheckpointStorage;
import io.tidemark.lake.guard.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a command works: a pipeline on real parts, whose Kafka is asked; or a lake in a directory, whose broker is
 * started for it, unless the pipeline that holds the lake is running it already.
 */
final class LakeSite implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
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
        this.log = opened(new EventsLog(pipeline.kafka()));
    }

    private LakeSite(LakeDirectory directory, TidemarkConfig settings, String command, Needs needs) {
        this.directory = directory;
        LakeDirectory.Lock held = null;
        try {
            held = opened(directory.lock(command));
        } catch (Refusal inUse) {
            if (needs == Needs.WHOLE_LAKE) {
                throw inUse;
            }
            warnings.add(inUse.sentence() + " The log itself is not asked.");
        }
        this.lock = held;
        TidemarkConfig told = settings;
        EventsLog opened = null;
        try {
            if (held != null) {
                EmbeddedBroker broker = opened(directory.startBroker());
                told = settings.withBootstrapServers(broker.bootstrapServers());
                opened = opened(new EventsLog(told.kafka()));
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
    enum Needs {
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
     * @param command what the lake is locked for, for whoever comes second
     * @throws Refusal if another process writes to a lake that the command must hold, or the lake has lost its log
     */
    static LakeSite open(LakeOptions lake, String command, Needs needs) {
        TidemarkConfig config = lake.existing();
        return lake.directory()
                .map(path -> new LakeSite(LakeDirectory.existing(path), config, command, needs))
                .orElseGet(() -> new LakeSite(config));
    }

    /** The configuration, with brokers that answer. */
    TidemarkConfig config() {
        return config;
    }

    /** The configuration of the pipeline in one epoch: its checkpoints lie apart from those of others. */
    TidemarkConfig config(int epoch) {
        LakeDirectory local = directory;
        if (local != null) {
            return config.withJob(config.job().withCheckpointDir("file://" + local.checkpoints(epoch)));
        }
        return config;
    }

    /** The log; null if another process runs the lake, which then has it. */
    @Nullable
    EventsLog log() {
        return log;
    }

    /** Whether it is certain that nothing writes to the lake while this is open. */
    boolean alone() {
        return lock != null;
    }

    /** What a person should know of how the site was opened. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** What is wrong with the lake besides its tables. */
    List<String> attention() {
        return List.copyOf(attention);
    }

    /** The lake's directory, if it lives in one. */
    Optional<LakeDirectory> directory() {
        return Optional.ofNullable(directory);
    }

    /** Says of a lake in a directory that what it said of its end is not the last word any more. */
    void notDone() {
        if (directory != null && lock != null) {
            lock.write(directory.state().running());
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) { // AutoCloseable's own signature; the process ends next
                org.slf4j.LoggerFactory.getLogger("command").warn("part did not close reason={}", e.toString());
            }
        }
    }
}
