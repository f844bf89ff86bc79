package io.tidemark.rules.intake;

import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.Reason;
import io.tidemark.rules.event.Rejection;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ids that are no ids ({@code events.md}): placeholders, ids of zeros and dashes, ids too short or too long. No
 * trimming, no folding, no normalisation: an id is what was sent, or it is refused.
 */
public final class IdRules {
    private static final int LONGEST = 1_024;

    private static final Set<String> PLACEHOLDERS =
            Set.of("anonymous", "nil", "none", "null", "n/a", "na", "undefined", "unknown", "{}", "lmy47d", "0", "-1");
    private static final int LONGEST_PLACEHOLDER = 9;

    private final int minIdLength;

    /** Rules with the pipeline's shortest id, in characters; an event's {@code min_id_length} overrides it. */
    public IdRules(int minIdLength) {
        this.minIdLength = minIdLength;
    }

    /** Why the event's ids are refused, the user's first, or null where they are good. */
    public @Nullable Rejection refusal(Event event) {
        Rejection user = refusal(event, Field.USER_ID, Reason.INVALID_USER_ID);
        return user != null ? user : refusal(event, Field.DEVICE_ID, Reason.INVALID_DEVICE_ID);
    }

    private @Nullable Rejection refusal(Event event, Field field, Reason invalid) {
        switch (event.idForm(field)) {
            case NOT_A_STRING -> {
                return rejection(Reason.ID_NOT_A_STRING, field, "must be a string");
            }
            case BROKEN_TEXT -> {
                return rejection(invalid, field, "holds half a surrogate pair, which is no character");
            }
            case TEXT -> {}
        }
        String id = event.text(field);
        if (id == null) {
            return null;
        }
        if (isPlaceholder(id)) {
            return rejection(invalid, field, "is a placeholder that stands for no one");
        }
        if (field == Field.DEVICE_ID && DeviceKey.reserved(id)) {
            return rejection(invalid, field, "begins with the mark of keys that are made from user ids");
        }
        int characters = id.codePointCount(0, id.length());
        long shortest = event.has(Field.MIN_ID_LENGTH) ? event.whole(Field.MIN_ID_LENGTH) : minIdLength;
        if (characters < shortest) {
            return rejection(Reason.ID_TOO_SHORT, field, "has " + characters + " characters, fewer than " + shortest);
        }
        if (characters > LONGEST) {
            return rejection(Reason.ID_TOO_LONG, field, "has " + characters + " characters, more than " + LONGEST);
        }
        return null;
    }

    private static boolean isPlaceholder(String id) {
        return (id.length() <= LONGEST_PLACEHOLDER && PLACEHOLDERS.contains(id.toLowerCase(Locale.ROOT)))
                || zerosAndDashesOnly(id);
    }

    private static boolean zerosAndDashesOnly(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c != '0' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static Rejection rejection(Reason reason, Field field, String what) {
        return new Rejection(reason, field.jsonName(), field.jsonName() + " " + what);
    }
}
