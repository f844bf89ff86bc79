package io.tidemark.ops.input;

import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.codec.JsonMembers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is said once for many events, and put into each as whatever receives events over HTTP does it ({@code events.md},
 * "Fields"). What an event says itself counts.
 *
 * @param clientUploadTime when the client sent them, ms since the epoch
 * @param minIdLength how short an id may be, in characters
 */
public record Envelope(
        @Nullable Long clientUploadTime, @Nullable Long minIdLength) {
    /** Says nothing. */
    public static final Envelope EMPTY = new Envelope(null, null);

    static final String OPTIONS = "options";
    static final String UPLOAD_TIME = "client_upload_time";
    private static final String MIN_ID_LENGTH = "min_id_length";

    /** The same with what a request's member says; of another member, and of one that says nothing, the same. */
    Envelope with(String name, byte[] value) {
        return switch (name) {
            case UPLOAD_TIME -> {
                Long time = time(value);
                yield time == null ? this : new Envelope(time, minIdLength);
            }
            case OPTIONS -> {
                Long length = minIdLength(value);
                yield length == null ? this : new Envelope(clientUploadTime, length);
            }
            default -> this;
        };
    }

    private static @Nullable Long time(byte[] value) {
        List<JsonMember> members = members("{\"t\":", value);
        if (members == null) {
            return null;
        }
        OptionalLong millis = members.get(0).whole();
        String text = members.get(0).string();
        try {
            // SDKs send ISO 8601, in UTC.
            return text == null
                    ? millis.isPresent() ? millis.getAsLong() : null
                    : Long.valueOf(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Long minIdLength(byte[] options) {
        List<JsonMember> members = new JsonMembers().of(options);
        return members == null
                ? null
                : members.stream()
                        .filter(member -> member.name().equals(MIN_ID_LENGTH))
                        .flatMapToLong(member -> member.whole().stream())
                        .filter(length -> length >= 0)
                        .boxed()
                        .reduce((first, last) -> last)
                        .orElse(null);
    }

    private static @Nullable List<JsonMember> members(String before, byte[] value) {
        byte[] text = new byte[before.length() + value.length + 1];
        System.arraycopy(before.getBytes(StandardCharsets.US_ASCII), 0, text, 0, before.length());
        System.arraycopy(value, 0, text, before.length(), value.length);
        text[text.length - 1] = '}';
        return new JsonMembers().of(text);
    }

    /** The event with what it does not say itself; what is no JSON object stays as it is. */
    public byte[] around(byte[] event) {
        if (equals(EMPTY)) {
            return event;
        }
        List<JsonMember> members = new JsonMembers().of(event);
        if (members == null) {
            return event;
        }
        String front = member(UPLOAD_TIME, clientUploadTime, members) + member(MIN_ID_LENGTH, minIdLength, members);
        if (front.isEmpty()) {
            return event;
        }
        int brace = FirstBytes.skipWhitespace(event, 0, event.length);
        byte[] added = (members.isEmpty() ? front.substring(0, front.length() - 1) : front)
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[event.length + added.length];
        System.arraycopy(event, 0, whole, 0, brace + 1);
        System.arraycopy(added, 0, whole, brace + 1, added.length);
        System.arraycopy(event, brace + 1, whole, brace + 1 + added.length, event.length - brace - 1);
        return whole;
    }

    private static String member(String name, @Nullable Long value, List<JsonMember> members) {
        boolean said = value == null
                || members.stream().anyMatch(member -> member.name().equals(name));
        return said ? "" : "\"" + name + "\":" + value + ",";
    }
}
