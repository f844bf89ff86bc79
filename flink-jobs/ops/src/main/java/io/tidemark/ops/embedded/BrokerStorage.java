package io.tidemark.ops.embedded;

import io.tidemark.lake.catalog.LocalFiles;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.io.LockFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/** The broker's directory: formatted once, and never again over somebody's records. */
final class BrokerStorage {
    private final Path directory;
    private final Path data;

    private BrokerStorage(Path directory) {
        this.directory = directory;
        this.data = directory.resolve("data");
    }

    /**
     * The storage below {@code directory}; nothing is touched before {@link #prepare}.
     *
     * @throws Refusal if Kafka would use another path
     */
    static BrokerStorage in(Path directory) {
        Path absolute = LocalFiles.absolute(directory);
        PathSigns.require("the Kafka directory", absolute);
        return new BrokerStorage(absolute);
    }

    /** Where the logs are stored. */
    Path data() {
        return data;
    }

    /**
     * Keeps other brokers out. Kafka has a lock of its own, but a node that is also the controller looks at it only
     * after its controller has begun to write.
     *
     * @throws Refusal where another broker runs here
     */
    LockFile lock() {
        try {
            Files.createDirectories(directory);
            return LockFile.take(
                    directory,
                    "broker.lock",
                    "an embedded broker",
                    other -> RefusalCode.IN_USE.refuse("The Kafka directory " + directory, other, "stop it"));
        } catch (IOException e) {
            throw notPrepared(e);
        }
    }

    /**
     * Formats the directory if that was never finished.
     *
     * @throws Refusal where there are logs without the file that names their owner
     */
    void prepare() {
        try {
            Files.createDirectories(data);
            if (Files.exists(data.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
                return;
            }
            if (holdsLogs()) {
                throw RefusalCode.BROKER_DIRECTORY_DAMAGED.refuse(data, MetaPropertiesEnsemble.META_PROPERTIES_NAME);
            }
            format();
        } catch (IOException e) {
            throw notPrepared(e);
        }
    }

    private EmbeddedFailure notPrepared(IOException e) {
        return new EmbeddedFailure(
                "Cannot prepare the Kafka directory " + directory + ": " + EmbeddedFailure.reason(e)
                        + ". Check that the disk has room and that the directory may be written.",
                e);
    }

    private boolean holdsLogs() throws IOException {
        try (Stream<Path> entries = Files.list(data)) {
            return entries.anyMatch(entry ->
                    Files.isDirectory(entry) && !entry.getFileName().toString().startsWith("__cluster_metadata"));
        }
    }

    // Formatter.run declares Exception; what it throws is wrapped as one failure.
    private void format() {
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(data.toString())
                    .addDirectory(data.toString())
                    .setHasDynamicQuorum(false)
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new EmbeddedFailure(
                    "Cannot format the Kafka directory " + data + ": " + EmbeddedFailure.reason(e)
                            + ". Move the directory away and start again with an empty one.",
                    e);
        }
    }
}
