package io.tidemark.collector.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.tidemark.collector.http.wire.Refusal;
import io.tidemark.collector.http.wire.RequestDecoder;
import io.tidemark.collector.http.wire.RequestHead;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One connection: a request at a time, from its first byte to its answer. Reads only what it can take: there is always at
 * most one read under way, and none while a request is handled or waits for memory. All of it runs on the connection's event
 * loop.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final ByteBuf CONTINUE = Unpooled.unreleasableBuffer(
                    Unpooled.copiedBuffer("HTTP/1.1 100 Continue\r\n\r\n", StandardCharsets.US_ASCII))
            .asReadOnly();
    private static final Response FAILED = Response.error(500, "Internal error");

    private enum Phase {
        /** Between two requests. */
        IDLE,
        /** Some of a head is there. */
        HEAD,
        /** The body comes, or waits for memory. */
        BODY,
        /** The handler has the request. */
        HANDLING,
        /** The answer is written. */
        ANSWERING,
        /** The last answer was written: whatever comes is thrown away until the client closes too. */
        LINGERING,
        CLOSED
    }

    private final ServerState state;
    private final ConnectionLoop loop;
    private final RequestDecoder decoder;
    private final boolean tls;
    private Phase phase = Phase.IDLE;
    /** When the phase began; for the head and the body, when the request did. */
    private long since;

    private @Nullable ChannelHandlerContext own;
    private @Nullable BodyReceiver receiver;
    private @Nullable Exchange exchange;
    private boolean ended;
    /** Whether the connection ends with the present request. */
    private boolean last;
    /** What the budget knows of bytes that were received and not taken. */
    private long unread;

    Connection(ServerState state, ConnectionLoop loop, RequestDecoder decoder, boolean tls) {
        this.state = state;
        this.loop = loop;
        this.decoder = decoder;
        this.tls = tls;
        this.since = state.now();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        own = context;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        loop.add(this);
        context.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        to(Phase.CLOSED);
        loop.remove(this);
        dropBody();
        exchange = null;
        state.budget().changeUnread(-unread);
        unread = 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof RequestHead head && phase != Phase.LINGERING) {
            begin(context, head);
        } else if (message instanceof ByteBuf piece && phase == Phase.BODY && receiver != null) {
            receiver.offer(piece);
            advance();
        } else if (message == RequestDecoder.END && phase == Phase.BODY) {
            ended = true;
            advance();
        } else if (message instanceof Refusal refusal) {
            refuse(refusal);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        afterRead();
    }

    private void begin(ChannelHandlerContext context, RequestHead head) {
        if (phase == Phase.IDLE) {
            since = state.now();
        }
        phase = Phase.BODY;
        ended = false;
        receiver = new BodyReceiver(head, state, this::memoryCame);
        if (head.length() > ServerState.LARGEST_BODY) {
            refuse(Refusal.TOO_LARGE);
        } else if (head.hasBody() && !receiver.knowsEncoding()) {
            refuse(Refusal.ENCODING);
        } else if (head.hasBody() && head.expectsContinue()) {
            context.writeAndFlush(CONTINUE.duplicate());
        }
    }

    /** Takes what came of the body; at its end, hands the request over. */
    private void advance() {
        BodyReceiver body = receiver;
        if (body == null) {
            return;
        }
        switch (body.advance()) {
            case TAKEN -> {
                if (ended) {
                    handOver(body);
                }
            }
            case NEEDS_MEMORY -> decoder.pause();
            case REFUSED -> refuse(body.refusal());
        }
    }

    private void handOver(BodyReceiver body) {
        if (!body.end()) {
            refuse(body.refusal());
            return;
        }
        to(Phase.HANDLING);
        Received received = body.received(remote(), tls);
        var handed = new Exchange(body.head(), state, body.handOver(received), this::answer);
        receiver = null;
        exchange = handed;
        Response own = state.paths().answer(body.head());
        if (own != null) {
            handed.answer(own);
            return;
        }
        try {
            state.parts().handler().handle(received, handed);
        } catch (RuntimeException | StackOverflowError e) {
            state.log().failed("the handler", e);
            handed.answer(FAILED);
        }
    }

    private SocketAddress remote() {
        return channel().remoteAddress();
    }

    /** Memory came that the body waits for, or will not come; in any thread. */
    private void memoryCame(BodyReceiver body, boolean granted) {
        execute(() -> {
            long waited = body.waits(state.now());
            if (granted) {
                body.granted();
            }
            if (receiver != body) {
                body.close();
            } else if (granted) {
                since += waited; // the client's time does not run while it is not read from
                advance();
                if (phase == Phase.BODY && !ended && !body.isWaiting()) {
                    decoder.next();
                }
                afterRead();
            } else {
                refuse(Refusal.OVERLOADED);
            }
        });
    }

    /** An answer, from any thread. */
    private void answer(Exchange from, Response response) {
        if (channel().eventLoop().inEventLoop()) {
            write(from, response);
        } else {
            execute(() -> write(from, response));
        }
    }

    private void write(Exchange from, Response response) {
        if (exchange != from || phase != Phase.HANDLING) {
            return; // the client is gone, or was answered
        }
        exchange = null;
        RequestHead head = from.head();
        boolean keep = head.keepAlive() && !last && !state.isDraining();
        var persistence = !keep
                ? ResponseWriter.Persistence.CLOSE
                : head.http11() ? ResponseWriter.Persistence.KEEP : ResponseWriter.Persistence.KEEP_SAID;
        write(response, head.method().equals("HEAD"), persistence);
    }

    private void refuse(Refusal refusal) {
        if (phase == Phase.LINGERING || phase == Phase.CLOSED) {
            return;
        }
        state.log().refused(refusal);
        dropBody();
        exchange = null;
        Response response = Response.error(refusal.status(), refusal.error());
        if (refusal.status() == 503) {
            response = response.withHeader("Retry-After", "1");
        } else if (refusal == Refusal.ENCODING) {
            response = response.withHeader("Accept-Encoding", "gzip");
        }
        write(response, false, ResponseWriter.Persistence.CLOSE);
        decoder.discard();
    }

    private void write(Response response, boolean withoutBody, ResponseWriter.Persistence persistence) {
        to(Phase.ANSWERING);
        Channel channel = channel();
        ByteBuf out = state.writer().write(channel.alloc(), response, withoutBody, persistence);
        boolean keep = persistence != ResponseWriter.Persistence.CLOSE;
        channel.writeAndFlush(out).addListener(done -> {
            if (!done.isSuccess()) {
                channel.close();
            } else if (keep && !last && !state.isClosing()) {
                next();
            } else {
                linger();
            }
        });
    }

    private void next() {
        if (phase == Phase.ANSWERING) {
            to(Phase.IDLE);
            decoder.next();
            afterRead();
        }
    }

    /** Ends our side, and reads on until the client ends its own: a reset would take the answer from it. */
    private void linger() {
        if (phase == Phase.CLOSED) {
            return;
        }
        to(Phase.LINGERING);
        decoder.discard();
        Channel channel = channel();
        SslHandler ssl = channel.pipeline().get(SslHandler.class);
        ChannelFuture output = ssl == null ? ((SocketChannel) channel).shutdownOutput() : ssl.closeOutbound();
        output.addListener(done -> afterRead());
    }

    /** After bytes were taken, or could be: counts what is left of them, and reads more if there is use for it. */
    private void afterRead() {
        if (phase == Phase.CLOSED) {
            return;
        }
        if (phase == Phase.IDLE && decoder.hasPartOfHead()) {
            to(Phase.HEAD);
        }
        BodyReceiver body = receiver;
        long now = decoder.held() + (body == null ? 0L : body.unread());
        if (state.budget().changeUnread(now - unread)) {
            unread = now;
        } else if (phase == Phase.HANDLING || phase == Phase.ANSWERING) {
            last = true; // what was sent ahead of its turn is dropped, the request itself is not
            decoder.discard();
        } else {
            refuse(Refusal.OVERLOADED);
        }
        boolean wanted =
                switch (phase) {
                    case IDLE, HEAD, LINGERING -> true;
                    case BODY -> !ended && (body == null || !body.isWaiting());
                    case HANDLING, ANSWERING, CLOSED -> false;
                };
        if (wanted) {
            context().read();
        }
    }

    /** Checks how long the present phase takes; called a few times a second. */
    void check(long now) {
        long took = now - since;
        BodyReceiver body = receiver;
        switch (phase) {
            case IDLE -> closeIf(took > state.idleTimeout());
            case HEAD -> refuseIf(took > state.headTimeout(), Refusal.TIMEOUT);
            case BODY -> {
                if (body != null && body.isWaiting()) {
                    refuseIf(body.waits(now) > state.memoryTimeout(), Refusal.OVERLOADED);
                } else {
                    refuseIf(took > state.requestTimeout(), Refusal.TIMEOUT);
                }
            }
            case HANDLING -> {
                Exchange late = exchange;
                if (took > state.answerTimeout() && late != null) {
                    state.log().refused(Refusal.NO_ANSWER);
                    late.send(Response.error(Refusal.NO_ANSWER.status(), Refusal.NO_ANSWER.error())
                            .withHeader("Retry-After", "1"));
                }
            }
            case ANSWERING -> closeIf(took > state.answerTimeout());
            case LINGERING -> closeIf(took > state.lingerTimeout());
            case CLOSED -> loop.remove(this);
        }
    }

    /** The server stops: ends now if no request is under way. */
    void stop() {
        if (phase == Phase.IDLE) {
            linger();
        }
    }

    private void closeIf(boolean late) {
        if (late) {
            channel().close();
        }
    }

    private void refuseIf(boolean late, Refusal refusal) {
        if (late) {
            refuse(refusal);
        }
    }

    private void dropBody() {
        if (receiver != null) {
            receiver.close();
            receiver = null;
        }
    }

    private void to(Phase next) {
        phase = next;
        since = state.now();
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext context = own;
        if (context == null) {
            throw new IllegalStateException("The connection has no channel yet");
        }
        return context;
    }

    private Channel channel() {
        return context().channel();
    }

    private void execute(Runnable task) {
        try {
            channel().eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The server has stopped, and all its connections are closed.
            channel().close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        boolean handshake = cause instanceof SSLException
                || (cause instanceof DecoderException && cause.getCause() instanceof SSLException);
        if (handshake) {
            state.parts().metrics().handshakeFailed();
        } else if (!(cause instanceof IOException)) {
            state.log().failed("a connection", cause);
        }
        context.close();
    }
}
