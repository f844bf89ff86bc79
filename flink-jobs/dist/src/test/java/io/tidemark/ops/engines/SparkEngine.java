package io.tidemark.ops.engines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.ops.cluster.FreePort;
import io.tidemark.ops.cluster.Launch;
import io.tidemark.ops.cluster.ServerProcess;
import io.tidemark.rules.checkout.Checkout;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Spark in a process of its own, with Spark's class path and not ours. */
final class SparkEngine implements Engine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SERVER = Checkout.path("flink-jobs/dist/src/test/resources/engines/SparkServer.java");
    private static final Path LOGGING = Checkout.path("flink-jobs/ops/src/test/resources/log4j2-process.properties");

    // What Spark's own launcher opens on JDK 17.
    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "jdk.internal.ref",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar");

    private final HttpClient client = HttpClient.newHttpClient();
    private final ServerProcess server;
    private final URI statements;

    private SparkEngine(ServerProcess server, URI statements) {
        this.server = server;
        this.statements = statements;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param settings the text of {@code spark-defaults.conf}
     * @param more jars and directories that are added to Spark's class path
     */
    static SparkEngine start(Engines engines, Path directory, Path logs, String settings, List<Path> more)
            throws IOException {
        int port = FreePort.next();
        Files.createDirectories(directory);
        Path file = Files.writeString(directory.resolve("spark-defaults.conf"), settings);
        List<String> flags =
                new ArrayList<>(List.of("-Xmx1536m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        OPENED.forEach(opened -> flags.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
        flags.add("-Dlog4j2.configurationFile=" + LOGGING.toAbsolutePath());
        String classPath = Stream.concat(Stream.of(engines.spark().resolve("*")), more.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Launch launch = Launch.java(
                "spark",
                flags,
                classPath,
                List.of(SERVER.toAbsolutePath().toString(), Integer.toString(port), file.toString()),
                logs);
        return new SparkEngine(launch.start().awaitPort(port), URI.create("http://127.0.0.1:" + port + "/statement/"));
    }

    /** The same server, asked in another namespace of the catalog. */
    Engine in(String namespace) {
        return new SparkEngine(server, statements.resolve(namespace));
    }

    @Override
    public String name() {
        return "Spark";
    }

    @Override
    public String dialect() {
        return "spark";
    }

    @Override
    public Reply ask(String statement) {
        HttpRequest request = HttpRequest.newBuilder(statements)
                .POST(HttpRequest.BodyPublishers.ofString(statement))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new EngineFailure(name(), statement, response.body());
            }
            JsonNode answer = JSON.readTree(response.body());
            List<String> columns = new ArrayList<>();
            answer.get("columns").forEach(column -> columns.add(column.asText()));
            List<List<@Nullable Object>> rows = new ArrayList<>();
            answer.get("rows").forEach(row -> rows.add(list(row)));
            return new Reply(columns, rows);
        } catch (IOException e) {
            throw new EngineFailure(name(), statement, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineFailure(name(), statement, e);
        }
    }

    private static List<@Nullable Object> list(JsonNode values) {
        List<@Nullable Object> list = new ArrayList<>();
        values.forEach(value -> list.add(value(value)));
        return list;
    }

    private static @Nullable Object value(JsonNode value) {
        if (value.isObject()) {
            Map.Entry<String, JsonNode> named = value.properties().iterator().next();
            String text = named.getValue().asText();
            return switch (named.getKey()) {
                case "double" -> Double.valueOf(text);
                case "decimal" -> Reply.decimal(new BigDecimal(text));
                case "instant" -> Instant.parse(text);
                case "date" -> LocalDate.parse(text);
                case "bytes" -> "0x" + text;
                case "map" -> map(named.getValue());
                default -> throw new IllegalStateException("The server of Spark wrote " + value);
            };
        } else if (value.isArray()) {
            return list(value);
        } else if (value.isNull()) {
            return null;
        } else if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isTextual() ? value.asText() : (Object) value.longValue();
    }

    private static Map<@Nullable Object, @Nullable Object> map(JsonNode pairs) {
        Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
        pairs.forEach(pair -> map.put(value(pair.get(0)), value(pair.get(1))));
        return map;
    }

    @Override
    public void close() {
        server.close();
    }
}
