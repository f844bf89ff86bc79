package io.tidemark.collector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.collector.metrics.CollectorMetrics;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A stop loses no request that has begun: not ready, wait, no new connections, finish. */
class ServerStopTest {
    @Test
    void notReadyThenNoConnectionsThenTheRestIsAnswered() throws Exception {
        var waiting = new LinkedBlockingQueue<Responder>();
        TestServer server = TestServer.start(ServerConfigs.usual().stopDelay(Duration.ofSeconds(2)));
        server.handler.set((request, responder) -> waiting.add(responder));
        try (RawClient busy = server.client();
                RawClient sending = server.client();
                RawClient idle = server.client();
                RawClient probe = server.client()) {
            busy.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 0\r\n\r\n");
            Responder responder = waiting.poll(10, TimeUnit.SECONDS);
            sending.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\n{");
            assertThat(idle.exchange("GET /readyz HTTP/1.1\r\nHost: t\r\n\r\n").status())
                    .isEqualTo(200);
            CompletableFuture<Void> stopped = stop(server);
            await().until(() -> {
                try (RawClient each = server.client()) {
                    return each.exchange("GET /readyz HTTP/1.1\r\nHost: t\r\n\r\n")
                                    .status()
                            == 503;
                }
            });
            var unready = probe.exchange("GET /readyz HTTP/1.1\r\nHost: t\r\n\r\n");
            assertThat(unready.body()).isEqualTo("{\"code\":503,\"ready\":false,\"reasons\":[\"stopping\"]}");
            assertThat(unready.header("connection")).isEqualTo("close");
            assertThat(idle.isEnded()).isTrue();
            assertThatThrownBy(server::client).isInstanceOf(ConnectException.class);
            assertThat(stopped).isNotDone();
            assertThat(responder).isNotNull();
            assertThat(responder.answer(Response.error(200, ""))).isTrue();
            var answer = busy.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("connection")).isEqualTo("close");
            sending.send("}");
            Responder second = waiting.poll(10, TimeUnit.SECONDS);
            assertThat(second).isNotNull();
            second.answer(Response.error(200, ""));
            assertThat(sending.read().status()).isEqualTo(200);
            busy.close();
            sending.close();
            idle.close();
            probe.close();
            stopped.get(10, TimeUnit.SECONDS);
        }
        assertThat(server.server.connections()).isZero();
    }

    private static CompletableFuture<Void> stop(TestServer server) {
        return CompletableFuture.runAsync(() -> {
            try {
                server.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void aPortThatIsTakenIsSaid() throws Exception {
        try (TestServer server = TestServer.start()) {
            var taken =
                    ServerConfigs.usual().config().withListenAndSpool("127.0.0.1:" + server.server.port(), "/nowhere");
            var parts = new ServerParts(
                    TestServer::echo,
                    server.readiness::get,
                    new CollectorMetrics(),
                    () -> TestServer.NOW,
                    System::nanoTime);
            assertThatThrownBy(() -> HttpServer.start(taken, parts))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Cannot listen at 127.0.0.1:")
                    .hasMessageContaining("collector.listen");
        }
    }
}
