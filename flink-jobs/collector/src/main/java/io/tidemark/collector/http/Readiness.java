package io.tidemark.collector.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether requests are wanted, for {@code /readyz}.
 *
 * @param ready whether a load balancer is to send requests
 * @param reasons why not; or, where it is ready, what a person should know
 * @param facts numbers to show, by name
 */
public record Readiness(boolean ready, List<String> reasons, Map<String, Long> facts) {
    public Readiness {
        reasons = List.copyOf(reasons);
        facts = Map.copyOf(facts);
    }

    /** The same, but the server stops. */
    Readiness stopping() {
        return new Readiness(false, List.of("stopping"), facts);
    }

    /** As {@code /readyz} answers it: 200 or 503. */
    Response response() {
        int code = ready ? 200 : 503;
        String why = reasons.stream().map(Json::quoted).collect(Collectors.joining(","));
        var json = new StringBuilder("{\"code\":%d,\"ready\":%b,\"reasons\":[%s]".formatted(code, ready, why));
        new TreeMap<>(facts)
                .forEach((name, value) ->
                        json.append(',').append(Json.quoted(name)).append(':').append(value));
        return Response.json(code, json.append('}').toString().getBytes(StandardCharsets.UTF_8));
    }
}
