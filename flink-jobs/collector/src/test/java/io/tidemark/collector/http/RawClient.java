package io.tidemark.collector.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A client that sends whatever bytes a test wants. */
final class RawClient implements AutoCloseable {
    private static final int READ_WITHIN_MILLIS = 20_000;

    /**
     * An answer.
     *
     * @param status its status
     * @param headers its headers, names in lower case
     * @param body its body
     */
    record Answer(int status, Map<String, String> headers, String body) {
        @Nullable
        String header(String name) {
            return headers.get(name);
        }
    }

    private final Socket socket;
    private final InputStream in;

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(READ_WITHIN_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RawClient open(int port) throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends as much as the server takes. */
    RawClient sendWhatGoes(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException e) {
            // Closed by the server, as may be.
        }
        return this;
    }

    /** Sends a POST with this body and reads the answer. */
    Answer post(String path, byte[] body, String... headers) throws IOException {
        var head =
                new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: t\r\nContent-Length: " + body.length + "\r\n");
        for (String each : headers) {
            head.append(each).append("\r\n");
        }
        send(head + "\r\n");
        sendWhatGoes(body);
        return read();
    }

    /** Sends this and reads the answer. */
    Answer exchange(String text) throws IOException {
        send(text);
        return read();
    }

    Answer read() throws IOException {
        return read(false);
    }

    /** Reads one answer; that to HEAD has no body. */
    Answer read(boolean withoutBody) throws IOException {
        String line = line();
        int status = Integer.parseInt(line.split(" ", 3)[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = withoutBody ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Answer(status, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0) {
                throw new EOFException("closed after: " + line);
            }
            line.write(each);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Whether the server ends the connection without one byte more. */
    boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true; // a reset
        }
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
