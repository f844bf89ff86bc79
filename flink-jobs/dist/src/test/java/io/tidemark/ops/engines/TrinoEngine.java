package io.tidemark.ops.engines;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.bench.measure.BenchFailure;
import io.tidemark.bench.query.TrinoClient;
import io.tidemark.ops.cluster.FreePort;
import io.tidemark.ops.cluster.Launch;
import io.tidemark.ops.cluster.ServerProcess;
import io.tidemark.rules.checkout.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trino as {@code sql/engines/trino} starts it, asked in its own protocol over HTTP. */
final class TrinoEngine implements Engine {
    private final TrinoClient client;
    private final ServerProcess server;
    private final int port;

    private TrinoEngine(ServerProcess server, int port, String namespace) {
        this.server = server;
        this.port = port;
        this.client = new TrinoClient(address(), TrinoClient.CATALOG, namespace);
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param directory where its configuration and its log of its own go
     * @param catalog the text of {@code etc/catalog/tidemark.properties}
     * @param environment what {@code ${ENV:NAME}} in it stands for
     */
    static TrinoEngine start(
            Engines engines, Path directory, Path logs, String catalog, Map<String, String> environment)
            throws IOException {
        int port = FreePort.next();
        Files.createDirectories(directory.resolve("etc/catalog"));
        Files.writeString(directory.resolve("etc/catalog/" + TrinoClient.CATALOG + ".properties"), catalog);
        Launch launch = new Launch(
                        "trino",
                        List.of(
                                Checkout.path("sql/engines/trino").toString(),
                                directory.toString(),
                                Integer.toString(port)),
                        environment,
                        logs)
                .with(engines.trinoEnvironment());
        TrinoEngine engine = new TrinoEngine(launch.start(), port, TrinoClient.CATALOG);
        engine.server.await("answers", engine.client::isReady);
        return engine;
    }

    /** The same server, asked in another namespace of the catalog. */
    Engine in(String namespace) {
        return new TrinoEngine(server, port, namespace);
    }

    @Override
    public String name() {
        return "Trino";
    }

    @Override
    public String dialect() {
        return "trino";
    }

    /** Its address for drivers. */
    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public Reply ask(String statement) {
        return run(statement).reply();
    }

    /**
     * A statement's answer and what it cost.
     *
     * @param reply the answer
     * @param stats Trino's own statistics of the statement, such as {@code physicalInputBytes}
     */
    record Ran(Reply reply, JsonNode stats) {}

    /** Answers a statement and says what that cost. */
    Ran run(String statement) {
        try {
            TrinoClient.Answer answer = client.query(statement);
            List<List<@Nullable Object>> rows = answer.rows().stream()
                    .map(row -> TrinoValues.row(answer.types(), row))
                    .toList();
            return new Ran(new Reply(answer.columns(), rows), answer.stats());
        } catch (BenchFailure e) {
            throw new EngineFailure(name(), statement, e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
