package io.tidemark.collector.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.tidemark.collector.metrics.CollectorMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pair of files is used if it can be, and a bad one never takes the place of a good one. */
class ReloadedTlsTest {
    private static final Duration OFTEN = Duration.ofMillis(20);

    @TempDir
    private Path directory;

    private final AtomicInteger changes = new AtomicInteger();
    private Path certificate;
    private Path key;
    private CollectorMetrics metrics;

    @BeforeEach
    void name() {
        certificate = directory.resolve("tls.crt");
        key = directory.resolve("tls.key");
        metrics = new CollectorMetrics();
    }

    private void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        // File systems with coarse times, too.
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(changes.incrementAndGet())));
    }

    private ReloadedTls start() throws IOException {
        return ReloadedTls.start(certificate.toString(), key.toString(), metrics, OFTEN);
    }

    private double metric(String sample) {
        String text = new String(metrics.exposition(null).body(), StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static final String LOADED = "tidemark_collector_tls_loads_total{outcome=\"loaded\"}";
    private static final String FAILED = "tidemark_collector_tls_loads_total{outcome=\"failed\"}";

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void anyKindOfKeyIsLoaded(String algorithm) throws Exception {
        KeyPairs pair = KeyPairs.make(directory, algorithm, "one", 30);
        write(certificate, pair.certificate());
        write(key, "a comment\n" + pair.key());
        try (ReloadedTls tls = start()) {
            assertThat(tls.handler(UnpooledByteBufAllocator.DEFAULT).engine().getEnabledProtocols())
                    .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
        }
        double days = (metric("tidemark_collector_tls_certificate_expiry_timestamp_seconds")
                        - Instant.now().getEpochSecond())
                / 86_400;
        assertThat(days).isBetween(29.0, 30.1);
    }

    @Test
    void aPairThatIsReplacedOneFileAfterTheOtherIsLoadedWhenBothAreThere() throws Exception {
        KeyPairs one = KeyPairs.make(directory, "EC", "one", 30);
        KeyPairs two = KeyPairs.make(directory, "EC", "two", 30);
        write(certificate, one.certificate());
        write(key, one.key());
        try (ReloadedTls tls = start()) {
            assertThat(metric(LOADED)).isEqualTo(1);
            write(certificate, two.certificate());
            await().until(() -> metric(FAILED) >= 1);
            assertThat(metric(LOADED)).isEqualTo(1);
            write(key, two.key());
            await().until(() -> metric(LOADED) == 2);
            Files.delete(key);
            double failed = metric(FAILED);
            await().until(() -> metric(FAILED) > failed);
            write(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
            double more = metric(FAILED);
            await().until(() -> metric(FAILED) > more);
            assertThat(metric(LOADED)).isEqualTo(2);
            write(key, two.key());
            await().until(() -> metric(LOADED) == 3);
            assertThat(tls.handler(UnpooledByteBufAllocator.DEFAULT)).isNotNull();
        }
    }

    @Test
    void filesThatCannotBeUsedAreSaidAtTheStart() throws Exception {
        KeyPairs one = KeyPairs.make(directory, "EC", "one", 30);
        KeyPairs two = KeyPairs.make(directory, "EC", "two", 30);
        KeyPairs rsa = KeyPairs.make(directory, "RSA", "rsa", 30);
        assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining("Cannot read");
        write(certificate, one.certificate());
        assertThatThrownBy(this::start).hasMessageContaining("tls.key").hasMessageContaining("NoSuchFile");
        write(key, two.key());
        assertThatThrownBy(this::start).hasMessageContaining("is not that of the first certificate");
        write(key, rsa.key());
        assertThatThrownBy(this::start).hasMessageContaining("as a key for EC");
        write(key, one.key().replace("BEGIN PRIVATE", "BEGIN EC PRIVATE"));
        assertThatThrownBy(this::start).hasMessageContaining("openssl pkcs8");
        write(key, one.key());
        write(certificate, "nothing");
        assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining("tls.crt");
        write(certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining("tls.crt");
    }
}
