package io.tidemark.job.intake;

import io.tidemark.job.event.Event;
import io.tidemark.job.event.Field;
import io.tidemark.job.event.Murmur3;
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
        if (event.has(Field.INSERT_ID)) {
            begin(OF_INSERT_ID, deviceKey)
                    .add(event.source(Field.INSERT_ID), event.from(Field.INSERT_ID), event.length(Field.INSERT_ID));
            return finish();
        }
        if (!event.has(Field.EVENT_ID)) {
            return null;
        }
        boolean timed = event.has(Field.TIME);
        ByteBuffer.wrap(numbers).putLong(event.whole(Field.EVENT_ID)).putLong(timed ? event.whole(Field.TIME) : 0);
        begin(OF_EVENT_ID, deviceKey).add(numbers, 0, timed ? numbers.length : Long.BYTES);
        return finish();
    }

    private Murmur3 begin(long seed, String deviceKey) {
        byte[] key = deviceKey.getBytes(StandardCharsets.UTF_8);
        return murmur.start(seed).add(key, 0, key.length).add(SEPARATOR, 0, 1);
    }

    private InsertKey finish() {
        murmur.finish();
        return new InsertKey(murmur.first(), murmur.second());
    }
}
