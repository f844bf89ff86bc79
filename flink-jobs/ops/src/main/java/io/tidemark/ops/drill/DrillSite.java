package io.tidemark.ops.drill;

import io.tidemark.config.ConfigFile;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.SqliteFile;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.ops.embedded.Beginning;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.LakeDirectory;
import io.tidemark.ops.embedded.LakeState;
import io.tidemark.ops.embedded.RetainedCheckpoints;
import io.tidemark.ops.embedded.RunningJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a drill takes place: a lake in a directory whose broker runs all the time, and configuration files through which
 * commands reach it as they reach any pipeline.
 */
final class DrillSite implements AutoCloseable {
    private static final String TOPIC = "events.raw";
    private static final int PARTITIONS = 4;

    private final LakeDirectory directory;
    private final LakeDirectory.Lock lock;
    private final EmbeddedBroker broker;

    private DrillSite(LakeDirectory directory, LakeDirectory.Lock lock, EmbeddedBroker broker) {
        this.directory = directory;
        this.lock = lock;
        this.broker = broker;
    }

    /**
     * Makes the site.
     *
     * @throws Refusal if there is a lake in the directory already: a drill loses what it finds
     */
    static DrillSite open(Path path) {
        if (Files.exists(path.resolve("catalog.db"))) {
            throw RefusalCode.LAKE_IN_USE.refuse(path);
        }
        LakeDirectory directory = LakeDirectory.openOrCreate(path, LakeState.fresh(TOPIC, PARTITIONS));
        LakeDirectory.Lock lock = directory.lock("tidemark drill");
        try (Beginning beginning = lock.begin()) {
            EmbeddedBroker broker = directory.startBroker();
            broker.createTopic(TOPIC, PARTITIONS);
            beginning.succeed();
            return new DrillSite(directory, lock, broker);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** A running job, and the lake that it writes to. */
    record Running(Lake lake, RunningJob job) implements AutoCloseable {
        /** How many records of the log the tables hold; the job must not have failed for good. */
        long records() {
            job.check();
            return Heads.of(lake).totalOutcomes();
        }

        @Override
        public void close() {
            try (lake) {
                job.close();
            }
        }
    }

    /** The lake's directory. */
    LakeDirectory directory() {
        return directory;
    }

    /**
     * Writes a configuration file for a lake on this broker.
     *
     * @param name the file's name without its ending
     * @param home where the lake's catalog, files and checkpoints are
     * @param organisation whose people the ids are derived for
     */
    Path configure(String name, Path home, String organisation) {
        Path file = directory.root().resolve(name + ".yaml");
        try {
            Files.createDirectories(home);
            Files.writeString(file, """
                    environment: production
                    kafka:
                      bootstrap-servers: "%s"
                      group-id: "%s"
                    catalog:
                      type: jdbc
                      uri: %s
                      warehouse: %s
                    identity:
                      organisation: "%s"
                    job:
                      parallelism: 2
                      checkpoint-interval: 1 s
                      checkpoint-dir: %s
                      restart-attempts: 1
                      restart-delay: 1 s
                    """.formatted(
                            broker.bootstrapServers(),
                            name,
                            quoted(new SqliteFile(home.resolve("catalog.db")).uri()),
                            quoted(home.resolve("warehouse").toString()),
                            organisation,
                            quoted("file://" + home.resolve("checkpoints"))));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write the configuration " + file, e);
        }
        return file;
    }

    /** A text as a value of a configuration file, to the letter. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''").replace("${", "$${") + "'";
    }

    /** What a configuration file says. */
    static TidemarkConfig config(Path file) {
        return ConfigFile.read(file, Map.of());
    }

    /** Makes the lake's tables. */
    static void makeTables(TidemarkConfig config) {
        try (Lake lake = LakeTables.open(config)) {
            lake.createMissing(LakeTables.options(config));
        }
    }

    /** Starts the job of a lake, from its own newest checkpoint or from what a restore has made ready. */
    static Running start(TidemarkConfig config, Path home) {
        Lake lake = LakeTables.open(config);
        try {
            Path all = home.resolve("checkpoints");
            // As a lake in a directory keeps them: it can be used as one when the drill is over.
            Path checkpoints = lake.epoch() == 1 ? all : all.resolve("epoch-" + lake.epoch());
            String newest = RetainedCheckpoints.newest(checkpoints)
                    .map(found -> "file://" + found.path())
                    .orElse(null);
            TidemarkConfig own = config.withJob(config.job().withCheckpointDir("file://" + checkpoints));
            return new Running(lake, RunningJob.start(own, lake, newest));
        } catch (RuntimeException e) {
            lake.close();
            throw e;
        }
    }

    /** How many records the topic holds. */
    long recordsInTopic() {
        return broker.endOffsets(TOPIC).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Says that everything in the topic is committed. */
    void markDone() {
        lock.write(directory.state().done(broker.endOffsets(TOPIC)));
    }

    @Override
    public void close() {
        try (lock) {
            broker.close();
        }
    }
}
