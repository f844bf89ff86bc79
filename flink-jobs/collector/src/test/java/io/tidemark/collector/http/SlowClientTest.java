package io.tidemark.collector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.internal.PlatformDependent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that are slow, silent or too many cost neither memory nor places that others need. */
class SlowClientTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void aHeadThatDoesNotEndIsRefused() throws Exception {
        try (TestServer server = TestServer.start(ServerConfigs.usual().timeouts(LONG, SECOND));
                RawClient client = server.client()) {
            client.send("POST / HTTP/1.1\r\nHost: t\r\nX-Slow");
            assertThat(client.read().status()).isEqualTo(408);
            assertThat(client.isEnded()).isTrue();
            assertThat(server.metric("tidemark_collector_requests_refused_total{reason=\"timeout\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aHeadThatComesByteByByteHasNoMoreTime() throws Exception {
        try (TestServer server = TestServer.start(ServerConfigs.usual().timeouts(LONG, SECOND));
                RawClient client = server.client()) {
            client.send("POST / HTTP/1.1\r\nHost: t\r\n");
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                client.sendWhatGoes("X: y\r\n".getBytes(StandardCharsets.US_ASCII));
                return server.metric("tidemark_collector_requests_refused_total{reason=\"timeout\"}") == 1;
            });
            assertThat(client.read().status()).isEqualTo(408);
        }
    }

    @Test
    void aBodyThatDoesNotEndIsRefusedAndFreesItsMemory() throws Exception {
        try (TestServer server = TestServer.start(ServerConfigs.usual().timeouts(LONG, SECOND));
                RawClient client = server.client()) {
            client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1000\r\n\r\nabc");
            await().until(() -> server.server.heldBytes() > 0);
            assertThat(client.read().status()).isEqualTo(408);
            assertThat(server.server.heldBytes()).isZero();
            assertThat(server.handled).hasValue(0);
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleFreesItsMemory() throws Exception {
        try (TestServer server = TestServer.start()) {
            RawClient client = server.client();
            client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1000\r\n\r\nabc");
            await().until(() -> server.server.heldBytes() > 0);
            client.close();
            await().until(() -> server.server.connections() == 0);
            assertThat(server.server.heldBytes()).isZero();
            assertThat(server.handled).hasValue(0);
        }
    }

    @Test
    void memoryIsHeldUntilTheHandlerAnswersEvenIfItsClientIsGone() throws Exception {
        var waiting = new LinkedBlockingQueue<Responder>();
        try (TestServer server = TestServer.start(ServerConfigs.usual().timeouts(LONG, SECOND))) {
            server.handler.set((request, responder) -> waiting.add(responder));
            RawClient client = server.client();
            client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nabcde");
            Responder responder = waiting.poll(10, TimeUnit.SECONDS);
            assertThat(responder).isNotNull();
            var late = client.read();
            assertThat(late.status()).isEqualTo(503);
            assertThat(late.header("retry-after")).isNotNull();
            client.close();
            await().until(() -> server.server.connections() == 0);
            assertThat(server.server.heldBytes()).isPositive();
            assertThat(responder.answer(Response.error(200, ""))).isFalse();
            assertThat(server.server.heldBytes()).isZero();
        }
    }

    @Test
    void aConnectionWithoutARequestEnds() throws Exception {
        try (TestServer server = TestServer.start(ServerConfigs.usual().timeouts(SECOND, LONG));
                RawClient silent = server.client();
                RawClient served = server.client()) {
            assertThat(served.post("/", new byte[1]).status()).isEqualTo(200);
            assertThat(silent.isEnded()).isTrue();
            assertThat(served.isEnded()).isTrue();
        }
    }

    @Test
    void aClientThatReadsNoAnswerEnds() throws Exception {
        try (TestServer server = TestServer.start(ServerConfigs.usual().timeouts(LONG, SECOND));
                RawClient client = server.client()) {
            server.handler.set((request, responder) -> responder.answer(Response.json(200, new byte[50 << 20])));
            client.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n");
            await().until(() -> server.handled.get() == 1);
            await().until(() -> server.server.connections() == 0);
        }
    }

    @Test
    void oneConnectionTooManyIsToldSo() throws Exception {
        try (TestServer server = TestServer.start(ServerConfigs.usual().connections(2));
                RawClient one = server.client();
                RawClient two = server.client()) {
            assertThat(one.post("/", new byte[1]).status()).isEqualTo(200);
            assertThat(two.post("/", new byte[1]).status()).isEqualTo(200);
            try (RawClient three = server.client()) {
                var answer = three.read();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.body()).startsWith("{\"code\":503,");
                assertThat(three.isEnded()).isTrue();
            }
            assertThat(one.post("/", new byte[1]).status()).isEqualTo(200);
            one.close();
            await().until(() -> server.server.connections() == 1);
            try (RawClient again = server.client()) {
                assertThat(again.post("/", new byte[1]).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void connectionsThatWaitCostLittle() throws Exception {
        int count = 500;
        List<RawClient> clients = new ArrayList<>();
        try (TestServer server = TestServer.start()) {
            long before = PlatformDependent.usedDirectMemory();
            for (int i = 0; i < count; i++) {
                RawClient client = server.client();
                clients.add(client);
                assertThat(client.exchange("GET / HTTP/1.1\r\nHost: t\r\n\r\n").status())
                        .isEqualTo(200);
            }
            assertThat(server.server.connections()).isEqualTo(count);
            assertThat(server.server.heldBytes()).isZero();
            assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(16 << 20);
            for (RawClient each : clients) {
                each.close();
            }
        }
    }
}
