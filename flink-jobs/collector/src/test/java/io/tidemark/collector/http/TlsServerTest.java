package io.tidemark.collector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.collector.http.tls.KeyPairs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same over TLS: requests, limits, new certificates while connections go on, and what is no TLS. */
class TlsServerTest {
    @TempDir
    private Path directory;

    private Path certificate;
    private Path key;
    private SSLContext trusting;
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        certificate = directory.resolve("tls.crt");
        key = directory.resolve("tls.key");
        trusting = install(KeyPairs.make(directory, "EC", "one", 30));
        server = TestServer.start(ServerConfigs.usual().tls(certificate, key));
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
        assertThat(server.metrics.failures()).isZero();
        assertThat(server.server.heldBytes()).isZero();
        assertThat(server.server.connections()).isZero();
    }

    private SSLContext install(KeyPairs pair) throws IOException, GeneralSecurityException {
        Files.writeString(certificate, pair.certificate());
        Files.writeString(key, pair.key());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("own", pair.keyStore().getCertificate("own"));
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private SSLSocket socket(SSLContext context) throws IOException {
        return (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.server.port());
    }

    @Test
    void requestsAreServedWithHttp11ByAlpn() throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(trusting).build();
        URI uri = URI.create("https://127.0.0.1:" + server.server.port() + "/batch");
        for (int size : new int[] {0, 10, 100_000, 3_000_000}) {
            var request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(new byte[size]));
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(answer.body()).contains("\"length\":" + size + ",");
            assertThat(server.last.get()).isNotNull().extracting(Received::tls).isEqualTo(true);
        }
    }

    @Test
    void versions12And13AreServedAndNoneBefore() throws Exception {
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            SSLSocket socket = socket(trusting);
            socket.setEnabledProtocols(new String[] {version});
            try (RawClient client = new RawClient(socket)) {
                assertThat(client.post("/", new byte[5]).status()).isEqualTo(200);
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                var last = client.exchange("GET / HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
                assertThat(last.status()).isEqualTo(200);
                assertThat(client.isEnded()).isTrue();
            }
        }
    }

    @Test
    void requestsSentAtOnceAreAnsweredInOrder() throws Exception {
        try (RawClient client = new RawClient(socket(trusting))) {
            client.send("GET /a HTTP/1.1\r\nHost: t\r\n\r\nPOST /b HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\n\r\nx"
                    + "GET /c HTTP/1.1\r\nHost: t\r\n\r\n");
            assertThat(client.read().body()).contains("/a");
            assertThat(client.read().body()).contains("/b");
            assertThat(client.read().body()).contains("/c");
        }
    }

    @Test
    void whatIsTooLargeIsAnswered() throws Exception {
        try (RawClient client = new RawClient(socket(trusting))) {
            assertThat(client.post("/", new byte[ServerState.LARGEST_BODY + 1]).status())
                    .isEqualTo(413);
        }
    }

    @Test
    void anotherCertificateIsServedToNewConnections() throws Exception {
        try (RawClient old = new RawClient(socket(trusting))) {
            assertThat(old.post("/", new byte[5]).status()).isEqualTo(200);
            SSLContext next = install(KeyPairs.make(directory, "RSA", "two", 30));
            Files.setLastModifiedTime(key, FileTime.from(Instant.now().plusSeconds(5)));
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
                try (SSLSocket socket = socket(next)) {
                    socket.startHandshake();
                    var served = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                    return served.getSubjectX500Principal().getName().equals("CN=two");
                }
            });
            assertThat(old.post("/", new byte[5]).status()).isEqualTo(200);
            assertThatThrownBy(() -> socket(trusting).startHandshake()).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void plainHttpIsNoTls() throws Exception {
        try (RawClient client = server.client()) {
            client.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n");
            await().until(() -> server.metric("tidemark_collector_tls_handshake_failures_total") > 0);
        }
        assertThat(server.handled).hasValue(0);
    }
}
