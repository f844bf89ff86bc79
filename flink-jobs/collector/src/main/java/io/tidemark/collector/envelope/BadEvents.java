package io.tidemark.collector.envelope;

import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.Reason;
import io.tidemark.rules.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The events of one request that its sender is to leave out, as the answer 400 lists them. The SDKs differ in the lists
 * that they read: whatever is to be left out is in {@code events_with_invalid_fields} or
 * {@code events_with_missing_fields}, which all of them read, and in a list of its own besides where the API has one.
 */
final class BadEvents {
    /** The name under which an event is listed of which no field is at fault. */
    private static final String WHOLE_EVENT = "event";

    private final Map<String, SortedSet<Integer>> invalid = new LinkedHashMap<>();
    private final Map<String, SortedSet<Integer>> missing = new LinkedHashMap<>();
    private final Map<String, SortedSet<Integer>> lengths = new LinkedHashMap<>();
    private final SortedSet<Integer> silenced = new TreeSet<>();
    private final Set<String> silencedDevices = new TreeSet<>();
    private final Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
    private boolean lengthsOnly = true;

    /** Whether there are none. */
    boolean isEmpty() {
        return reasons.isEmpty() && silenced.isEmpty();
    }

    /** How many events were bad, by the reason; without those of blocked devices. */
    Map<Reason, Integer> reasons() {
        return Map.copyOf(reasons);
    }

    /** Adds an event that is refused for what it is. */
    void add(int event, Rejection rejection) {
        reasons.merge(rejection.reason(), 1, Integer::sum);
        String field = rejection.field() == null ? WHOLE_EVENT : rejection.field();
        boolean length = rejection.reason() == Reason.ID_TOO_SHORT || rejection.reason() == Reason.ID_TOO_LONG;
        lengthsOnly &= length;
        if (rejection.reason() == Reason.MISSING_EVENT_TYPE) {
            list(missing, Field.EVENT_TYPE.jsonName(), event);
        } else if (rejection.reason() == Reason.MISSING_IDENTITY) {
            list(missing, Field.USER_ID.jsonName(), event);
            list(missing, Field.DEVICE_ID.jsonName(), event);
        } else {
            list(invalid, field, event);
        }
        if (length) {
            list(lengths, field, event);
        }
    }

    /** Adds the events of a device that is blocked. */
    void silence(byte[] deviceKey, Collection<Integer> events) {
        boolean userOnly = isUserOnly(deviceKey);
        Field field = userOnly ? Field.USER_ID : Field.DEVICE_ID;
        for (int event : events) {
            silenced.add(event);
            list(invalid, field.jsonName(), event);
        }
        if (!userOnly) {
            silencedDevices.add(id(deviceKey));
        }
    }

    /** The answer 400. */
    Answer answer() {
        AnswerJson answer = new AnswerJson(400).string("error", error());
        if (!invalid.isEmpty()) {
            answer.lists("events_with_invalid_fields", invalid);
        }
        if (!missing.isEmpty()) {
            answer.lists("events_with_missing_fields", missing);
        }
        if (!lengths.isEmpty()) {
            answer.lists("events_with_invalid_id_lengths", lengths);
        }
        if (!silenced.isEmpty()) {
            answer.strings("silenced_devices", silencedDevices).numbers("silenced_events", silenced);
        }
        return answer.answer();
    }

    /** Whether a device key is that of a user without a device. */
    static boolean isUserOnly(byte[] deviceKey) {
        return DeviceKey.reserved(deviceKey, 0, deviceKey.length);
    }

    /** The id that a device key was made of. */
    static String id(byte[] deviceKey) {
        String key = new String(deviceKey, StandardCharsets.UTF_8);
        return isUserOnly(deviceKey) ? key.substring(key.indexOf(':') + 1) : key;
    }

    private String error() {
        if (lengthsOnly && !lengths.isEmpty() && silenced.isEmpty()) {
            return "Invalid id length for user_id or device_id";
        }
        if (reasons.containsKey(Reason.NOT_AN_OBJECT)) {
            return "Invalid event JSON";
        }
        return invalid.isEmpty() ? Answer.MISSING_FIELD : "Invalid field values on some events";
    }

    private static void list(Map<String, SortedSet<Integer>> lists, String field, int event) {
        lists.computeIfAbsent(field, unknown -> new TreeSet<>()).add(event);
    }
}
