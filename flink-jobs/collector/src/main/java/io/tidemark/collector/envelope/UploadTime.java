package io.tidemark.collector.envelope;

import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/**
 * When a client says that it sent a request: a date and time of ISO 8601 with its offset from UTC, as the SDKs write it, or
 * a number of milliseconds since the epoch. One without an offset is not read, for a guess would move every event of the
 * request by hours.
 */
final class UploadTime {
    /** A date, a time with nine digits of a fraction, and an offset with seconds have fewer characters. */
    private static final int LONGEST = 48;

    private UploadTime() {}

    /** The time, in ms since the epoch, that a JSON value is; empty where it is none, or none that a table can hold. */
    static OptionalLong millis(byte[] text, int from, int to) {
        if (to - from > LONGEST) {
            return OptionalLong.empty();
        }
        if (text[from] == '"') {
            String iso = new JsonMember("", text, from, from, from, to).string();
            return iso == null ? OptionalLong.empty() : isoMillis(iso);
        }
        boolean number = text[from] == '-' || (text[from] >= '0' && text[from] <= '9');
        return number ? near(text, from, to) : OptionalLong.empty();
    }

    private static OptionalLong near(byte[] text, int from, int to) {
        OptionalLong whole = new JsonMember("", text, from, from, from, to).whole();
        if (whole.isPresent()) {
            return held(whole.getAsLong());
        }
        double millis = Double.parseDouble(new String(text, from, to - from, StandardCharsets.US_ASCII));
        return Math.abs(millis) <= Event.FARTHEST_MILLIS ? held((long) Math.floor(millis)) : OptionalLong.empty();
    }

    private static OptionalLong isoMillis(String text) {
        try {
            return held(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong held(long millis) {
        boolean held = millis >= -Event.FARTHEST_MILLIS && millis <= Event.FARTHEST_MILLIS;
        return held ? OptionalLong.of(millis) : OptionalLong.empty();
    }
}
