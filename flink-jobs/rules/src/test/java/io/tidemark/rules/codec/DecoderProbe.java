package io.tidemark.rules.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Reason;
import io.tidemark.rules.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A decoder and the event that it fills, asked by tests; the scan for the device key must agree with each answer. */
final class DecoderProbe {
    /** Enough of an event to be one. */
    static final String PLAIN = "\"event_type\":\"Home\",\"device_id\":\"phone-1\"";

    private final EventDecoder decoder;
    private final Event event = new Event();

    DecoderProbe(EventDecoder decoder) {
        this.decoder = decoder;
    }

    Event event() {
        return event;
    }

    Event accept(String text) {
        byte[] bytes = utf8(text);
        assertThat(decoder.decode(bytes, event)).isNull();
        assertThat(new DeviceKeyScanner(false).hash(bytes)).isEqualTo(DeviceKey.hash(event, false));
        assertThat(new DeviceKeyScanner(true).hash(bytes)).isEqualTo(DeviceKey.hash(event, true));
        return event;
    }

    Rejection refuse(Reason reason, @Nullable String field, String text) {
        Rejection rejection = Objects.requireNonNull(decoder.decode(utf8(text), event), "accepted");
        assertThat(rejection.reason()).isEqualTo(reason);
        assertThat(rejection.field()).isEqualTo(field);
        // Whatever it is, the scan does not stumble over it.
        assertThat(new DeviceKeyScanner(true).hash(utf8(text))).isEqualTo(new DeviceKeyScanner(true).hash(utf8(text)));
        return rejection;
    }

    String message(String text) {
        return Objects.requireNonNull(decoder.decode(utf8(text), event), "accepted")
                .message();
    }

    String extra() {
        return new String(event.extra(), 0, event.extraLength(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
