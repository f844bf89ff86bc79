import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark on loopback for tests: takes one statement a request, at an address that may end with the namespace in which it is
 * asked, and answers with columns and rows as JSON. One request is answered at a time. What JSON has no
 * word for is an object of one member: an instant, a date, a decimal, bytes in hex, a map as a list of pairs. Run from
 * its source on Spark's own class path, with the port and a file of settings in the form of spark-defaults.conf.
 */
public final class SparkServer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SparkServer() {}

    public static void main(String[] arguments) throws IOException {
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                // What it remembers of hundreds of statements with large plans is more than the rest.
                .config("spark.sql.ui.retainedExecutions", "10")
                .config("spark.ui.retainedJobs", "10")
                .config("spark.ui.retainedStages", "10")
                .config("spark.sql.codegen.cache.maxEntries", "100")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.datetime.java8API.enabled", "true");
        for (String line : Files.readAllLines(Path.of(arguments[1]))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] keyAndValue = line.strip().split("\\s+", 2);
                builder.config(keyAndValue[0], keyAndValue[1]);
            }
        }
        SparkSession spark = builder.getOrCreate();
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])), 0);
        Map<String, SparkSession> sessions = new HashMap<>();
        String place = "/statement/";
        server.createContext(place, exchange -> {
            String namespace = exchange.getRequestURI().getPath().substring(place.length());
            String statement = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            try {
                answer(exchange, 200, rows(session(spark, sessions, namespace).sql(statement)));
            } catch (Throwable e) {
                answer(exchange, 400, message(e));
            }
        });
        server.start();
    }

    /** The session of a namespace of the catalog; where none is named, that of the settings. */
    private static SparkSession session(SparkSession first, Map<String, SparkSession> sessions, String namespace) {
        if (namespace.isEmpty()) {
            return first;
        }
        return sessions.computeIfAbsent(namespace, name -> {
            SparkSession session = first.newSession();
            session.sql("USE " + name);
            return session;
        });
    }

    private static String message(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            text.append(cause).append('\n');
        }
        return text.toString();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String rows(Dataset<Row> answer) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("columns");
            for (String column : answer.columns()) {
                json.writeString(column);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("rows");
            for (Row row : answer.collectAsList()) {
                write(json, row);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Row row) {
            json.writeStartArray();
            for (int i = 0; i < row.length(); i++) {
                write(json, row.get(i));
            }
            json.writeEndArray();
        } else if (value instanceof scala.collection.Map<?, ?> map) {
            json.writeStartObject();
            json.writeArrayFieldStart("map");
            for (var entry : CollectionConverters.asJava(map).entrySet()) {
                json.writeStartArray();
                write(json, entry.getKey());
                write(json, entry.getValue());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        } else if (value instanceof scala.collection.Seq<?> list) {
            json.writeStartArray();
            for (Object element : CollectionConverters.asJava(list)) {
                write(json, element);
            }
            json.writeEndArray();
        } else {
            scalar(json, value);
        }
    }

    private static void scalar(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Double || value instanceof Float) {
            named(json, "double", value.toString());
        } else if (value instanceof BigDecimal decimal) {
            named(json, "decimal", decimal.toPlainString());
        } else if (value instanceof Number whole) {
            json.writeNumber(whole.longValue());
        } else if (value instanceof Instant instant) {
            named(json, "instant", instant.toString());
        } else if (value instanceof LocalDateTime time) {
            named(json, "instant", time.toInstant(ZoneOffset.UTC).toString());
        } else if (value instanceof LocalDate date) {
            named(json, "date", date.toString());
        } else if (value instanceof byte[] bytes) {
            named(json, "bytes", HexFormat.of().formatHex(bytes));
        } else {
            json.writeString(value.toString());
        }
    }

    private static void named(JsonGenerator json, String name, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField(name, value);
        json.writeEndObject();
    }
}
