package io.tidemark.collector.envelope;

import io.tidemark.rules.codec.JsonBytes;
import io.tidemark.rules.event.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the record of an event: the object as it was sent, byte for byte, without the members that the collector
 * replaces (each with the comma and the white space round it), and with the {@link Stamp} and what else is the event's
 * alone as its last members. A name that is written so was removed wherever it was before, so that it is there once.
 *
 * <p>An event with neither {@code insert_id} nor {@code $insert_id} nor an {@code event_id} other than 0 gets an
 * {@code insert_id}; null and the empty string are none. {@code "ip":"$remote"} becomes the sender's address, and
 * {@code user_agent} is that of the header where the event has none. The Java SDK writes values for fields that nobody
 * set: from its events {@code event_id} 0, {@code session_id} -1, and {@code location_lat} and {@code location_lng} that
 * are both 0, are removed.
 */
final class RecordWriter {
    private static final byte[] REMOTE = ascii("$remote");
    private static final byte[] JAVA_SDK = ascii("amplitude-java/");
    private static final long INSERT_ID = MemberNotes.bit(Field.INSERT_ID);
    private static final long IP = MemberNotes.bit(Field.IP);
    private static final long USER_AGENT = MemberNotes.bit(Field.USER_AGENT);

    private final Supplier<UUID> newInsertId;
    private final JsonBytes json = new JsonBytes();
    private final MemberNotes ownNotes = new MemberNotes();
    private final EventMembers members = new EventMembers();
    private MemberNotes notes = ownNotes;
    private byte[] text = {};
    /** The codes of the members that do not stay. */
    private long removed;
    /** The parts of the text that stay: where each begins and ends. */
    private int[] parts = new int[32];

    private int partsEnd;

    /** A writer. */
    RecordWriter(Supplier<UUID> newInsertId) {
        this.newInsertId = newInsertId;
    }

    /** The record of an event, which is an object. */
    byte[] write(EventSlices events, int event, Stamp stamp) {
        if (events.isNoted(event)) {
            return write(
                    events.text(),
                    events.from(event),
                    events.to(event),
                    events.notes(),
                    events.firstNote(event),
                    events.endOfNotes(event),
                    stamp);
        }
        byte[] object = Arrays.copyOfRange(events.text(), events.from(event), events.to(event));
        json.open(object);
        json.next();
        ownNotes.clear();
        ownNotes.pass(json, object, Integer.MAX_VALUE);
        return write(object, 0, object.length, ownNotes, 0, ownNotes.count(), stamp);
    }

    private byte[] write(byte[] source, int from, int to, MemberNotes noted, int first, int end, Stamp stamp) {
        text = source;
        notes = noted;
        members.open(source, noted, first, end);
        removed = stamp.replaced() | javaDefaults();
        byte[] ip = remoteIp(stamp);
        byte[] userAgent = missingUserAgent(stamp);
        byte[] insertId = missingInsertId();
        split(from, to, first, end);
        byte[] record = new byte[length() + added(stamp.members()) + added(insertId) + added(ip) + added(userAgent)];
        int at = copyParts(record);
        at = add(stamp.members(), record, at);
        at = add(insertId, record, at);
        at = add(ip, record, at);
        at = add(userAgent, record, at);
        record[at] = '}';
        return record;
    }

    private byte @Nullable [] remoteIp(Stamp stamp) {
        if (!members.isText(Field.IP.ordinal(), REMOTE, true)) {
            return null;
        }
        removed |= IP;
        return stamp.ip();
    }

    private byte @Nullable [] missingUserAgent(Stamp stamp) {
        if (stamp.userAgent() == null || !members.isAbsent(Field.USER_AGENT)) {
            return null;
        }
        removed |= USER_AGENT;
        return stamp.userAgent();
    }

    private byte @Nullable [] missingInsertId() {
        if (hasInsertId() || hasEventId()) {
            return null;
        }
        removed |= INSERT_ID;
        return ascii("\"insert_id\":\"" + newInsertId.get() + '"');
    }

    private boolean hasInsertId() {
        // The job takes $insert_id for it only where that is whole text.
        return (!members.isAbsent(Field.INSERT_ID) && !members.isEmptyText(Field.INSERT_ID.ordinal()))
                || members.isWholeText(MemberNotes.INSERT_ID_ALIAS);
    }

    private boolean hasEventId() {
        return !members.isAbsent(Field.EVENT_ID) && !members.isWhole(Field.EVENT_ID, 0);
    }

    /** The codes of the members that hold what the Java SDK writes for nothing. */
    private long javaDefaults() {
        if (!members.isText(MemberNotes.LIBRARY, JAVA_SDK, false)) {
            return 0;
        }
        long defaults = 0;
        if (members.isWhole(Field.EVENT_ID, 0)) {
            defaults |= MemberNotes.bit(Field.EVENT_ID);
        }
        if (members.isWhole(Field.SESSION_ID, -1)) {
            defaults |= MemberNotes.bit(Field.SESSION_ID);
        }
        if (members.isWhole(Field.LOCATION_LAT, 0) && members.isWhole(Field.LOCATION_LNG, 0)) {
            defaults |= MemberNotes.bit(Field.LOCATION_LAT) | MemberNotes.bit(Field.LOCATION_LNG);
        }
        return defaults;
    }

    /** Finds the parts that stay: all but the segments that are removed, with one of the commas beside each. */
    private void split(int from, int to, int first, int end) {
        partsEnd = 0;
        int part = from + 1;
        for (int note = first; note < end; note++) {
            if ((removed & (1L << notes.code(note))) == 0) {
                continue;
            }
            if (notes.segmentFrom(note) > part) {
                part(part, notes.segmentFrom(note) - 1);
            }
            part = notes.segmentTo(note) + 1;
        }
        // An object without members has nothing to keep, not even its white space.
        if (part < to && !isBlank(part, to - 1)) {
            part(part, to - 1);
        }
    }

    private void part(int from, int to) {
        if (partsEnd == parts.length) {
            parts = Arrays.copyOf(parts, parts.length * 2);
        }
        parts[partsEnd++] = from;
        parts[partsEnd++] = to;
    }

    /** How long the record is without what is added: both braces, and the parts with a comma between two of them. */
    private int length() {
        int length = partsEnd == 0 ? 1 : 2;
        for (int i = 0; i < partsEnd; i += 2) {
            length += parts[i + 1] - parts[i] + (i == 0 ? 0 : 1);
        }
        return length;
    }

    private int copyParts(byte[] record) {
        record[0] = '{';
        int at = 1;
        for (int i = 0; i < partsEnd; i += 2) {
            if (i > 0) {
                record[at++] = ',';
            }
            int length = parts[i + 1] - parts[i];
            System.arraycopy(text, parts[i], record, at, length);
            at += length;
        }
        return at;
    }

    private static int added(byte @Nullable [] members) {
        return members == null ? 0 : members.length + 1;
    }

    private static int add(byte @Nullable [] members, byte[] record, int from) {
        if (members == null) {
            return from;
        }
        int at = from;
        if (at > 1) {
            record[at++] = ',';
        }
        System.arraycopy(members, 0, record, at, members.length);
        return at + members.length;
    }

    private boolean isBlank(int from, int to) {
        for (int at = from; at < to; at++) {
            if (text[at] > ' ' || text[at] < 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String value) {
        return value.getBytes(StandardCharsets.US_ASCII);
    }
}
