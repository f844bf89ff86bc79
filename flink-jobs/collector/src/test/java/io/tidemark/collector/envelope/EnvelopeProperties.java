package io.tidemark.collector.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is found in a body is what Jackson's strict parser finds there, and what that refuses is refused. The differences
 * are chosen: bytes must be strict UTF-8 (Jackson takes some that are not, and UTF-16 too), nesting and numbers have no
 * limit of their own, an API key with half of a surrogate pair is none.
 */
class EnvelopeProperties {
    private static final int BODIES = 12_000;
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final EnvelopeReader reader = new EnvelopeReader();

    /** What Jackson and the rules say of a body. */
    private record Expected(@Nullable Answer problem, List<JsonNode> events, long minIdLength) {
        static Expected refused(Answer answer) {
            return new Expected(answer, List.of(), -1);
        }
    }

    @Test
    void theReaderFindsWhatJacksonFinds() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        RandomJson json = new RandomJson(random);
        Map<String, Integer> answers = new HashMap<>();
        for (int i = 0; i < BODIES; i++) {
            byte[] body = Requests.utf8(json.envelope());
            body = random.nextInt(3) == 0 ? json.broken(body) : body;
            String shown = "-Dseed=" + seed + " " + new String(body, StandardCharsets.ISO_8859_1);
            answers.merge(check(body, shown), 1, Integer::sum);
        }
        assertThat(answers.get("read")).as("read").isGreaterThan(BODIES / 4);
        assertThat(answers.keySet()).as("kinds of answers").hasSizeGreaterThanOrEqualTo(5);
    }

    private String check(byte[] body, String shown) throws JsonProcessingException {
        Expected expected = expected(body);
        Envelope envelope = reader.read(PathKind.EVENTS, body);
        assertThat(envelope.size()).isEqualTo(body.length);
        if (expected.problem() != null) {
            assertThat(envelope.problem()).as(shown).isNotNull();
            assertThat(Requests.text(envelope.problem().body()))
                    .as(shown)
                    .isEqualTo(Requests.text(expected.problem().body()));
            return Requests.text(expected.problem().body());
        }
        assertThat(envelope.problem()).as(shown).isNull();
        assertThat(envelope.count()).as(shown).isEqualTo(expected.events().size());
        assertThat(envelope.minIdLength() == null ? -1 : (long) envelope.minIdLength())
                .as(shown)
                .isEqualTo(expected.minIdLength());
        EventSlices events = envelope.events();
        for (int i = 0; i < events.count(); i++) {
            String text = new String(events.text(), events.from(i), events.size(i), StandardCharsets.UTF_8);
            assertThat(STRICT.readTree(text))
                    .as(shown)
                    .isEqualTo(expected.events().get(i));
        }
        return "read";
    }

    private static Expected expected(byte[] body) {
        JsonNode tree;
        try {
            String text = RandomJson.strictText(body);
            text = text.startsWith("\ufeff") ? text.substring(1) : text;
            if (text.replaceAll("[ \r\n\t]", "").isEmpty()) {
                return Expected.refused(Answer.missingBody());
            }
            tree = STRICT.readTree(text);
        } catch (JsonProcessingException | CharacterCodingException e) {
            return Expected.refused(bytesAreBlank(body) ? Answer.missingBody() : Answer.invalidJson());
        }
        if (!tree.isObject()) {
            return Expected.refused(Answer.invalidJson());
        }
        JsonNode key = tree.path("api_key");
        if (!key.isTextual() || !StandardCharsets.UTF_8.newEncoder().canEncode(key.asText())) {
            return Expected.refused(Answer.missing("api_key"));
        }
        JsonNode events = tree.path("events");
        if (events.isMissingNode() || events.isNull()) {
            return Expected.refused(Answer.missing("events"));
        }
        if (!events.isContainerNode()) {
            return Expected.refused(Answer.invalidEvents());
        }
        List<JsonNode> list = new ArrayList<>();
        if (events.isObject()) {
            list.add(events);
        } else {
            events.forEach(list::add);
        }
        return new Expected(null, list, minIdLength(tree.path("options").path("min_id_length")));
    }

    private static long minIdLength(JsonNode length) {
        if (!length.isNumber() || Double.isInfinite(length.doubleValue())) {
            return -1;
        }
        try {
            return Math.max(-1, length.decimalValue().longValueExact());
        } catch (ArithmeticException e) {
            return -1;
        }
    }

    private static boolean bytesAreBlank(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1)
                .replaceAll("[ \r\n\t]", "")
                .isEmpty();
    }

    @Test
    void noBytesMakeItFail() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        RandomJson json = new RandomJson(random);
        List<Admission> admissions = List.of(
                Requests.admission(Requests.RULES),
                Requests.admission(Requests.TAKE_ALL),
                Requests.admission(new Admission.Rules(5, 60, true)));
        for (int i = 0; i < BODIES; i++) {
            byte[] body = random.nextInt(3) == 0 ? noise(random) : json.broken(Requests.utf8(json.envelope()));
            PathKind kind = PathKind.values()[random.nextInt(3)];
            for (Admission admission : admissions) {
                Answer answer =
                        admission.admit(reader.read(kind, body), Requests.FACTS).answer();
                assertThat(answer.status())
                        .as("-Dseed=%d %s", seed, new String(body, StandardCharsets.ISO_8859_1))
                        .isIn(200, 400);
                assertThat(Requests.tree(answer.body()).get("code").asInt()).isEqualTo(answer.status());
            }
        }
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[random.nextInt(60)];
        random.nextBytes(noise);
        if (noise.length > 0 && random.nextBoolean()) {
            noise[0] = '{';
        }
        return noise;
    }
}
