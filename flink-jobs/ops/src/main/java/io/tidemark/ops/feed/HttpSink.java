package io.tidemark.ops.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.rules.codec.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A collector, by HTTP as SDKs do it: some events a request, one request at a time, so that the order is kept. What the
 * collector refuses for good is counted and left out; what it cannot store now is sent again. For one thread.
 */
public final class HttpSink implements EventSink {
    private static final int MOST_EVENTS = 100;
    private static final int MOST_BYTES = 256 * 1024;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** As SDKs do it, but sooner. */
    private static final Duration WAIT = Duration.ofMillis(100);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_WITHIN)
            .build();
    private final JsonBytes json = new JsonBytes();
    private final URI address;
    private final String apiKey;
    private final Duration giveUpAfter;
    private final List<byte[]> waiting = new ArrayList<>();
    private int waitingBytes;
    private long waitingSince;
    private long sent;
    private long stored;
    private long refused;
    /** Of the newest answer. */
    private int status;

    /**
     * A sink.
     *
     * @param address the collector's address
     * @param apiKey a key that is valid there, without signs that JSON escapes
     * @param giveUpAfter how long a request is sent again that cannot be stored
     */
    public HttpSink(URI address, String apiKey, Duration giveUpAfter) {
        this.address = address.resolve("/2/httpapi");
        this.apiKey = apiKey;
        this.giveUpAfter = giveUpAfter;
    }

    @Override
    public void send(byte[] value, @Nullable Long timestamp) {
        sent++;
        // Within a list of events, one that is no JSON would spoil all of them.
        if (!isJson(value)) {
            flush();
            post(List.of(value));
            return;
        }
        boolean full = waiting.size() >= MOST_EVENTS || waitingBytes + value.length > MOST_BYTES;
        if (full || (!waiting.isEmpty() && System.nanoTime() - waitingSince > WAIT.toNanos())) {
            flush();
        }
        if (waiting.isEmpty()) {
            waitingSince = System.nanoTime();
        }
        waiting.add(value);
        waitingBytes += value.length;
    }

    private boolean isJson(byte[] value) {
        json.open(value);
        return json.next() != JsonBytes.END && json.value() && json.end();
    }

    /** Everything is stored or refused when {@link #send} and {@link #flush} return. */
    @Override
    public boolean isSending() {
        return false;
    }

    @Override
    public void flush() {
        List<byte[]> events = List.copyOf(waiting);
        waiting.clear();
        waitingBytes = 0;
        if (!events.isEmpty()) {
            post(events);
        }
    }

    private void post(List<byte[]> events) {
        int status = answer(events);
        if (status == 200) {
            stored += events.size();
        } else if (events.size() == 1) {
            refused++;
        } else {
            for (byte[] event : events) {
                post(List.of(event));
            }
        }
    }

    private int answer(List<byte[]> events) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body(events)))
                .build();
        long deadline = System.nanoTime() + giveUpAfter.toNanos();
        try {
            while (true) {
                String trouble = attempt(request);
                if (trouble == null) {
                    return status;
                }
                if (System.nanoTime() - deadline > 0) {
                    throw failure("for " + giveUpAfter.toSeconds() + " s: " + trouble);
                }
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("as this was interrupted");
        }
    }

    /** Sends a request; gives why it is to be sent again, or null where its answer is final. */
    private @Nullable String attempt(HttpRequest request) throws InterruptedException {
        try {
            status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status >= 500 || status == 429 ? "it answers " + status : null;
        } catch (IOException e) {
            return e.toString();
        }
    }

    private SourceFailure failure(String why) {
        return new SourceFailure(
                "Could not send events to the collector at " + address + " " + why + ". See its log and its /readyz.");
    }

    private byte[] body(List<byte[]> events) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(waitingBytes + 128);
        body.writeBytes(("{\"api_key\":\"" + apiKey + "\",\"events\":[").getBytes(UTF_8));
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(events.get(i));
        }
        body.writeBytes("]}".getBytes(UTF_8));
        return body.toByteArray();
    }

    @Override
    public long sent() {
        return sent;
    }

    @Override
    public long stored() {
        return stored;
    }

    /** How many the collector refused for good. */
    public long refused() {
        return refused;
    }
}
