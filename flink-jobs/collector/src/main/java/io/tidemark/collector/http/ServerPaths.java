package io.tidemark.collector.http;

import io.tidemark.collector.http.wire.RequestHead;
import io.tidemark.collector.metrics.Exposition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the server answers by itself: {@code OPTIONS}, methods that no path has, and the paths for those who run it. */
final class ServerPaths {
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "OPTIONS");
    private static final List<String> READ = List.of("GET", "HEAD");
    private static final Response PREFLIGHT = new Response(
            204,
            new byte[0],
            Response.JSON,
            Map.of(
                    "Access-Control-Allow-Methods", "POST, OPTIONS",
                    "Access-Control-Allow-Headers", "content-type, content-encoding",
                    "Access-Control-Max-Age", "86400"));
    private static final Response ALIVE =
            Response.json(200, "{\"code\":200,\"alive\":true}".getBytes(StandardCharsets.US_ASCII));

    private final ServerParts parts;
    private final BooleanSupplier stopping;

    ServerPaths(ServerParts parts, BooleanSupplier stopping) {
        this.parts = parts;
        this.stopping = stopping;
    }

    /** The answer, or null where the request is for the handler. */
    @Nullable
    Response answer(RequestHead head) {
        String method = head.method();
        if (method.equals("OPTIONS")) {
            return PREFLIGHT;
        }
        if (!METHODS.contains(method)) {
            return Response.methodNotAllowed(METHODS);
        }
        return switch (head.path()) {
            case "/healthz" -> READ.contains(method) ? ALIVE : Response.methodNotAllowed(READ);
            case "/readyz" -> READ.contains(method) ? readiness() : Response.methodNotAllowed(READ);
            case "/metrics" -> READ.contains(method) ? metrics(head) : Response.methodNotAllowed(READ);
            default -> null;
        };
    }

    private Response readiness() {
        Readiness readiness = parts.readiness().get();
        return (stopping.getAsBoolean() ? readiness.stopping() : readiness).response();
    }

    private Response metrics(RequestHead head) {
        Exposition exposition = parts.metrics().exposition(head.headers().accept());
        return new Response(200, exposition.body(), exposition.contentType(), Map.of());
    }
}
