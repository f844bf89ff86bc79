package io.tidemark.bench.query;

import io.tidemark.bench.measure.BenchFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The Trino that {@code sql/engines/trino} starts, over lakes in directories; it ends with this process. */
final class TrinoServer implements AutoCloseable {
    /** How much heap it has: a question may have three tenths of it, and some need 2 GB over 20 million events. */
    static final String HEAP = "8g";

    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final int LAST_LINES = 5;

    private final Process process;
    private final String address;

    private TrinoServer(Process process, String address) {
        this.process = process;
        this.address = address;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "end-trino"));
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param engines the directory {@code sql/engines}
     * @param lakes the directory of each lake, by the name of its catalog
     * @param directory where its configuration and its logs go
     * @throws BenchFailure if it does not start, with what the script says: that there is no JDK for it, for example
     */
    static TrinoServer start(Path engines, Map<String, Path> lakes, Path directory) throws IOException {
        Path script = engines.resolve("trino").toAbsolutePath();
        if (!Files.isExecutable(script)) {
            throw new BenchFailure("Trino is started by " + script + ", which is not there. Run ./tidemark from where"
                    + " Tidemark's sources are.");
        }
        Files.createDirectories(directory.resolve("etc/catalog"));
        for (Map.Entry<String, Path> lake : lakes.entrySet()) {
            Files.writeString(
                    directory.resolve("etc/catalog/" + lake.getKey() + ".properties"),
                    catalog(lake.getValue().toAbsolutePath()));
        }
        Path log = directory.resolve("trino.log");
        int port = freePort();
        ProcessBuilder builder =
                new ProcessBuilder(List.of(script.toString(), directory.toString(), Integer.toString(port)));
        builder.environment().put("TRINO_HEAP", HEAP);
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        TrinoServer server = new TrinoServer(process, "127.0.0.1:" + port);
        server.await(log);
        return server;
    }

    /** The catalog of a lake in a directory, as {@code sql/connect/trino.md} has it. */
    static String catalog(Path lake) {
        return """
                connector.name=iceberg
                iceberg.security=read_only
                iceberg.catalog.type=jdbc
                iceberg.jdbc-catalog.driver-class=org.sqlite.JDBC
                iceberg.jdbc-catalog.connection-url=jdbc:sqlite:%1$s/catalog.db
                iceberg.jdbc-catalog.catalog-name=tidemark
                iceberg.jdbc-catalog.schema-version=V1
                iceberg.jdbc-catalog.default-warehouse-dir=%1$s/warehouse
                iceberg.metadata-cache.enabled=false
                fs.hadoop.enabled=true
                """.formatted(lake);
    }

    /** A client for one of the catalogs. */
    TrinoClient client(String catalog) {
        return new TrinoClient(address, catalog, TrinoClient.CATALOG);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void await(Path log) throws IOException {
        long until = System.nanoTime() + LONGEST_START.toNanos();
        TrinoClient client = new TrinoClient(address);
        while (!client.isReady()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                close();
                List<String> lines = Files.readAllLines(log);
                throw new BenchFailure("Trino did not start: "
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                close();
                throw new BenchFailure("Interrupted while Trino started", e);
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
