package io.tidemark.collector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** More requests at one time than there is memory for: none is lost without an answer, and nothing waits for ever. */
class MemoryPressureTest {
    private static final int MEMORY = 4 << 20;

    @Test
    void manyLargeRequestsAreAllAnsweredWithinTheBudget() throws Exception {
        var highest = new AtomicLong();
        var statuses = new ConcurrentLinkedQueue<Integer>();
        ExecutorService clients = Executors.newFixedThreadPool(24);
        try (TestServer server = TestServer.start(ServerConfigs.usual().memory(MEMORY))) {
            server.handler.set((request, responder) -> {
                highest.accumulateAndGet(server.server.heldBytes(), Math::max);
                TestServer.echo(request, responder);
            });
            byte[] body = RequestBodyTest.text(1 << 20);
            byte[] zipped = RequestBodyTest.gzip(body);
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                byte[] sent = i % 3 == 0 ? zipped : body;
                done.add(clients.submit(() -> {
                    for (int j = 0; j < 8; j++) {
                        statuses.add(answered(server, sent));
                    }
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get(120, TimeUnit.SECONDS);
            }
            assertThat(statuses).hasSize(24 * 8).containsOnly(200, 503).contains(200);
            assertThat(statuses.stream().filter(each -> each == 200).count())
                    .as("good answers")
                    .isGreaterThan(24);
            assertThat(highest).hasValueLessThanOrEqualTo(MEMORY);
            await().until(() -> server.server.heldBytes() == 0);
            assertThat(server.metrics.failures()).isZero();
        } finally {
            clients.shutdownNow();
        }
    }

    private static int answered(TestServer server, byte[] body) throws IOException {
        try (RawClient client = server.client()) {
            return client.post("/", body).status();
        }
    }

    @Test
    void requestsThatWaitForEachOtherAreFreed() throws Exception {
        try (TestServer server = TestServer.start(ServerConfigs.usual().memory(MEMORY))) {
            byte[] half = new byte[900_000];
            List<RawClient> stuck = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                RawClient client = server.client();
                stuck.add(client);
                client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1800000\r\n\r\n");
                new Thread(() -> client.sendWhatGoes(half).sendWhatGoes(half)).start();
            }
            int good = 0;
            for (RawClient each : stuck) {
                int status = each.read().status();
                assertThat(status).isIn(200, 503);
                good += status == 200 ? 1 : 0;
                each.close();
            }
            assertThat(good).isPositive();
            await().until(() -> server.server.heldBytes() == 0);
        }
    }

    @Test
    void slowBodiesThatHoldAllMemoryGiveWay() throws Exception {
        try (TestServer server = TestServer.start(
                ServerConfigs.usual().memory(MEMORY).timeouts(Duration.ofSeconds(60), Duration.ofSeconds(60)))) {
            List<RawClient> slow = new ArrayList<>();
            for (int i = 0; i < 11; i++) {
                RawClient client = server.client();
                slow.add(client);
                client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 2000000\r\n\r\n")
                        .send(new byte[250_000]);
                long held = 250_000L * (i + 1);
                await().until(() -> server.server.heldBytes() >= held);
            }
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
                try (RawClient again = server.client()) {
                    return again.post("/", new byte[100_000]).status() == 200;
                }
            });
            for (RawClient each : slow) {
                each.close();
            }
        }
    }

    @Test
    void whatIsSentAheadOfItsTurnIsDroppedWhereThereIsNoRoomButItsRequestIsAnswered() throws Exception {
        List<Responder> waiting = new ArrayList<>();
        try (TestServer server = TestServer.start(ServerConfigs.usual().memory(8 * 4096))) {
            server.handler.set((request, responder) -> {
                synchronized (waiting) {
                    waiting.add(responder);
                }
            });
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                RawClient client = server.client();
                clients.add(client);
                client.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n" + "GET / HTTP/1.1\r\nHost: t\r\n\r\n".repeat(100));
                int count = i + 1;
                await().until(() -> server.handled.get() == count);
            }
            server.handler.set(TestServer::echo);
            synchronized (waiting) {
                waiting.forEach(each -> each.answer(Response.error(200, "")));
            }
            for (RawClient each : clients) {
                assertThat(each.read().status()).isEqualTo(200);
                each.close();
            }
            await().until(() -> server.server.heldBytes() == 0);
        }
    }
}
