package io.tidemark.collector.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.tidemark.collector.http.tls.ReloadedTls;
import io.tidemark.collector.http.wire.RequestDecoder;
import io.tidemark.config.CollectorConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server: HTTP/1.1 and 1.0, with TLS if it has a certificate. Its memory is bounded by {@code request-memory}, and by
 * {@code max-connections} times what one connection needs: about 10 KiB, and at most one read of 32 KiB.
 */
public final class HttpServer {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int BACKLOG = 4096;
    private static final int SMALLEST_READ = 512;
    private static final int FIRST_READ = 4 * 1024;
    private static final int LARGEST_READ = 32 * 1024;
    private static final int STOP_SECONDS = 5;
    private static final int ANSWER_SECONDS = 10;

    private final ServerState state;
    private final MultiThreadIoEventLoopGroup acceptors;
    private final MultiThreadIoEventLoopGroup workers;
    private final IdentityHashMap<EventExecutor, ConnectionLoop> loops = new IdentityHashMap<>();
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Overflow overflow;
    private final RecvByteBufAllocator readSizes =
            new AdaptiveRecvByteBufAllocator(SMALLEST_READ, FIRST_READ, LARGEST_READ);
    private final @Nullable ReloadedTls tls;
    private @Nullable Channel listening;

    private HttpServer(ServerState state, @Nullable ReloadedTls tls) {
        this.state = state;
        this.tls = tls;
        this.overflow = new Overflow(state);
        acceptors = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("http-accept", true), NioIoHandler.newFactory());
        workers = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                new DefaultThreadFactory("http", true),
                NioIoHandler.newFactory());
        for (EventExecutor each : workers) {
            loops.put(each, ConnectionLoop.start(state, (EventLoop) each));
        }
    }

    /**
     * Starts to listen.
     *
     * @throws IOException if the certificate or its key cannot be read, or nothing can listen at the address
     */
    public static HttpServer start(CollectorConfig config, ServerParts parts) throws IOException {
        var state = new ServerState(config, parts);
        parts.metrics().watchHeldBytes(state.budget()::held);
        ReloadedTls tls = config.certificate() == null || config.privateKey() == null
                ? null
                : ReloadedTls.start(config.certificate(), config.privateKey(), parts.metrics());
        var server = new HttpServer(state, tls);
        server.bind(config.listen());
        LOG.info("HTTP server started port={} tls={}", server.port(), tls != null);
        return server;
    }

    private void bind(String listen) throws IOException {
        int colon = listen.lastIndexOf(':');
        String host = listen.substring(0, colon).replaceAll("[\\[\\]]", "");
        var address = new InetSocketAddress(host, Integer.parseInt(listen.substring(colon + 1)));
        ChannelFuture bound = new ServerBootstrap()
                .group(acceptors, workers)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            throw new IOException(
                    "Cannot listen at " + listen + ": " + bound.cause().getMessage()
                            + ". Check collector.listen, and that no other process has the port.",
                    bound.cause());
        }
        listening = bound.channel();
    }

    private void accept(SocketChannel channel) {
        channels.add(channel);
        if (!state.open()) {
            overflow.refuse(channel, tls != null);
            return;
        }
        channel.closeFuture().addListener(closed -> state.closed());
        channel.config().setRecvByteBufAllocator(readSizes);
        if (tls != null) {
            channel.pipeline().addLast(tls.handler(channel.alloc()));
        }
        ConnectionLoop loop = loops.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("A connection on an event loop of somebody else");
        }
        var decoder = new RequestDecoder();
        channel.pipeline().addLast(decoder, new Connection(state, loop, decoder, tls != null));
    }

    /** The port that it listens at. */
    public int port() {
        Channel channel = listening;
        return channel == null ? 0 : ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** How many bytes requests hold. */
    public long heldBytes() {
        return state.budget().held();
    }

    /** How many connections are open. */
    public int connections() {
        return state.connections();
    }

    /**
     * Stops: {@code /readyz} says no and answers end their connections; after {@code stop-delay} nothing listens any more,
     * and connections without a request end; then requests that have begun are answered. Returns when none is left, or
     * after {@code request-timeout} and 10 seconds. What was stopped stays so.
     */
    public void stop() throws InterruptedException {
        LOG.info("HTTP server stops delay={} connections={}", state.config().stopDelay(), state.connections());
        state.drain();
        TimeUnit.MILLISECONDS.sleep(state.config().stopDelay().toMillis());
        Channel channel = listening;
        if (channel != null) {
            channel.close().sync();
        }
        state.close();
        loops.values().forEach(ConnectionLoop::checkNow);
        state.awaitNone(state.config().requestTimeout().toNanos() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS));
        LOG.info("HTTP server stopped cut={}", state.connections());
        close();
    }

    private void close() {
        if (tls != null) {
            tls.close();
        }
        channels.close().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
        acceptors.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
        workers.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
