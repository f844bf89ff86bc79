package io.tidemark.rules.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The device key ({@code identity.md}): the name of the one ordered sequence that an event belongs to. It is the
 * {@code device_id}; for an event without one, U+001F {@code user:} followed by the {@code user_id}. No device id can
 * equal such a name, for a {@link #reserved} device id is refused.
 *
 * <p>Its {@link #hash} sends a record to its device's state. 64 bits collide, so the state keeps the key itself beside
 * the hash. Strings and slices of UTF-8 give the same hash.
 */
public final class DeviceKey {
    /** The project of an event that names none. */
    public static final String DEFAULT_PROJECT = "default";

    /** The scope of a pipeline in which one person is one across all projects ({@code identity.scope: organisation}). */
    public static final long NO_SCOPE = 0;

    private static final String USER = "\u001Fuser:";
    private static final byte[] USER_BYTES = USER.getBytes(StandardCharsets.UTF_8);

    private DeviceKey() {}

    /**
     * The device key of an event; null and the empty string mean "absent".
     *
     * @throws IllegalArgumentException if both are absent: such an event is rejected and has no key
     */
    public static String of(@Nullable String deviceId, @Nullable String userId) {
        if (deviceId != null && !deviceId.isEmpty()) {
            return deviceId;
        }
        if (userId != null && !userId.isEmpty()) {
            return USER + userId;
        }
        throw new IllegalArgumentException("No device key for an event without device_id and user_id: reject it first");
    }

    /** Whether a device id looks like the key of an event without a device, and so must be refused. */
    public static boolean reserved(String deviceId) {
        return deviceId.startsWith(USER);
    }

    /** The same as {@link #reserved(String)} for a slice of UTF-8. */
    public static boolean reserved(byte[] bytes, int from, int length) {
        return length >= USER_BYTES.length
                && Arrays.equals(bytes, from, from + USER_BYTES.length, USER_BYTES, 0, USER_BYTES.length);
    }

    /** The key as UTF-8, of an id that is not empty: a device id, or the user id of an event without a device. */
    public static byte[] bytes(byte[] id, int from, int length, boolean userOnly) {
        int prefix = userOnly ? USER_BYTES.length : 0;
        byte[] key = new byte[prefix + length];
        System.arraycopy(USER_BYTES, 0, key, 0, prefix);
        System.arraycopy(id, from, key, prefix, length);
        return key;
    }

    /** What sets the devices of one project apart from those of another ({@code identity.scope: project}). */
    public static long scope(String project) {
        byte[] bytes = project.getBytes(StandardCharsets.UTF_8);
        return scope(bytes, 0, bytes.length);
    }

    /** The same as {@link #scope(String)} for a slice of UTF-8. */
    public static long scope(byte[] project, int from, int length) {
        return new Murmur3().start(NO_SCOPE).add(project, from, length).finish().first();
    }

    /** The hash of a key, as {@link #of} gives it, within a {@link #scope} or {@link #NO_SCOPE}. */
    public static long hash(long scope, String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return hash(scope, bytes, 0, bytes.length, false);
    }

    /**
     * The hash of the key of an event whose id is this slice of UTF-8.
     *
     * @param userOnly whether the slice is the user id of an event without a device, not a device id
     */
    public static long hash(long scope, byte[] id, int from, int length, boolean userOnly) {
        Murmur3 murmur = new Murmur3().start(scope);
        if (userOnly) {
            murmur.add(USER_BYTES, 0, USER_BYTES.length);
        }
        return murmur.add(id, from, length).finish().first();
    }

    /**
     * The hash of a decoded event's key. An id that is no text hashes as the JSON text that the event keeps of it; such
     * an event is rejected behind the shuffle.
     *
     * @param byProject whether devices are told apart by project
     */
    public static long hash(Event event, boolean byProject) {
        long scope = NO_SCOPE;
        if (byProject) {
            Field project = Field.PROJECT_ID;
            scope = event.has(project)
                    ? scope(event.source(project), event.from(project), event.length(project))
                    : scope(DEFAULT_PROJECT);
        }
        boolean userOnly = !event.has(Field.DEVICE_ID);
        Field id = userOnly ? Field.USER_ID : Field.DEVICE_ID;
        return hash(scope, event.source(id), event.from(id), event.length(id), userOnly);
    }
}
