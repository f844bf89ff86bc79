package io.tidemark.collector.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.tidemark.collector.http.wire.Refusal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections that are one too many: told so and closed. */
final class Overflow {
    /** How many may be open at one time for their clients to read the answer; any further is closed at once. */
    private static final int MOST = 256;

    private static final long READ_WITHIN_MILLIS = 500;

    private final ServerState state;
    private final AtomicInteger open = new AtomicInteger();

    Overflow(ServerState state) {
        this.state = state;
    }

    /** Answers 503 and closes; with TLS it only closes, as a handshake costs more than an answer is worth. */
    void refuse(SocketChannel channel, boolean tls) {
        state.log().refused(Refusal.TOO_MANY_CONNECTIONS);
        if (tls || open.incrementAndGet() > MOST) {
            if (!tls) {
                open.decrementAndGet();
            }
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        Response response = Response.error(Refusal.TOO_MANY_CONNECTIONS.status(), Refusal.TOO_MANY_CONNECTIONS.error())
                .withHeader("Retry-After", "1");
        channel.eventLoop().execute(() -> {
            ByteBuf out = state.writer().write(channel.alloc(), response, false, ResponseWriter.Persistence.CLOSE);
            channel.writeAndFlush(out).addListener(written -> channel.shutdownOutput());
            channel.eventLoop().schedule(() -> channel.close(), READ_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        });
    }
}
