package io.tidemark.rules.intake;

import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.event.Event;
import java.nio.charset.StandardCharsets;

/** Events for tests, written as the JSON that a client would send. */
public final class EventFixture {
    private EventFixture() {}

    /** Decodes; single quotes stand for double ones. */
    public static Event event(String json) {
        Event event = new Event();
        byte[] value = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        var rejection = new EventDecoder().decode(value, event);
        if (rejection != null) {
            throw new IllegalArgumentException("The fixture is no event: " + rejection);
        }
        return event;
    }
}
