package io.tidemark.collector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.ResourceLeakDetector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes come, in whatever pieces: the server answers or closes, nothing goes wrong that nothing was prepared for,
 * no buffer and no memory is lost, and the next good request is served. Replay with {@code -Dseed=N}.
 */
class HttpFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 4000);
    private static final String GOOD = "POST /good HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\n{}";

    private static final AtomicInteger LEAKS = new AtomicInteger();
    private static final ResourceLeakDetector.Level BEFORE = ResourceLeakDetector.getLevel();

    @BeforeAll
    static void watch() throws ReflectiveOperationException {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        detector().setLeakListener((resource, records) -> LEAKS.incrementAndGet());
    }

    /** The detector of all buffers, which may be older than this class. */
    private static ResourceLeakDetector<?> detector() throws ReflectiveOperationException {
        Field field = Class.forName("io.netty.buffer.AbstractByteBuf").getDeclaredField("leakDetector");
        field.setAccessible(true);
        return (ResourceLeakDetector<?>) field.get(null);
    }

    @AfterAll
    static void unwatch() throws ReflectiveOperationException {
        ResourceLeakDetector.setLevel(BEFORE);
        detector().setLeakListener(null);
    }

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(
                ServerConfigs.usual().memory(1 << 20).timeouts(Duration.ofSeconds(60), Duration.ofSeconds(5)));
        server.handler.set((request, responder) -> {
            if (request.body().length % 2 == 0) {
                TestServer.echo(request, responder);
            } else {
                threads.execute(() -> TestServer.echo(request, responder));
            }
        });
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
        threads.shutdownNow();
        assertThat(server.server.connections()).isZero();
    }

    @Test
    void whateverComesTheNextGoodRequestIsServed() throws Exception {
        var half = new CompletableFuture<?>[2];
        for (int i = 0; i < half.length; i++) {
            var random = new Random(seed + i);
            half[i] = CompletableFuture.runAsync(() -> rounds(random), threads);
        }
        for (CompletableFuture<?> each : half) {
            each.get();
        }
        try (RawClient client = server.client()) {
            assertThat(client.exchange(GOOD).status()).as("seed %d", seed).isEqualTo(200);
        }
        await().untilAsserted(() -> {
            assertThat(server.server.connections()).as("seed %d", seed).isZero();
            assertThat(server.server.heldBytes()).as("seed %d", seed).isZero();
        });
        assertThat(server.metrics.failures()).as("seed %d", seed).isZero();
        // Leaks are found when buffers are made after the garbage was collected.
        for (int i = 0; i < 3; i++) {
            System.gc();
            try (RawClient client = server.client()) {
                assertThat(client.exchange(GOOD).status()).isEqualTo(200);
            }
        }
        assertThat(LEAKS).as("seed %d", seed).hasValue(0);
    }

    private void rounds(Random random) {
        for (int i = 0; i < ROUNDS / 2; i++) {
            try {
                round(random);
            } catch (SocketTimeoutException e) {
                throw new AssertionError("no answer and no end, seed " + seed + " round " + i, e);
            } catch (IOException e) {
                throw new AssertionError("seed " + seed + " round " + i, e);
            }
        }
    }

    /** Sends something, ends the output or just leaves; else reads until the server ends the connection. */
    private void round(Random random) throws IOException {
        byte[] bytes = bytes(random);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
            socket.setSoTimeout(15_000);
            for (int at = 0; at < bytes.length; ) {
                int piece = random.nextInt(3) == 0 ? 1 + random.nextInt(40) : bytes.length;
                socket.getOutputStream().write(bytes, at, Math.min(piece, bytes.length - at));
                at += piece;
            }
            if (random.nextInt(4) > 0) {
                socket.shutdownOutput();
                InputStream in = socket.getInputStream();
                in.transferTo(new ByteArrayOutputStream());
            }
        } catch (SocketException e) {
            // The server closed first: a reset, or a broken pipe.
        }
    }

    private static byte[] bytes(Random random) throws IOException {
        if (random.nextInt(5) == 0) {
            byte[] noise = new byte[random.nextInt(2000)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] valid = valid(random);
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            valid = mutated(random, valid);
        }
        return valid;
    }

    private static byte[] valid(Random random) throws IOException {
        var out = new ByteArrayOutputStream();
        int requests = 1 + random.nextInt(4);
        for (int i = 0; i < requests; i++) {
            byte[] body = RequestBodyTest.text(1 + random.nextInt(random.nextInt(10) == 0 ? 200_000 : 500));
            boolean zip = random.nextInt(3) == 0;
            byte[] sent = zip ? RequestBodyTest.gzip(body) : body;
            String head = "POST /" + i + " HTTP/1.1\r\nHost: t\r\n" + (zip ? "Content-Encoding: gzip\r\n" : "");
            switch (random.nextInt(4)) {
                case 0 ->
                    out.writeBytes(
                            "GET /readyz HTTP/1.1\r\nHost: t\r\nX: y\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                case 1 -> chunks(random, out, head, sent);
                default -> {
                    String expect = random.nextInt(5) == 0 ? "Expect: 100-continue\r\n" : "";
                    out.writeBytes((head + expect + "Content-Length: " + sent.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
                    out.writeBytes(sent);
                }
            }
        }
        return out.toByteArray();
    }

    private static void chunks(Random random, ByteArrayOutputStream out, String head, byte[] body) {
        out.writeBytes((head + "Transfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        for (int at = 0; at < body.length; ) {
            int piece = Math.min(1 + random.nextInt(5000), body.length - at);
            out.writeBytes((Integer.toHexString(piece) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(body, at, piece);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            at += piece;
        }
        out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] mutated(Random random, byte[] bytes) {
        int at = random.nextInt(Math.min(bytes.length, random.nextBoolean() ? 200 : bytes.length) + 1);
        List<String> pieces = List.of(
                "\r",
                "\n",
                "\r\n",
                "\r\n\r\n",
                " ",
                "\t",
                ":",
                "\u0000",
                "0",
                "-1",
                "\u00ff",
                "chunked",
                "HTTP/1.0",
                "Transfer-Encoding: chunked\r\n",
                "Content-Length: 3\r\n",
                "Expect: x\r\n",
                "Connection: close\r\n");
        byte[] inserted = pieces.get(random.nextInt(pieces.size())).getBytes(StandardCharsets.ISO_8859_1);
        int removed = random.nextInt(3) == 0 ? Math.min(random.nextInt(20), bytes.length - at) : 0;
        var out = new ByteArrayOutputStream();
        switch (random.nextInt(4)) {
            case 0 -> out.write(bytes, 0, at);
            case 1 -> {
                byte[] flipped = bytes.clone();
                if (at < bytes.length) {
                    flipped[at] ^= (byte) (1 << random.nextInt(8));
                }
                out.writeBytes(flipped);
            }
            default -> {
                out.write(bytes, 0, at);
                out.writeBytes(inserted);
                out.write(bytes, at + removed, bytes.length - at - removed);
            }
        }
        return out.toByteArray().length == 0 ? new byte[] {'x'} : out.toByteArray();
    }
}
