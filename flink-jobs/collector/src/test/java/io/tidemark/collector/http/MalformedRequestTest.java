package io.tidemark.collector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What two servers in a row may read in two ways is refused and ends the connection, so that no request can be hidden in
 * another; and what is too long is refused before it costs memory.
 */
class MalformedRequestTest {
    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: t\r\n\r\n";

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

    static List<String> malformed() {
        List<String> all = new ArrayList<>();
        String post = "POST / HTTP/1.1\r\nHost: t\r\n";
        for (String headers : List.of(
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                "Content-Length: 4\r\nContent-Length: 5",
                "Content-Length: 4\r\nContent-Length: 4",
                "Content-Length: 4, 4",
                "Content-Length: 4,5",
                "Content-Length: +4",
                "Content-Length: -4",
                "Content-Length: 0x4",
                "Content-Length: 4 4",
                "Content-Length: 4_0",
                "Content-Length: ",
                "Content-Length: 99999999999999999999",
                "Content-Length:\u000b4",
                "Content-Length : 4",
                "Content-Length\t: 4",
                " Content-Length: 4",
                "X: y\r\n Content-Length: 4",
                "X: y\r\n\tz",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity, chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding:\r\n chunked",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding: ",
                "Transfer-Encoding\u0000: chunked",
                "No colon",
                ": no name",
                "A name: with a space",
                "X: a\u0000b",
                "X: a\rb",
                "X: a\u007fb",
                "Host: other")) {
            all.add(post + headers + "\r\n\r\n");
        }
        all.add("POST / HTTP/1.1\nHost: t\nContent-Length: 4\n\n");
        all.add("POST / HTTP/1.1\r\nHost: t\nContent-Length: 4\r\n\r\n");
        all.add("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\n\n");
        all.add("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n");
        all.add("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (String line : List.of(
                "POST  / HTTP/1.1",
                "POST / HTTP/1.1 ",
                " POST / HTTP/1.1",
                "POST\t/ HTTP/1.1",
                "POST /a b HTTP/1.1",
                "POST / HTTP/1.1 HTTP/1.1",
                "POST /",
                "POST",
                "POST / ",
                "POST x HTTP/1.1",
                "POST /\u00e4 HTTP/1.1",
                "POST /#a HTTP/1.1",
                "POST ftp://host/ HTTP/1.1",
                "POST /\u0000 HTTP/1.1",
                "POST /a\rb HTTP/1.1",
                "PO(ST / HTTP/1.1",
                "POST / HTTP/1.1\u000b",
                "POST / http/1.1",
                "POST / HTTP/1",
                "POST / XTTP/1.1")) {
            all.add(line + "\r\nHost: t\r\n\r\n");
        }
        all.add("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003");
        all.add("\u0000\u0000GET / HTTP/1.1\r\nHost: t\r\n\r\n");
        all.add("\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: t\r\n\r\n");
        all.add("\r\rGET / HTTP/1.1\r\nHost: t\r\n\r\n");
        all.add("\nGET / HTTP/1.1\r\nHost: t\r\n\r\n");
        all.add("<policy-file-request/>\u0000");
        return all;
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void isRefusedAndNothingBehindItIsHandled(String request) throws IOException {
        try (RawClient client = server.client()) {
            var answer = client.exchange(request + HIDDEN);
            assertThat(answer.status()).isIn(400, 505);
            assertThat(answer.body()).startsWith("{\"code\":" + answer.status() + ",\"error\":");
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
            client.sendWhatGoes(HIDDEN.getBytes(StandardCharsets.US_ASCII));
            client.endOutput();
            assertThat(client.isEnded()).isTrue();
        }
        assertThat(server.handled).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "\r\n",
                "-1\r\n",
                "+1\r\n",
                "0x1\r\n",
                " 1\r\na\r\n0\r\n\r\n",
                "1 \r\na\r\n0\r\n\r\n",
                "1 a\r\na\r\n0\r\n\r\n",
                "1\ra\r\n0\r\n\r\n",
                "1\na\r\n0\r\n\r\n",
                "1\r\na0\r\n\r\n",
                "1\r\na\n0\r\n\r\n",
                "1\r\nab\r\n0\r\n\r\n",
                "2\r\na\r\n0\r\n\r\n",
                "100000000\r\n\r\n",
                "100000001\r\na\r\n0\r\n\r\n",
                "FFFFFFFFFFFFFFFFF\r\n",
                "1;a=\u0001\r\na\r\n0\r\n\r\n",
                "1;\n\r\na\r\n0\r\n\r\n",
                "0\r\nX: y\n\r\n",
                "0\r\n X: y\r\n\r\n",
                "0\r\nX: \u0000\r\n\r\n",
                "0\r\n\n"
            })
    void aBadChunkIsRefused(String chunks) throws IOException {
        try (RawClient client = server.client()) {
            client.send("POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(client.exchange(chunks + HIDDEN).status()).isEqualTo(400);
            client.endOutput();
            assertThat(client.isEnded()).isTrue();
        }
        assertThat(server.handled).hasValue(0);
    }

    @Test
    void goodChunksAreTakenHoweverTheyArrive() throws IOException {
        String chunks = String.join(
                "\r\n",
                List.of(
                        "5",
                        "hello",
                        "0000001;name=\"v\\\"\";x",
                        " ",
                        "A ; y",
                        "0123456789",
                        "a\t;z",
                        "0123456789",
                        "0",
                        "Trailer: x",
                        "Other: y",
                        "",
                        ""));
        try (RawClient client = server.client()) {
            client.send("POST /at-once HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: CHUNKED\r\n\r\n" + chunks);
            assertThat(client.read().body()).contains("/at-once").contains("\"length\":26,");
            client.send("\r\nPOST /slow HTTP/1.1\r\nHost: t\r\nTransfer-Encoding:\tchunked\r\n\r\n");
            for (int i = 0; i < chunks.length(); i++) {
                client.send(chunks.substring(i, i + 1));
            }
            assertThat(client.read().body()).contains("/slow").contains("\"length\":26,");
        }
        assertThat(server.last.get()).isNotNull().satisfies(got -> {
            assertThat(new String(got.body(), StandardCharsets.US_ASCII)).isEqualTo("hello 01234567890123456789");
            assertThat(got.bodyBytes()).isEqualTo(26);
        });
    }

    @Test
    void aHeadMayArriveByteByByte() throws IOException {
        try (RawClient client = server.client()) {
            String request = "POST /a?b HTTP/1.1\r\nHost: t\r\nX:\t y \r\nContent-Length: 2\r\n\r\n{}";
            for (int i = 0; i < request.length(); i++) {
                client.send(request.substring(i, i + 1));
            }
            assertThat(client.read().body()).contains("\"path\":\"/a\"").contains("\"length\":2,");
        }
    }

    @Test
    void aRequestLineThatIsTooLongIsRefused() throws IOException {
        assertRefused("GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: t\r\n\r\n", 414);
        assertRefused("GET /" + "a".repeat(100_000), 414);
    }

    @Test
    void headersThatAreTooLongOrTooManyAreRefused() throws IOException {
        String get = "GET / HTTP/1.1\r\nHost: t\r\n";
        assertRefused(get + "X: " + "a".repeat(17_000) + "\r\n\r\n", 431);
        assertRefused(get + ("X: " + "a".repeat(900) + "\r\n").repeat(20) + "\r\n", 431);
        assertRefused(get + "a:\r\n".repeat(101) + "\r\n", 431);
        assertRefused(get + "a:b\r\n".repeat(100_000) + "\r\n", 431);
        try (RawClient client = server.client()) {
            assertThat(client.exchange(get + "a:\r\n".repeat(98) + "\r\n").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void trailersThatAreTooLongAreRefused() throws IOException {
        String post = "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
        assertRefused(post + "X: y\r\n".repeat(1000), 431);
        assertRefused(post + "X: " + "y".repeat(5000), 431);
        assertRefused("POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n1;" + "y".repeat(300), 400);
    }

    @Test
    void otherVersionsAreRefused() throws IOException {
        assertRefused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
        assertRefused("GET / HTTP/1.2\r\nHost: t\r\n\r\n", 505);
        assertRefused("GET / HTTP/3.0\r\nHost: t\r\n\r\n", 505);
    }

    @Test
    void anUnknownExpectationIsRefused() throws IOException {
        assertRefused("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nExpect: more\r\n\r\n{}", 417);
    }

    private void assertRefused(String request, int status) throws IOException {
        try (RawClient client = server.client()) {
            client.sendWhatGoes(request.getBytes(StandardCharsets.US_ASCII));
            var answer = client.read();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("connection")).isEqualTo("close");
            client.endOutput();
            assertThat(client.isEnded()).isTrue();
        }
    }
}
