package io.tidemark.collector.envelope;

import io.tidemark.rules.event.Field;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The members that the collector writes into every record of one request, as JSON, made once for all of them. */
final class Stamp {
    /** How many characters of a {@code User-Agent} are kept: with thousands of small events it counts as often. */
    private static final int LONGEST_USER_AGENT = 1_024;

    /** What only the collector may say: a client's own is removed wherever it comes from, and however it is spelt. */
    private static final long OURS = MemberNotes.bit(Field.PROJECT_ID)
            | MemberNotes.bit(Field.SERVER_RECEIVED_TIME)
            | MemberNotes.bit(Field.CONFIG_VERSION)
            | MemberNotes.bit(Field.RELEASED_FROM);

    private final long replaced;
    private final byte[] members;
    private final byte @Nullable [] ip;
    private final byte @Nullable [] userAgent;

    /** The stamp of the records of a request. */
    Stamp(Envelope envelope, RequestFacts facts) {
        StringBuilder text = new StringBuilder(128).append("\"project_id\":");
        AnswerJson.quote(facts.project(), text);
        text.append(",\"server_received_time\":").append(facts.receivedAt());
        if (facts.configVersion() > 0) {
            text.append(",\"config_version\":").append(facts.configVersion());
        }
        replaced = OURS
                | number(Field.CLIENT_UPLOAD_TIME, envelope.uploadMillis(), text)
                | number(Field.MIN_ID_LENGTH, envelope.minIdLength(), text);
        members = utf8(text);
        ip = string("\"ip\":", facts.sender(), Integer.MAX_VALUE);
        userAgent = string("\"user_agent\":", facts.userAgent(), LONGEST_USER_AGENT);
    }

    /** The codes of the members that are removed from every event. */
    long replaced() {
        return replaced;
    }

    /** The members of every record, without a comma at either end. */
    byte[] members() {
        return members;
    }

    /** The member {@code ip} with the sender's address; null where that is not known. */
    byte @Nullable [] ip() {
        return ip;
    }

    /** The member {@code user_agent} of the header; null where there is none. */
    byte @Nullable [] userAgent() {
        return userAgent;
    }

    private static long number(Field field, @Nullable Long number, StringBuilder text) {
        if (number == null) {
            return 0;
        }
        text.append(",\"").append(field.jsonName()).append("\":").append((long) number);
        return MemberNotes.bit(field);
    }

    private static byte @Nullable [] string(String name, @Nullable String value, int longest) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        int end = value.offsetByCodePoints(0, Math.min(longest, value.codePointCount(0, value.length())));
        StringBuilder text = new StringBuilder(end + 16).append(name);
        AnswerJson.quote(value.substring(0, end), text);
        return utf8(text);
    }

    private static byte[] utf8(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
