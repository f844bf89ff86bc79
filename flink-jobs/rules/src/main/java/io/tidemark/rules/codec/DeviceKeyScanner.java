package io.tidemark.rules.codec;

import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.Murmur3;
import org.jspecify.annotations.Nullable;

/**
 * Finds the device that a raw record belongs to, without decoding it.
 *
 * <p>For every record that {@link EventDecoder} accepts, the answer is that of the decoded event. For others it is some
 * answer that depends on the bytes alone. Strings are skipped by their quotes and backslashes, nested values by their
 * brackets, and nothing is validated. The scan always goes to the record's end, for of a name that comes twice the last
 * value counts.
 *
 * <p>An instance is used for one record after another, by one thread. It never throws for what a record holds.
 */
public final class DeviceKeyScanner {
    private static final long DEFAULT_SCOPE = DeviceKey.scope(DeviceKey.DEFAULT_PROJECT);

    private static final byte[] NOTHING = {};

    private final boolean byProject;
    private final Slice device = new Slice();
    private final Slice user = new Slice();
    private final Slice project = new Slice();

    /** A scanner that tells the devices of one project apart from those of another, or not. */
    public DeviceKeyScanner(boolean byProject) {
        this.byProject = byProject;
    }

    /** The hash that sends the record to its device's state: {@link DeviceKey#hash} of the decoded event. */
    public long hash(byte @Nullable [] value) {
        if (value == null) {
            return 0;
        }
        scan(value);
        boolean userOnly = device.isEmpty();
        Slice id = userOnly ? user : device;
        if (id.isEmpty()) {
            // No event. Its bytes decide, so that a flood of broken records does not meet in one place.
            return new Murmur3().start(0).add(value, 0, value.length).finish().first();
        }
        long scope = DeviceKey.NO_SCOPE;
        if (byProject) {
            scope = project.present ? DeviceKey.scope(project.bytes, project.from, project.length) : DEFAULT_SCOPE;
        }
        return DeviceKey.hash(scope, id.bytes, id.from, id.length, userOnly);
    }

    /** The record's device key as UTF-8, for sending the record to Kafka; null where none is found. */
    public byte @Nullable [] key(byte[] value) {
        scan(value);
        boolean userOnly = device.isEmpty();
        Slice id = userOnly ? user : device;
        return id.isEmpty() ? null : DeviceKey.bytes(id.bytes, id.from, id.length, userOnly);
    }

    /** Walks over the members of the outermost object, as long as the bytes look like one. */
    private void scan(byte[] value) {
        device.clear();
        user.clear();
        project.clear();
        int at = JsonSkim.skipWhitespace(value, 0);
        if (!JsonSkim.byteAt(value, at, '{')) {
            return;
        }
        do {
            at = member(value, at + 1);
        } while (JsonSkim.byteAt(value, at, ','));
    }

    /** Notes the member if it is one that counts; gives the index of what follows it, or the end to stop. */
    private int member(byte[] value, int from) {
        int quote = JsonSkim.skipWhitespace(value, from);
        if (!JsonSkim.byteAt(value, quote, '"')) {
            return value.length;
        }
        int nameEnd = ByteScan.quoteOrBackslash(value, quote + 1);
        boolean escaped = JsonSkim.byteAt(value, nameEnd, '\\');
        int behindName = escaped ? JsonSkim.skipString(value, quote) : nameEnd + 1;
        if (behindName < 0) {
            return value.length;
        }
        int colon = JsonSkim.skipWhitespace(value, behindName);
        if (!JsonSkim.byteAt(value, colon, ':')) {
            return value.length;
        }
        int begin = JsonSkim.skipWhitespace(value, colon + 1);
        int end = JsonSkim.skipValue(value, begin);
        if (end < 0) {
            return value.length;
        }
        Slice wanted = wanted(value, quote + 1, behindName - 1, escaped);
        if (wanted != null) {
            wanted.set(value, begin, end);
        }
        return JsonSkim.skipWhitespace(value, end);
    }

    private @Nullable Slice wanted(byte[] value, int from, int to, boolean escaped) {
        if (!escaped) {
            return wanted(FieldNames.find(value, from, to));
        }
        byte[] name = Escapes.unescape(value, from, to);
        return name == null ? null : wanted(FieldNames.find(name, 0, name.length));
    }

    private @Nullable Slice wanted(@Nullable Field field) {
        if (field == Field.DEVICE_ID) {
            return device;
        }
        if (field == Field.USER_ID) {
            return user;
        }
        return field == Field.PROJECT_ID ? project : null;
    }

    /** What the event would hold of a field, by the decoder's rules for ids. */
    private static final class Slice {
        private byte[] bytes = NOTHING;
        private int from;
        private int length;
        private boolean present;

        void clear() {
            bytes = NOTHING;
            from = 0;
            length = 0;
            present = false;
        }

        boolean isEmpty() {
            return length == 0;
        }

        void set(byte[] json, int begin, int end) {
            clear();
            if (JsonSkim.byteAt(json, begin, 'n')) {
                return;
            }
            hold(json, begin, end);
            if (json[begin] != '"') {
                return;
            }
            int close = end - 1;
            if (ByteScan.quoteOrBackslash(json, begin + 1) == close) {
                hold(json, begin + 1, close);
                return;
            }
            byte[] text = Escapes.unescape(json, begin + 1, close);
            if (text != null) {
                hold(text, 0, text.length);
            }
        }

        private void hold(byte[] source, int begin, int end) {
            bytes = source;
            from = begin;
            length = end - begin;
            present = true;
        }
    }
}
