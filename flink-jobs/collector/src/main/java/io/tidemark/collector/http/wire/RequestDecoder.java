package io.tidemark.collector.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a connection into one request at a time: a {@link RequestHead}, pieces of its body as buffers that the
 * receiver releases, {@link #END}; or a {@link Refusal}, after which it discards whatever comes. After {@link #END} it keeps
 * what it has until {@link #next}.
 */
public final class RequestDecoder extends HttpRequestDecoder {
    /** The end of a request. */
    public static final Object END = new Object() {
        @Override
        public String toString() {
            return "end of request";
        }
    };

    /** The longest request line, in bytes. */
    public static final int LONGEST_LINE = 8 * 1024;
    /** The most bytes of all headers together. */
    public static final int LARGEST_HEAD = 16 * 1024;

    private final HeadGuard guard = new HeadGuard();
    private @Nullable ChannelHandlerContext own;
    private @Nullable BodyFraming framing;
    private List<String> transferEncodings = List.of();
    private boolean paused;
    private boolean discarding;
    private boolean reading;
    /** Bytes of the present head that the parser has taken. */
    private int headBytes;

    /** Netty's parser, with everything strict that can be. */
    public RequestDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEAD)
                .setValidateHeaders(true)
                .setStrictLineParsing(true)
                .setAllowDuplicateContentLengths(false));
    }

    /** Takes no bytes until {@link #next}. */
    public void pause() {
        paused = true;
    }

    /** Goes on with what it has. */
    public void next() {
        paused = false;
        ChannelHandlerContext context = own;
        if (context == null || reading) {
            return; // the loop that called the receiver goes on by itself
        }
        try {
            channelRead(context, Unpooled.EMPTY_BUFFER);
        } catch (Exception e) {
            context.fireExceptionCaught(e);
        }
    }

    /** Throws away what it has and what comes. */
    public void discard() {
        discarding = true;
        next();
    }

    /** How much memory it holds: buffers with bytes that it has not taken, and what it has parsed of a head. */
    public int held() {
        int unread = internalBuffer().isReadable() ? internalBuffer().capacity() : 0;
        return unread + 4 * headBytes;
    }

    /** Whether it has bytes of a request whose head is not whole. */
    public boolean hasPartOfHead() {
        return !discarding
                && framing == null
                && !paused
                && (headBytes > 0 || internalBuffer().isReadable());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        own = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object input) throws Exception {
        boolean outer = !reading;
        reading = true;
        try {
            super.channelRead(context, input);
        } finally {
            if (outer) {
                reading = false;
            }
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (discarding) {
            in.skipBytes(in.readableBytes());
        } else if (!paused) {
            BodyFraming body = framing;
            if (body == null) {
                decodeHead(context, in, out);
            } else {
                body.decode(in, out);
                checkEnd(in, out);
            }
        }
    }

    /** A request that is cut short by the end of its connection is nobody's. */
    @Override
    protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {}

    /** Netty parses heads only. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        transferEncodings = List.copyOf(message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING));
        return true;
    }

    private void decodeHead(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (!guard.skipEmptyLines(in)) {
            if (in.readableBytes() > 1) {
                refuse(Refusal.MALFORMED, in, out);
            }
            return;
        }
        Refusal refusal = guard.check(in);
        if (refusal != null) {
            refuse(refusal, in, out);
            return;
        }
        if (!in.isReadable()) {
            return;
        }
        int before = in.readerIndex();
        super.decode(context, in, out);
        headBytes += in.readerIndex() - before;
        if (!out.isEmpty()) {
            var request = (HttpRequest) out.get(0);
            out.clear();
            begin(HeadReader.read(request, transferEncodings, headBytes), in, out);
        }
    }

    private void begin(HeadRead head, ByteBuf in, List<Object> out) {
        if (head instanceof RequestHead read) {
            guard.reset();
            headBytes = 0;
            transferEncodings = List.of();
            out.add(read);
            if (read.hasBody()) {
                framing = BodyFraming.of(read.length());
            } else {
                out.add(END);
                checkEnd(in, out);
            }
        } else {
            refuse((Refusal) head, in, out);
        }
    }

    private void checkEnd(ByteBuf in, List<Object> out) {
        Object last = out.isEmpty() ? null : out.get(out.size() - 1);
        if (last == END) {
            framing = null;
            paused = true;
        } else if (last instanceof Refusal) {
            discarding = true;
            in.skipBytes(in.readableBytes());
        }
    }

    private void refuse(Refusal refusal, ByteBuf in, List<Object> out) {
        out.add(refusal);
        headBytes = 0;
        discarding = true;
        in.skipBytes(in.readableBytes());
    }
}
