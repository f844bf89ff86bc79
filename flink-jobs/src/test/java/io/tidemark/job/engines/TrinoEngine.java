package io.tidemark.job.engines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.job.cluster.FreePort;
import io.tidemark.job.cluster.Launch;
import io.tidemark.job.cluster.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trino as {@code sql/engines/trino} starts it, asked in its own protocol over HTTP. */
final class TrinoEngine implements Engine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CATALOG = "tidemark";

    private final HttpClient client = HttpClient.newHttpClient();
    private final ServerProcess server;
    private final int port;

    private TrinoEngine(ServerProcess server, int port) {
        this.server = server;
        this.port = port;
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
        Files.writeString(directory.resolve("etc/catalog/" + CATALOG + ".properties"), catalog);
        Launch launch = new Launch(
                        "trino",
                        List.of(
                                Path.of("../sql/engines/trino").toAbsolutePath().toString(),
                                directory.toString(),
                                Integer.toString(port)),
                        environment,
                        logs)
                .with(engines.trinoEnvironment());
        TrinoEngine engine = new TrinoEngine(launch.start(), port);
        engine.server.await("answers", engine::started);
        return engine;
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
        HttpRequest first = request("http://" + address() + "/v1/statement")
                .POST(HttpRequest.BodyPublishers.ofString(statement))
                .build();
        List<String> names = new ArrayList<>();
        List<JsonNode> types = new ArrayList<>();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        JsonNode page = page(statement, first);
        while (true) {
            if (page.has("error")) {
                throw new EngineFailure(
                        name(), statement, page.get("error").get("message").asText());
            }
            if (names.isEmpty()) {
                page.path("columns").forEach(column -> {
                    names.add(column.get("name").asText());
                    types.add(column.get("typeSignature"));
                });
            }
            page.path("data").forEach(row -> rows.add(TrinoValues.row(types, row)));
            if (!page.has("nextUri")) {
                return new Ran(new Reply(names, rows), page.get("stats"));
            }
            page = page(statement, request(page.get("nextUri").asText()).build());
        }
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri))
                .timeout(Duration.ofMinutes(2))
                .header("X-Trino-User", "analyst")
                .header("X-Trino-Catalog", CATALOG)
                .header("X-Trino-Schema", "tidemark")
                .header("X-Trino-Time-Zone", "UTC");
    }

    private JsonNode page(String statement, HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new EngineFailure(name(), statement, "HTTP " + response.statusCode() + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new EngineFailure(name(), statement, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineFailure(name(), statement, e);
        }
    }

    private boolean started() {
        try {
            HttpRequest info = HttpRequest.newBuilder(URI.create("http://" + address() + "/v1/info"))
                    .build();
            HttpResponse<String> response = client.send(info, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200
                    && !JSON.readTree(response.body()).path("starting").asBoolean(true);
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
