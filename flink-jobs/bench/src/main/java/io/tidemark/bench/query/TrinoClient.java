package io.tidemark.bench.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.bench.measure.BenchFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Queries a Trino in its own protocol over HTTP, in one schema of one catalog and in UTC. */
public final class TrinoClient {
    /** The name of the catalog and of the schema, unless there are several. */
    public static final String CATALOG = "tidemark";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_SEARCH = Duration.ofMinutes(1);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;
    private final String catalog;
    private final String schema;

    /**
     * A client of a server.
     *
     * @param address its host and port
     */
    public TrinoClient(String address) {
        this(address, CATALOG, CATALOG);
    }

    /** A client for another catalog, or another schema. */
    public TrinoClient(String address, String catalog, String schema) {
        this.address = address;
        this.catalog = catalog;
        this.schema = schema;
    }

    /**
     * A statement's answer and what it cost.
     *
     * @param columns the names of its columns
     * @param types the signatures of their types, as Trino writes them
     * @param rows its rows, as Trino writes them: arrays with a value a column
     * @param stats Trino's own statistics of the statement, such as {@code physicalInputBytes}
     */
    public record Answer(List<String> columns, List<JsonNode> types, List<JsonNode> rows, JsonNode stats) {}

    /**
     * Answers a statement. A server that has just started answers before it has found its own worker, which takes it
     * some seconds; a statement that it refuses for that has not run, and is retried for a minute.
     *
     * @throws BenchFailure if Trino does not; the message has what it says
     */
    public Answer query(String statement) {
        long until = System.nanoTime() + LONGEST_SEARCH.toNanos();
        while (true) {
            try {
                return askOnce(statement);
            } catch (NoWorkerYet e) {
                if (System.nanoTime() > until) {
                    throw new BenchFailure("Trino has found no worker: " + e.getMessage(), e);
                }
                pause();
            }
        }
    }

    private Answer askOnce(String statement) throws NoWorkerYet {
        HttpRequest first = request("http://" + address + "/v1/statement")
                .POST(HttpRequest.BodyPublishers.ofString(statement))
                .build();
        List<String> columns = new ArrayList<>();
        List<JsonNode> types = new ArrayList<>();
        List<JsonNode> rows = new ArrayList<>();
        JsonNode page = page(first);
        while (true) {
            if (page.has("error")) {
                String message = page.get("error").path("message").asText();
                // Where the planner counts the workers first, this comes as an internal error.
                if (message.startsWith("No nodes available")
                        || "NO_NODES_AVAILABLE"
                                .equals(page.get("error").path("errorName").asText())) {
                    throw new NoWorkerYet(message);
                }
                throw new BenchFailure(message);
            }
            if (columns.isEmpty()) {
                page.path("columns").forEach(column -> {
                    columns.add(column.get("name").asText());
                    types.add(column.get("typeSignature"));
                });
            }
            page.path("data").forEach(rows::add);
            if (!page.has("nextUri")) {
                return new Answer(columns, types, rows, page.get("stats"));
            }
            page = page(request(page.get("nextUri").asText()).build());
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("Interrupted while Trino was queried", e);
        }
    }

    /** Whether it answers. */
    public boolean isReady() {
        try {
            HttpRequest info = HttpRequest.newBuilder(URI.create("http://" + address + "/v1/info"))
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

    private HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri))
                .timeout(Duration.ofMinutes(2))
                .header("X-Trino-User", "analyst")
                .header("X-Trino-Catalog", catalog)
                .header("X-Trino-Schema", schema)
                .header("X-Trino-Time-Zone", "UTC");
    }

    private JsonNode page(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new BenchFailure("HTTP " + response.statusCode() + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new BenchFailure("Trino at " + address + " cannot be queried: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("Interrupted while Trino was queried", e);
        }
    }

    /** A statement has not run, for there is no worker to run it. */
    private static final class NoWorkerYet extends Exception {
        private static final long serialVersionUID = 1;

        NoWorkerYet(String message) {
            super(message);
        }
    }
}
