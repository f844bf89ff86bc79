package io.tidemark.ops.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The records of JSON that is not one a line: objects one after another, with or without commas, over as many lines as they
 * like; each element of a list, or of lists in one another; and each event of a whole request of the HTTP API, with what the request says of all
 * ({@link Envelope}). What is in a record is not looked at: whether it is JSON is told where records are decoded.
 *
 * <p>Memory is bounded by one record and by what {@link HeldRecords} holds, for a request may say at its end what is meant
 * for its first event.
 */
final class ValueReader implements RecordReader {
    private static final String EVENTS = "events";
    private static final String EVENT_TYPE = "event_type";

    private final ByteCursor json;
    private int listDepth;
    private boolean afterElement;
    private @Nullable HeldRecords request;
    private Envelope envelope = Envelope.EMPTY;

    ValueReader(InputStream in, int longest) {
        this.json = new ByteCursor(in, longest);
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        while (true) {
            if (request != null) {
                byte[] event = request.take();
                if (event != null) {
                    return envelope.around(event);
                }
                request.close();
                request = null;
            }
            json.forget();
            int sign = json.skipWhitespace();
            if (listDepth > 0 ? !toElement(sign) : !toValue(sign)) {
                if (sign < 0) {
                    return null;
                }
                continue;
            }
            afterElement = true;
            byte[] record = record();
            if (record != null) {
                return record;
            }
        }
    }

    /** Outside of lists; whether a record begins at the cursor. */
    private boolean toValue(int sign) throws IOException {
        if (sign == '{') {
            return true;
        }
        if (sign == '[' || sign == ',') {
            json.step();
            listDepth = sign == '[' ? 1 : 0;
            afterElement = false;
        } else if (sign >= 0) {
            throw json.malformed("neither an object nor a list begins");
        }
        return false;
    }

    /** In a list, or in one of several lists in one another; whether a record begins at the cursor. */
    private boolean toElement(int sign) throws IOException {
        if (sign == ']') {
            json.step();
            listDepth--;
            afterElement = true;
            return false;
        }
        if (afterElement) {
            if (sign != ',') {
                json.peekOrFail();
                throw json.malformed("a comma or a closing bracket is missing");
            }
            json.step();
            afterElement = false;
            return false;
        }
        if (json.peekOrFail() == '[') {
            json.step();
            listDepth++;
            return false;
        }
        return true;
    }

    /** The value at the cursor; null where it was a request, whose events come next. */
    private byte @Nullable [] record() throws IOException {
        json.keep();
        if (json.peek() != '{') {
            json.value();
            return json.kept();
        }
        json.step();
        envelope = Envelope.EMPTY;
        boolean typed = false;
        while (json.skipWhitespace() != '}') {
            String name = name();
            typed |= name.equals(EVENT_TYPE);
            int from = json.keptLength();
            if (json.skipWhitespace() == '[' && name.equals(EVENTS) && !typed) {
                events();
            } else {
                from = json.keptLength();
                json.value();
                if (name.equals(Envelope.OPTIONS) || name.equals(Envelope.UPLOAD_TIME)) {
                    envelope = envelope.with(name, json.keptFrom(from));
                }
            }
            if (json.skipWhitespace() == ',') {
                json.step();
            } else if (json.peekOrFail() != '}') {
                throw json.malformed("a comma or a closing brace is missing");
            }
            if (request != null) {
                json.keep();
            }
        }
        json.step();
        return request == null ? json.kept() : null;
    }

    private String name() throws IOException {
        if (json.peek() != '"') {
            json.peekOrFail();
            throw json.malformed("a name in quotes is missing");
        }
        int from = json.keptLength();
        json.string();
        byte[] quoted = json.keptFrom(from);
        if (json.skipWhitespace() != ':') {
            json.peekOrFail();
            throw json.malformed("a colon is missing");
        }
        json.step();
        return new String(quoted, 1, quoted.length - 2, StandardCharsets.UTF_8);
    }

    /** Takes the events of a request; they wait for what is said behind them. */
    private void events() throws IOException {
        HeldRecords held = request == null ? new HeldRecords() : request;
        request = held;
        json.forget();
        json.step();
        boolean first = true;
        while (json.skipWhitespace() != ']') {
            if (!first) {
                if (json.peek() != ',') {
                    json.peekOrFail();
                    throw json.malformed("a comma or a closing bracket is missing");
                }
                json.step();
                json.skipWhitespace();
            }
            first = false;
            json.keep();
            json.value();
            held.add(json.kept());
            json.forget();
        }
        json.step();
        json.keep();
    }

    @Override
    public void close() throws IOException {
        try (json) {
            if (request != null) {
                request.close();
            }
        }
    }
}
