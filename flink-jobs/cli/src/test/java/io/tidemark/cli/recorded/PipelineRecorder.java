package io.tidemark.cli.recorded;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.Run;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.ops.embedded.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.stream.Stream;

/** Records the job's state of one state backend, with the lake that it belongs to. */
final class PipelineRecorder {
    private static final String TOPIC = "events.raw";
    private static final int RECORDS = 600;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path work;
    private final String backend;

    PipelineRecorder(Path work, String backend) {
        this.work = work;
        this.backend = backend;
    }

    /**
     * A lake that was marked, restored to the mark and gone on with, and a retained checkpoint behind its last commit:
     * the checkpoint is complete, and none of the tables has it yet.
     *
     * @param seed of the history
     * @param copy where the lake is copied to
     */
    void checkpoint(long seed, Path copy) throws Exception {
        RecordedLake place = new RecordedLake(Files.createDirectories(work.resolve("checkpoint-" + backend)));
        RecordedLog log = RecordedLog.made(seed, RECORDS);
        int half = log.size() / 2 + 100;
        int last = log.size() - 150;
        try (EmbeddedBroker broker = EmbeddedBroker.start(work.resolve("kafka-checkpoint-" + backend))) {
            broker.createTopic(TOPIC, RecordedLog.PARTITIONS);
            Path file = place.configFile(broker.bootstrapServers(), backend);
            TidemarkConfig config = RecordedLake.config(file);
            try (Lake lake = LakeTables.open(config)) {
                lake.createMissing(LakeTables.options(config));
                log.send(broker.bootstrapServers(), TOPIC, 0, half);
                try (RecordedJob job = RecordedJob.start(config, lake, null)) {
                    job.commit(half);
                    ok("mark", "--config", file.toString(), "--name", "monday");
                    log.send(broker.bootstrapServers(), TOPIC, half, last);
                    job.commit(last);
                }
            }
            restore(file);
            try (Lake lake = LakeTables.open(config);
                    RecordedJob job = RecordedJob.start(config, lake, null)) {
                job.commit(last);
                ok("mark", "--config", file.toString(), "--name", "tuesday");
                log.send(broker.bootstrapServers(), TOPIC, last, log.size());
                job.awaitRead(log.size() - half);
                copyBeforeCommit(place, job, copy);
            }
        }
        log.write(copy.resolve(RecordedLake.LOG));
    }

    private static void copyBeforeCommit(RecordedLake place, RecordedJob job, Path copy) throws Exception {
        // Whoever commits waits for this connection; whoever reads does not.
        try (Connection held = DriverManager.getConnection("jdbc:sqlite:" + place.catalog());
                Statement statement = held.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            String path = job.checkpoint();
            System.err.println("not committed yet: " + path);
            copy(place.directory(), copy);
            statement.execute("ROLLBACK");
        }
    }

    private static void restore(Path file) throws Exception {
        String config = file.toString();
        String hash = JSON.readTree(ok("restore", "--config", config, "--to", "monday", "--json"))
                .get("hash")
                .textValue();
        ok("restore", "--config", config, "--to", "monday", "--execute", hash);
    }

    /** A lake whose job was stopped with a savepoint. */
    void savepoint(long seed, Path copy) throws Exception {
        RecordedLake place = new RecordedLake(Files.createDirectories(work.resolve("savepoint-" + backend)));
        RecordedLog log = RecordedLog.made(seed, RECORDS);
        int half = log.size() / 2 + 100;
        try (EmbeddedBroker broker = EmbeddedBroker.start(work.resolve("kafka-savepoint-" + backend))) {
            broker.createTopic(TOPIC, RecordedLog.PARTITIONS);
            TidemarkConfig config = RecordedLake.config(place.configFile(broker.bootstrapServers(), backend));
            try (Lake lake = LakeTables.open(config)) {
                lake.createMissing(LakeTables.options(config));
                log.send(broker.bootstrapServers(), TOPIC, 0, half);
                try (RecordedJob job = RecordedJob.start(config, lake, null)) {
                    job.commit(half);
                    System.err.println("savepoint: " + job.stop("recorded:///" + RecordedLake.SAVEPOINT));
                }
            }
        }
        copy(place.directory(), copy);
        log.write(copy.resolve(RecordedLake.LOG));
    }

    static String ok(String... command) {
        Run run = Run.of(command);
        if (run.code() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + run.code() + ": " + run.err());
        }
        return run.out();
    }

    /** Copies a tree without what belongs to this machine: the configuration file and temporary files. */
    static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.endsWith("tidemark.yaml")) {
                    Files.copy(file, target);
                }
            }
        }
    }
}
