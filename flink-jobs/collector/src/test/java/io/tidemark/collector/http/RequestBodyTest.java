package io.tidemark.collector.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies over the wire: gzip by content, limits on both sides of inflation, and answers that reach who sends too much. */
class RequestBodyTest {
    private static final int LIMIT = ServerState.LARGEST_BODY;

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
        assertThat(server.metrics.failures()).isZero();
        assertThat(server.server.heldBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Encoding: gzip", "Content-Encoding: X-GZIP", "Content-Encoding: identity", "X: y"})
    void gzipIsToldByItsContent(String header) throws IOException {
        byte[] text = text(100_000);
        byte[] zipped = gzip(text);
        try (RawClient client = server.client()) {
            assertThat(client.post("/", zipped, header).status()).isEqualTo(200);
            assertThat(last().body()).isEqualTo(text);
            assertThat(last().bodyBytes()).isEqualTo(zipped.length);
            assertThat(client.post("/", text, header).status()).isEqualTo(200);
            assertThat(last().body()).isEqualTo(text);
        }
        assertThat(server.metric("tidemark_collector_inflated_bytes_total")).isEqualTo(2.0 * text.length);
        assertThat(server.metric("tidemark_collector_received_bytes_total"))
                .isEqualTo((double) text.length + zipped.length);
    }

    @Test
    void aBrokenStreamIsRefused() throws IOException {
        byte[] zipped = gzip(text(10_000));
        byte[] wrongSum = zipped.clone();
        wrongSum[zipped.length - 8] ^= 1;
        byte[] wrongBits = zipped.clone();
        Arrays.fill(wrongBits, 100, 200, (byte) 0xFF);
        for (byte[] each : new byte[][] {
            Arrays.copyOf(zipped, zipped.length - 1), Arrays.copyOf(zipped, 5), wrongSum, wrongBits, {0x1F}, {0x1F, '{'}
        }) {
            try (RawClient client = server.client()) {
                var answer = client.post("/", each, "Content-Encoding: gzip");
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).isEqualTo("{\"code\":400,\"error\":\"Invalid JSON request body\"}");
            }
        }
        assertThat(server.handled).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "deflate", "gzip, gzip", "gzip,br"})
    void anEncodingThatNoSdkUsesIsRefused(String encoding) throws IOException {
        try (RawClient client = server.client()) {
            var answer = client.post("/", new byte[10], "Content-Encoding: " + encoding);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("accept-encoding")).isEqualTo("gzip");
        }
    }

    @Test
    void theLimitIsExact() throws IOException {
        byte[] most = text(LIMIT);
        byte[] more = Arrays.copyOf(most, LIMIT + 1);
        try (RawClient client = server.client()) {
            assertThat(client.post("/", most).status()).isEqualTo(200);
            assertThat(last().body()).isEqualTo(most);
            assertThat(client.post("/", gzip(most)).status()).isEqualTo(200);
            assertThat(last().body()).isEqualTo(most);
            assertThat(client.post("/", gzip(more)).status()).isEqualTo(413);
        }
        try (RawClient client = server.client()) {
            var answer = client.post("/", more);
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).isEqualTo("{\"code\":413,\"error\":\"Payload too large\"}");
        }
        try (RawClient client = server.client()) {
            client.send("POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.sendWhatGoes((Integer.toHexString(LIMIT + 1) + "\r\n").getBytes(StandardCharsets.US_ASCII))
                    .sendWhatGoes(more);
            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    @Test
    void whoSendsFarTooMuchReadsWhy() throws IOException {
        try (RawClient client = server.client()) {
            client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: " + (24 << 20) + "\r\n\r\n");
            for (int i = 0; i < 24; i++) {
                client.send(new byte[1 << 20]); // fails if the server resets the connection
            }
            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    @Test
    void aBombIsRefusedAtTheLimit() throws IOException {
        byte[] bomb = zeros(10_000);
        assertThat(bomb.length).isBetween(9_000_000, 12_000_000);
        long before = PlatformDependent.usedDirectMemory();
        for (int i = 0; i < 3; i++) {
            try (RawClient client = server.client()) {
                client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.length
                        + "\r\n\r\n");
                // 20 MiB of zeros are in the first 21 KB: the answer comes before the rest is sent.
                client.send(Arrays.copyOf(bomb, 64 * 1024));
                assertThat(client.read().status()).isEqualTo(413);
            }
        }
        assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(32 << 20);
        assertThat(server.handled).hasValue(0);
        assertThat(server.metric("tidemark_collector_inflated_bytes_total")).isZero();
    }

    private Received last() {
        Received last = server.last.get();
        assertThat(last).isNotNull();
        return last;
    }

    static byte[] text(int length) {
        byte[] text = new byte[length];
        var random = new Random(7);
        for (int i = 0; i < length; i++) {
            text[i] = (byte) "{\"e:,}".charAt(random.nextInt(6));
        }
        text[0] = '{';
        return text;
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    /** So many MB of zeros, zipped. */
    private static byte[] zeros(int megabytes) throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            byte[] megabyte = new byte[1 << 20];
            for (int i = 0; i < megabytes; i++) {
                out.write(megabyte);
            }
        }
        return zipped.toByteArray();
    }
}
