package io.tidemark.collector.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.collector.record.CollectedEvent;
import java.util.ArrayList;
import java.util.List;

/** Events for tests, each with a name that is its value. */
public final class Events {
    private Events() {}

    /** An event of a device. */
    public static CollectedEvent event(String device, String name) {
        return new CollectedEvent(device.getBytes(UTF_8), name.getBytes(UTF_8), 1_700_000_000_000L + name.length());
    }

    /** The name of an event. */
    public static String name(CollectedEvent event) {
        return new String(event.value(), UTF_8);
    }

    /** A batch of events of one device, by their names. */
    public static List<CollectedEvent> batch(String... names) {
        List<CollectedEvent> events = new ArrayList<>();
        for (String name : names) {
            events.add(event("device", name));
        }
        return events;
    }

    /** All that a spool has, read and not acknowledged. */
    static List<SpooledEvent> readAll(Spool spool) {
        List<SpooledEvent> all = new ArrayList<>();
        for (SpoolChunk chunk = spool.read(3, 200);
                !chunk.events().isEmpty() || chunk.failed();
                chunk = spool.read(3, 200)) {
            all.addAll(chunk.events());
        }
        return all;
    }

    /** The names of all that a spool has. */
    static List<String> readNames(Spool spool) {
        return readAll(spool).stream().map(each -> name(each.event())).toList();
    }
}
