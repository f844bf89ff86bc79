package io.tidemark.collector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every client sees: paths, methods, headers, keep-alive, the order of answers; and that each is given once. */
class HttpServerTest {
    private TestServer server;
    private long failures;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
        assertThat(server.metrics.failures()).isEqualTo(failures);
        assertThat(server.server.heldBytes()).isZero();
        assertThat(server.server.connections()).isZero();
    }

    @Test
    void aRequestReachesTheHandlerWhole() throws Exception {
        try (RawClient client = server.client()) {
            var answer = client.post(
                    "/batch?a=b%20c&d",
                    "{}".getBytes(StandardCharsets.US_ASCII),
                    "Origin: https://shop.example",
                    "User-Agent: test/1",
                    "Content-Type: text/plain;charset=UTF-8",
                    "Accept: */*");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
            assertThat(answer.header("content-type")).isEqualTo("application/json");
            assertThat(answer.header("date")).isEqualTo("Wed, 04 Mar 2026 05:06:07 GMT");
        }
        Received got = server.last.get();
        assertThat(got).isNotNull();
        assertThat(got.method()).isEqualTo("POST");
        assertThat(got.path()).isEqualTo("/batch");
        assertThat(got.query()).isEqualTo("a=b%20c&d");
        assertThat(got.headers())
                .isEqualTo(new Received.Headers("https://shop.example", "test/1", "text/plain;charset=UTF-8", "*/*"));
        assertThat(got.sender()).isEqualTo("127.0.0.1");
        assertThat(got.tls()).isFalse();
        assertThat(new String(got.body(), StandardCharsets.US_ASCII)).isEqualTo("{}");
        assertThat(got.bodyBytes()).isEqualTo(2);
        assertThat(got.receivedAt()).isEqualTo(TestServer.NOW.toEpochMilli());
    }

    @Test
    void aPreflightIsAnsweredForAnyPath() throws IOException {
        try (RawClient client = server.client()) {
            for (String path : List.of("/2/httpapi", "/anything", "*")) {
                var answer = client.exchange("OPTIONS " + path + " HTTP/1.1\r\nHost: t\r\n\r\n");
                assertThat(answer.status()).isEqualTo(204);
                assertThat(answer.headers())
                        .containsEntry("access-control-allow-origin", "*")
                        .containsEntry("access-control-allow-methods", "POST, OPTIONS")
                        .containsEntry("access-control-allow-headers", "content-type, content-encoding")
                        .doesNotContainKey("content-length");
                assertThat(Integer.parseInt(answer.headers().get("access-control-max-age")))
                        .isGreaterThanOrEqualTo(7200);
            }
        }
        assertThat(server.handled).hasValue(0);
    }

    @Test
    void aHandlerMayAllowOneOriginOnly() throws IOException {
        server.handler.set((request, responder) -> responder.answer(
                Response.error(400, "x").withHeader("Access-Control-Allow-Origin", "https://shop.example")));
        try (RawClient client = server.client()) {
            assertThat(client.post("/", new byte[0]).header("access-control-allow-origin"))
                    .isEqualTo("https://shop.example");
        }
    }

    @Test
    void healthAndReadinessAndMetricsAreAnsweredByTheServer() throws IOException {
        try (RawClient client = server.client()) {
            assertThat(client.exchange("GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n")
                            .body())
                    .isEqualTo("{\"code\":200,\"alive\":true}");
            server.readiness.set(new Readiness(true, List.of("\"old\""), Map.of("spool_bytes", 7L, "a", 1L)));
            var ready = client.exchange("GET /readyz HTTP/1.1\r\nHost: t\r\n\r\n");
            assertThat(ready.body())
                    .isEqualTo("{\"code\":200,\"ready\":true,\"reasons\":[\"\\\"old\\\"\"],\"a\":1,\"spool_bytes\":7}");
            server.readiness.set(new Readiness(false, List.of("spool full"), Map.of()));
            var unready = client.exchange("GET /readyz HTTP/1.1\r\nHost: t\r\n\r\n");
            assertThat(unready.status()).isEqualTo(503);
            assertThat(unready.body()).isEqualTo("{\"code\":503,\"ready\":false,\"reasons\":[\"spool full\"]}");
            var metrics = client.exchange("GET /metrics HTTP/1.1\r\nHost: t\r\n\r\n");
            assertThat(metrics.header("content-type")).startsWith("text/plain; version=0.0.4");
            assertThat(metrics.body()).contains("tidemark_collector_connections 1");
            var open = client.exchange(
                    "GET /metrics HTTP/1.1\r\nHost: t\r\nAccept: application/openmetrics-text; version=1.0.0\r\n\r\n");
            assertThat(open.header("content-type")).startsWith("application/openmetrics-text");
            assertThat(open.body()).endsWith("# EOF\n");
            var post = client.post("/healthz", new byte[0]);
            assertThat(post.status()).isEqualTo(405);
            assertThat(post.header("allow")).isEqualTo("GET, HEAD");
        }
        assertThat(server.handled).hasValue(0);
    }

    @Test
    void headIsGetWithoutItsBody() throws IOException {
        try (RawClient client = server.client()) {
            client.send("HEAD /config/k HTTP/1.1\r\nHost: t\r\n\r\n");
            var head = client.read(true);
            assertThat(head.status()).isEqualTo(200);
            var get = client.exchange("GET /config/k HTTP/1.1\r\nHost: t\r\n\r\n");
            assertThat(head.header("content-length"))
                    .isEqualTo(Integer.toString(get.body().length()));
            assertThat(get.body()).contains("\"method\":\"GET\"");
        }
        assertThat(server.handled).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "post"})
    void otherMethodsHaveNoPath(String method) throws IOException {
        try (RawClient client = server.client()) {
            var answer = client.exchange(method + " / HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.body()).isEqualTo("{\"code\":405,\"error\":\"Method not allowed\"}");
            assertThat(client.post("/", new byte[0]).status()).isEqualTo(200);
        }
    }

    @Test
    void requestsSentAtOnceAreAnsweredInOrderAndHandledOneByOne() throws Exception {
        var waiting = new LinkedBlockingQueue<CompletableFuture<String>>();
        server.handler.set((request, responder) -> {
            var answer = new CompletableFuture<String>();
            answer.thenAccept(path -> responder.answer(TestServer.said(request)));
            waiting.add(answer);
        });
        try (RawClient client = server.client()) {
            client.send(String.join(
                    "",
                    "POST /1 HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\n\r\n1",
                    "GET /2 HTTP/1.1\r\nHost: t\r\n\r\n",
                    "POST /3 HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n333\r\n0\r\n\r\n"));
            for (String path : List.of("/1", "/2", "/3")) {
                CompletableFuture<String> first = waiting.poll(10, TimeUnit.SECONDS);
                assertThat(first).isNotNull();
                assertThat(waiting).isEmpty();
                assertThat(first.complete("")).isTrue();
                assertThat(client.read().body()).contains("\"path\":\"" + path + "\"");
            }
        }
    }

    @Test
    void thousandsOfRequestsSentAtOnceAreAnswered() throws IOException {
        try (RawClient client = server.client()) {
            int count = 3000;
            new Thread(() -> client.sendWhatGoes(
                            "GET /x HTTP/1.1\r\nHost: t\r\n\r\n".repeat(count).getBytes(StandardCharsets.US_ASCII)))
                    .start();
            for (int i = 0; i < count; i++) {
                assertThat(client.read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void anAnswerIsGivenOnceFromAnyThread() throws Exception {
        List<Boolean> taken = new ArrayList<>();
        server.handler.set((request, responder) -> CompletableFuture.runAsync(() -> {
            taken.add(responder.answer(Response.error(503, "first")));
            taken.add(responder.answer(Response.error(200, "second")));
        }));
        try (RawClient client = server.client()) {
            assertThat(client.post("/", new byte[5]).body()).contains("first");
            await().until(() -> taken.size() == 2);
            assertThat(taken).containsExactly(true, false);
        }
    }

    @Test
    void aHandlerThatFailsIsAnswered500() throws IOException {
        server.handler.set((request, responder) -> {
            throw new IllegalStateException("with a payload");
        });
        try (RawClient client = server.client()) {
            var answer = client.post("/", new byte[1]);
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("payload").contains("\"code\":500");
            server.handler.set(TestServer::echo);
            assertThat(client.post("/", new byte[1]).status()).isEqualTo(200);
        }
        failures = 1;
    }

    @Test
    void http10EndsUnlessTheClientWantsToKeep() throws IOException {
        try (RawClient client = server.client()) {
            var kept = client.exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(kept.header("connection")).isEqualTo("keep-alive");
            assertThat(client.exchange("GET / HTTP/1.0\r\n\r\n").header("connection"))
                    .isEqualTo("close");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aConnectionEndsWhenItsClientWantsSo() throws IOException {
        try (RawClient client = server.client()) {
            var answer = client.exchange("GET / HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aClientThatEndsItsOutputIsAnsweredStill() throws IOException {
        try (RawClient client = server.client()) {
            client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\n{}")
                    .endOutput();
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aClientThatWaitsIsToldToContinue() throws IOException {
        try (RawClient client = server.client()) {
            String head = "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n";
            assertThat(client.exchange(head.formatted(3)).status()).isEqualTo(100);
            assertThat(client.exchange("abc").body()).contains("\"length\":3");
            assertThat(client.exchange(head.formatted(100 << 20)).status()).isEqualTo(413);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void anAbsoluteUriIsItsPath() throws IOException {
        try (RawClient client = server.client()) {
            assertThat(client.exchange("GET http://a.example:80/x/y?z HTTP/1.1\r\nHost: t\r\n\r\n")
                            .body())
                    .contains("\"path\":\"/x/y\"");
            assertThat(client.exchange("GET HTTP://a.example?z HTTP/1.1\r\nHost: t\r\n\r\n")
                            .body())
                    .contains("\"path\":\"/\"");
        }
    }

    @Test
    void anOrdinaryClientIsServed() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        URI uri = URI.create("http://127.0.0.1:" + server.server.port() + "/2/httpapi");
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            var request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1000 * i]));
            answers.add(client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()));
        }
        for (int i = 0; i < 100; i++) {
            HttpResponse<String> answer = answers.get(i).get(20, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"length\":" + 1000 * i + ",");
        }
        assertThat(server.metric("tidemark_collector_requests_total{path=\"httpapi\",status=\"200\"}"))
                .isEqualTo(100);
    }
}
