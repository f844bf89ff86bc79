package io.tidemark.collector.envelope;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.collector.record.CollectedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Requests and their parts, as the tests of this package write them. */
final class Requests {
    static final ObjectMapper JACKSON = new ObjectMapper();
    static final long RECEIVED = 1_796_000_000_123L;
    static final UUID INSERT_ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    static final int LIMIT = 1 << 20;
    static final Admission.Rules RULES = new Admission.Rules(5, LIMIT, false);
    static final Admission.Rules TAKE_ALL = new Admission.Rules(5, LIMIT, true);
    static final RequestFacts FACTS =
            new RequestFacts("shop", 7, RECEIVED, "203.0.113.9", "Agent/1.0", false, DeviceGate.OPEN);

    private Requests() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static JsonNode tree(byte[] json) {
        try {
            return JACKSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(text(json), e);
        }
    }

    static JsonNode tree(String json) {
        try {
            return JACKSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    /** An envelope with the key {@code key} and these events. */
    static String body(String... events) {
        return "{\"api_key\":\"key\",\"events\":[" + String.join(",", events) + "]}";
    }

    static Envelope read(String body) {
        return new EnvelopeReader().read(PathKind.EVENTS, utf8(body));
    }

    static Envelope read(PathKind kind, String body) {
        return new EnvelopeReader().read(kind, utf8(body));
    }

    static Admission admission(Admission.Rules rules) {
        return new Admission(rules, () -> INSERT_ID);
    }

    static Admitted admit(String body) {
        return admission(RULES).admit(read(body), FACTS);
    }

    /** The text of the record of one event, which is taken in whatever it is. */
    static String record(String event) {
        return record(body(event), FACTS);
    }

    static String record(String body, RequestFacts facts) {
        Admitted admitted = admission(TAKE_ALL).admit(read(body), facts);
        CollectedEvent event = ((Admitted.Taken) admitted).events().get(0);
        return text(event.value());
    }

    static RequestFacts gated(RequestFacts facts, DeviceGate gate) {
        return new RequestFacts(
                facts.project(),
                facts.configVersion(),
                facts.receivedAt(),
                facts.sender(),
                facts.userAgent(),
                facts.beacon(),
                gate);
    }

    static RequestFacts beacon(DeviceGate gate) {
        return new RequestFacts("shop", 7, RECEIVED, "203.0.113.9", "Agent/1.0", true, gate);
    }

    static List<CollectedEvent> taken(Admitted admitted) {
        return new ArrayList<>(((Admitted.Taken) admitted).events());
    }

    /** A gate that blocks some devices, lets others send so many events, and remembers what it was called with. */
    static final class Gate implements DeviceGate {
        final Set<String> blocked = new HashSet<>();
        final Map<String, Integer> limits = new HashMap<>();
        final Map<String, Integer> counted = new HashMap<>();

        @Override
        public boolean isBlocked(byte[] deviceKey) {
            return blocked.contains(text(deviceKey));
        }

        @Override
        public Flood count(byte[] deviceKey, int events) {
            int sent = counted.merge(text(deviceKey), events, Integer::sum);
            int limit = limits.getOrDefault(text(deviceKey), Integer.MAX_VALUE);
            return sent > limit ? new Flood(sent, limit) : null;
        }
    }
}
