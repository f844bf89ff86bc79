package io.tidemark.collector.http.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.tidemark.collector.metrics.CollectorMetrics;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 with the certificate and the key of two files. When one of them changes, both are read again, for the
 * connections that come after; files that cannot be used change nothing but a metric and the log, and are tried again until
 * they can.
 */
public final class ReloadedTls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadedTls.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    /**
     * What a file is told by without reading it.
     *
     * @param modified when it was changed
     * @param size how many bytes it has
     * @param key which file of its file system it is, where that is known
     */
    private record Stamp(
            Instant modified, long size, @Nullable Object key) {
        static Stamp of(Path file) throws IOException {
            try {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(attributes.lastModifiedTime().toInstant(), attributes.size(), attributes.fileKey());
            } catch (FileSystemException e) {
                throw new IOException(
                        "Cannot read " + file + " (" + e.getClass().getSimpleName()
                                + "). Check collector.tls, and that the collector's user may read the file.",
                        e);
            }
        }
    }

    private record Stamps(Stamp certificate, Stamp key) {}

    private final Path certificate;
    private final Path key;
    private final CollectorMetrics metrics;
    private final ScheduledExecutorService timer;
    private volatile SslContext current;
    /** Of the files in use; only for the timer's thread after the start. */
    private Stamps stamps;

    private @Nullable String trouble;

    private ReloadedTls(Path certificate, Path key, CollectorMetrics metrics) throws IOException {
        this.certificate = certificate;
        this.key = key;
        this.metrics = metrics;
        this.stamps = stamps();
        this.current = load();
        this.timer = Executors.newSingleThreadScheduledExecutor(run -> {
            var thread = new Thread(run, "tls-reload");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Loads the files and begins to watch them.
     *
     * @throws IOException if they cannot be used
     */
    public static ReloadedTls start(String certificate, String key, CollectorMetrics metrics) throws IOException {
        return start(certificate, key, metrics, EVERY);
    }

    /** The same, looking at the files so often. */
    static ReloadedTls start(String certificate, String key, CollectorMetrics metrics, Duration every)
            throws IOException {
        var tls = new ReloadedTls(Path.of(certificate), Path.of(key), metrics);
        tls.timer.scheduleWithFixedDelay(tls::reload, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return tls;
    }

    /** A handler for one connection, with the newest pair. */
    public SslHandler handler(ByteBufAllocator allocator) {
        return current.newHandler(allocator);
    }

    private Stamps stamps() throws IOException {
        return new Stamps(Stamp.of(certificate), Stamp.of(key));
    }

    private SslContext load() throws IOException {
        PemPair pair = PemPair.read(certificate, key);
        SslContext context = SslContextBuilder.forServer(pair.key(), pair.chain())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_1_1))
                .build();
        metrics.tlsLoaded(pair.expiresAt());
        return context;
    }

    private void reload() {
        try {
            Stamps now = stamps();
            if (now.equals(stamps)) {
                trouble = null;
                return;
            }
            current = load();
            stamps = now;
            trouble = null;
            LOG.info("TLS certificate loaded file={}", certificate);
        } catch (IOException | RuntimeException e) {
            metrics.tlsLoadFailed();
            String why = String.valueOf(e.getMessage());
            if (!why.equals(trouble)) {
                LOG.error("TLS certificate cannot be loaded, the former stays in use file={} why={}", certificate, why);
            }
            trouble = why;
        }
    }

    /** Watches no longer. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
