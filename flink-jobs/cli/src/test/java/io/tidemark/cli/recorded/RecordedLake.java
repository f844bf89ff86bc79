package io.tidemark.cli.recorded;

import io.tidemark.config.ConfigFile;
import io.tidemark.config.TidemarkConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The parts of a recorded lake below one directory: {@code catalog.db}, {@code warehouse}, {@code checkpoints} or
 * {@code savepoint}, and {@code log.txt} (see {@link RecordedLog}).
 */
final class RecordedLake {
    static final String CHECKPOINTS = "checkpoints";
    static final String SAVEPOINT = "savepoint";
    static final String LOG = "log.txt";
    static final String CATALOG = "catalog.db";
    static final String WAREHOUSE = "warehouse";

    private final Path directory;

    RecordedLake(Path directory) {
        this.directory = directory;
        RecordedRoot.mapTo(directory);
    }

    /** A recording, unpacked into a directory. */
    static RecordedLake unpacked(String name, Path to) throws IOException {
        try (InputStream file = RecordedLake.class.getResourceAsStream("/recorded/" + name);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = to.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                Files.copy(zip, target);
            }
        }
        return new RecordedLake(to);
    }

    Path directory() {
        return directory;
    }

    Path catalog() {
        return directory.resolve(CATALOG);
    }

    /** A configuration file for the lake, its log behind these brokers. */
    Path configFile(String bootstrapServers, String stateBackend) throws IOException {
        Path file = directory.resolve("tidemark.yaml");
        Files.writeString(file, """
                kafka:
                  bootstrap-servers: %s
                catalog:
                  type: jdbc
                  uri: "jdbc:sqlite:%s"
                  warehouse: recorded:///%s
                intake:
                  throttle:
                    events-per-second: 1
                    events-per-day: 200
                job:
                  checkpoint-dir: recorded:///%s
                  checkpoint-interval: 1 h
                  state-backend: %s
                  restart-attempts: 1
                  restart-delay: 100 ms
                """.formatted(bootstrapServers, catalog(), WAREHOUSE, CHECKPOINTS, stateBackend));
        return file;
    }

    static TidemarkConfig config(Path file) {
        return ConfigFile.read(file, Map.of());
    }
}
