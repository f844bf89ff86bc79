package io.tidemark.rules.intake;

import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.Murmur3;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link InsertKey}s: of the {@code insert_id}, else of the {@code event_id} and the {@code time} as sent, else
 * none ({@code events.md}, "duplicate"). The hash is part of the state that outlives a release, so it never changes.
 */
public final class InsertKeys {
    private static final long OF_INSERT_ID = 1;
    private static final long OF_EVENT_ID = 2;
    /** A byte that no UTF-8 has: it keeps the device key and what follows apart. */
    private static final byte[] SEPARATOR = {(byte) 0xFF};

    private final Murmur3 murmur = new Murmur3();
    private final byte[] numbers = new byte[2 * Long.BYTES];

    /**
     * The event's key within its device, or null for an event that can never be a duplicate.
     *
     * @param deviceKey the device key, with the project's name before it where each project has its own devices
     */
    public @Nullable InsertKey of(String deviceKey, Event event) {
        boolean named = event.has(Field.INSERT_ID);
        if (!named && !event.has(Field.EVENT_ID)) {
            return null;
        }
        byte[] key = deviceKey.getBytes(StandardCharsets.UTF_8);
        if (named) {
            return ofInsertId(
                    key,
                    key.length,
                    event.source(Field.INSERT_ID),
                    event.from(Field.INSERT_ID),
                    event.length(Field.INSERT_ID));
        }
        boolean timed = event.has(Field.TIME);
        return ofEventId(key, key.length, event.whole(Field.EVENT_ID), timed, timed ? event.whole(Field.TIME) : 0);
    }

    /**
     * The key of an event with an {@code insert_id}.
     *
     * @param device the device key in UTF-8, with the project's name before it where each project has its own devices
     * @param deviceLength how many bytes of {@code device} it has
     * @param id the bytes that hold the {@code insert_id}
     */
    public InsertKey ofInsertId(byte[] device, int deviceLength, byte[] id, int from, int length) {
        begin(OF_INSERT_ID, device, deviceLength).add(id, from, length);
        return finish();
    }

    /**
     * The key of an event with an {@code event_id} and no {@code insert_id}.
     *
     * @param device as for an {@code insert_id}
     * @param timed whether the event has a {@code time}
     * @param time the {@code time} as sent, within what a timestamp can hold; of no meaning where there is none
     */
    public InsertKey ofEventId(byte[] device, int deviceLength, long eventId, boolean timed, long time) {
        ByteBuffer.wrap(numbers).putLong(eventId).putLong(time);
        begin(OF_EVENT_ID, device, deviceLength).add(numbers, 0, timed ? numbers.length : Long.BYTES);
        return finish();
    }

    private Murmur3 begin(long seed, byte[] device, int length) {
        return murmur.start(seed).add(device, 0, length).add(SEPARATOR, 0, 1);
    }

    private InsertKey finish() {
        murmur.finish();
        return new InsertKey(murmur.first(), murmur.second());
    }
}
