package io.tidemark.collector.http;

import io.tidemark.collector.metrics.CollectorMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A server whose handler says what it got. */
final class TestServer implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-04T05:06:07.008Z");

    final CollectorMetrics metrics = new CollectorMetrics();
    final AtomicInteger handled = new AtomicInteger();
    final AtomicReference<@Nullable Received> last = new AtomicReference<>();
    final AtomicReference<Handler> handler = new AtomicReference<>(TestServer::echo);
    final AtomicReference<Readiness> readiness = new AtomicReference<>(new Readiness(true, List.of(), Map.of()));
    final HttpServer server;

    private TestServer(ServerConfigs configs) throws IOException {
        Handler counting = (request, responder) -> {
            handled.incrementAndGet();
            last.set(request);
            handler.get().handle(request, responder);
        };
        server = HttpServer.start(
                configs.config(), new ServerParts(counting, readiness::get, metrics, () -> NOW, System::nanoTime));
    }

    static TestServer start(ServerConfigs configs) throws IOException {
        return new TestServer(configs);
    }

    static TestServer start() throws IOException {
        return start(ServerConfigs.usual());
    }

    static void echo(Received request, Responder responder) {
        responder.answer(said(request));
    }

    /** What {@link #echo} answers. */
    static Response said(Received request) {
        return Response.json(
                200,
                "{\"code\":200,\"method\":\"%s\",\"path\":\"%s\",\"length\":%d,\"sender\":\"%s\"}"
                        .formatted(request.method(), request.path(), request.body().length, request.sender())
                        .getBytes(StandardCharsets.UTF_8));
    }

    RawClient client() throws IOException {
        return RawClient.open(server.port());
    }

    /** The one sample of this name, with its labels as written. */
    double metric(String sample) {
        String text = new String(metrics.exposition(null).body(), StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws InterruptedException {
        server.stop();
    }
}
