package io.tidemark.ops.embedded;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.kafka.EventsSender;
import io.tidemark.job.state.CheckpointFiles;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.ops.configure.ServiceConfigs;
import io.tidemark.ops.setup.ConfigTopicSetup;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A whole pipeline in this process and one directory: broker, job, catalog and warehouse. Stopping it and losing it are
 * the same to it: it goes on from its newest completed checkpoint, and the tables have exactly what that says.
 */
public final class EmbeddedPipeline implements AutoCloseable {
    private final Opened opened;
    private final LakeDirectory.Lock lock;
    private final LakeState state;
    private final EmbeddedBroker broker;
    private final Lake lake;
    private final RunningJob job;
    private final EventsSender sender;

    private EmbeddedPipeline(Opened opened, Log log, Lake lake, RunningJob job, EventsSender sender) {
        this.opened = opened;
        this.lock = log.lock;
        this.state = log.state;
        this.broker = log.broker;
        this.lake = lake;
        this.job = job;
        this.sender = sender;
    }

    /** The lake's own log, and the right to write to it. */
    private record Log(LakeDirectory.Lock lock, Beginning beginning, LakeState state, EmbeddedBroker broker) {}

    /**
     * Starts the pipeline of a lake, or goes on with it.
     *
     * @param directory the lake
     * @param settings the configuration; its Kafka brokers and checkpoints are replaced by the lake's own
     * @param command what the lake is locked for, for the process that comes second
     * @throws io.tidemark.lake.guard.Refusal if another process writes to the lake
     */
    public static EmbeddedPipeline start(LakeDirectory directory, TidemarkConfig settings, String command) {
        try (Opened opened = new Opened()) {
            Log log = openLog(opened, directory, command);
            TidemarkConfig told = settings.withBootstrapServers(log.broker.bootstrapServers());
            Lake lake = opened.add(LakeTables.open(told));
            lake.createMissing(LakeTables.options(told));
            publish(told, lake);
            Path checkpoints = directory.checkpoints(lake.epoch());
            TidemarkConfig config = told.withJob(told.job().withCheckpointDir("file://" + checkpoints));
            String checkpoint = RetainedCheckpoints.newest(checkpoints)
                    .map(found -> "file://" + found.path())
                    .orElse(null);
            if (checkpoint != null) {
                CheckpointFiles.missing(checkpoint).ifPresent(gone -> refuseDamaged(directory, checkpoint, gone));
            }
            RunningJob job = opened.add(started(directory, config, lake, checkpoint));
            EventsSender sender = opened.add(new EventsSender(config.kafka()));
            log.beginning.succeed();
            return new EmbeddedPipeline(opened.handOver(), log, lake, job, sender);
        }
    }

    /** The lake's own broker gets what it lacks of the service configuration: it may be another one than before. */
    private static void publish(TidemarkConfig config, Lake lake) {
        ServiceConfigs configs = new ServiceConfigs(lake);
        if (configs.history().newest() > 0) {
            ConfigTopicSetup.make(config);
            configs.publish(new ConfigTopic(config.kafka()));
        }
    }

    private static RunningJob started(
            LakeDirectory directory, TidemarkConfig config, Lake lake, @Nullable String checkpoint) {
        try {
            return RunningJob.start(config, lake, checkpoint);
        } catch (Refusal refusal) {
            // A person names no checkpoint of a lake directory: those that it had are gone.
            throw refusal.code() == RefusalCode.STATELESS_START
                    ? refusal.with("state", computedState(directory))
                    : refusal;
        }
    }

    private static String computedState(LakeDirectory directory) {
        return "the state that is computed from the tables: tidemark mark --lake " + directory.root()
                + " --name now, then tidemark restore --lake " + directory.root() + " --to now";
    }

    private static void refuseDamaged(LakeDirectory directory, String checkpoint, String gone) {
        throw RefusalCode.DAMAGED_CHECKPOINT.refuse(directory.root(), checkpoint, gone);
    }

    private static Log openLog(Opened opened, LakeDirectory directory, String command) {
        LakeDirectory.Lock lock = opened.add(directory.lock(command));
        Beginning beginning = opened.add(lock.begin());
        LakeState state = directory.state();
        EmbeddedBroker broker = opened.add(directory.startBroker());
        lock.write(state.running());
        broker.createTopic(state.topic(), state.partitions());
        return new Log(lock, beginning, state, broker);
    }

    /** The lake. */
    public Lake lake() {
        return lake;
    }

    /** Where the broker answers. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Where Flink's web UI answers. */
    public URI webUi() {
        return job.webUi();
    }

    /** The sender to the pipeline's topic. */
    public EventsSender sender() {
        return sender;
    }

    /**
     * Returns where the pipeline runs.
     *
     * @throws EmbeddedFailure if the job has failed for good, or the broker has broken down
     */
    public void check() {
        broker.check();
        job.check();
    }

    /**
     * How far the tables are.
     *
     * @throws EmbeddedFailure if the job has failed for good, or the broker has broken down
     */
    public Progress progress() {
        check();
        return Progress.of(Heads.of(lake));
    }

    /** The job that runs in it. */
    public RunningJob job() {
        return job;
    }

    /** How many records the topic holds. */
    public long recordsInTopic() {
        return broker.endOffsets(state.topic()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Triggers a commit now instead of at the next interval. */
    public void triggerCheckpoint() {
        job.triggerCheckpoint();
    }

    /** Says that everything in the topic is committed: from now on the audit holds the lake to it. */
    public void markDone() {
        lock.write(state.done(broker.endOffsets(state.topic())));
    }

    /** Stops everything; what was committed stays, and what was not is taken up again by the next start. */
    @Override
    public void close() {
        opened.close();
    }
}
