package io.tidemark.collector.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.collector.record.CollectedEvent;
import io.tidemark.rules.codec.DeviceKeyScanner;
import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.codec.JsonMembers;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.Rejection;
import io.tidemark.rules.intake.IdRules;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * For events at random, and for what is left of them after an accident: a record is its event with the documented changes
 * and no others; what the collector says of an event nobody else can say; and the collector's judgement is the job's.
 */
class RecordProperties {
    private static final int EVENTS = 12_000;
    private static final List<String> OURS =
            List.of("project_id", "server_received_time", "config_version", "released_from");
    /** So small that Jackson's numbers are 0 and the record's are not. */
    private static final Pattern TINY = Pattern.compile("[eE]-\\d{3}");

    private final EnvelopeReader reader = new EnvelopeReader();
    private final Admission takeAll = Requests.admission(Requests.TAKE_ALL);
    private final Admission strict = Requests.admission(Requests.RULES);
    private final JsonMembers members = new JsonMembers();
    private final EventDecoder decoder = new EventDecoder(Requests.LIMIT);
    private final IdRules ids = new IdRules(5);
    private final Event event = new Event();

    /** One event, sent in an envelope of its own. */
    private record Sent(byte[] event, Envelope envelope, RequestFacts facts, boolean uploadTime, boolean minIdLength) {}

    @Test
    void aRecordIsItsEventWithTheDocumentedChanges() throws IOException {
        each(this::checkTree);
    }

    @Test
    void everyOtherMemberStaysByteForByteInItsOrder() throws IOException {
        each(this::checkBytes);
    }

    @Test
    void whatTheCollectorSaysNobodyElseCanSay() throws IOException {
        each(this::checkOurs);
    }

    @Test
    void theJudgementIsTheJobs() throws IOException {
        Map<Boolean, Integer> verdicts = new HashMap<>();
        each((sent, shown) -> verdicts.merge(checkVerdict(sent, shown), 1, Integer::sum));
        assertThat(verdicts.get(true)).as("good events").isGreaterThan(EVENTS / 20);
        assertThat(verdicts.get(false)).as("bad events").isGreaterThan(EVENTS / 20);
    }

    /** What is checked of one event. */
    private interface Check {
        void of(Sent sent, String shown) throws IOException;
    }

    private void each(Check check) throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        RandomJson json = new RandomJson(random);
        int objects = 0;
        for (int i = 0; i < EVENTS; i++) {
            byte[] event = Requests.utf8(json.event());
            event = random.nextInt(4) == 0 ? json.broken(event) : event;
            Sent sent = sent(event, random);
            if (sent.envelope().problem() == null
                    && sent.envelope().count() == 1
                    && sent.envelope().events().isObject(0)) {
                String shown = "-Dseed=" + seed + " " + new String(event, StandardCharsets.ISO_8859_1);
                if (TINY.matcher(shown).find()) {
                    continue;
                }
                check.of(sent, shown);
                objects++;
            }
        }
        assertThat(objects).as("-Dseed=%d", seed).isGreaterThan(EVENTS / 2);
    }

    private Sent sent(byte[] event, Random random) {
        boolean uploadTime = random.nextBoolean();
        boolean minIdLength = random.nextInt(3) == 0;
        String before = "{\"api_key\":\"key\"" + (uploadTime ? ",\"client_upload_time\":\"1970-01-01T00:00:09Z\"" : "")
                + (minIdLength ? ",\"options\":{\"min_id_length\":4}" : "") + ",\"events\":[";
        String body = before + new String(event, StandardCharsets.ISO_8859_1) + "]}";
        Envelope envelope = reader.read(PathKind.EVENTS, body.getBytes(StandardCharsets.ISO_8859_1));
        // An accident can have closed the list, and begun another envelope.
        boolean other = envelope.problem() == null && (envelope.uploadMillis() != null) != uploadTime;
        RequestFacts facts = new RequestFacts(
                random.nextBoolean() ? "shop" : "default",
                random.nextInt(3),
                1_796_000_000_000L + random.nextInt(1_000_000),
                random.nextInt(5) == 0 ? null : "203.0.113.9",
                random.nextInt(5) == 0 ? null : "Agent/1.0",
                false,
                DeviceGate.OPEN);
        return other
                ? new Sent(event, Envelope.refused(0, null, Answer.invalidJson()), facts, false, false)
                : new Sent(event, envelope, facts, uploadTime, minIdLength);
    }

    private byte[] record(Sent sent) {
        return Requests.taken(takeAll.admit(sent.envelope(), sent.facts()))
                .get(0)
                .value();
    }

    private static byte[] slice(Sent sent) {
        EventSlices events = sent.envelope().events();
        return Arrays.copyOfRange(events.text(), events.from(0), events.to(0));
    }

    private void checkTree(Sent sent, String shown) throws IOException {
        ObjectNode expected = (ObjectNode) Requests.tree(Requests.text(slice(sent)));
        change(expected, sent);
        assertThat(Requests.tree(Requests.text(record(sent)))).as(shown).isEqualTo(expected);
    }

    /** The documented changes, on a tree. */
    private static void change(ObjectNode tree, Sent sent) {
        tree.remove(OURS);
        RequestFacts facts = sent.facts();
        if (isWhole(tree.path("library")) && tree.path("library").asText().startsWith("amplitude-java/")) {
            removeIf(tree, "event_id", "0");
            removeIf(tree, "session_id", "-1");
            if (is(tree.path("location_lat"), "0") && is(tree.path("location_lng"), "0")) {
                tree.remove(List.of("location_lat", "location_lng"));
            }
        }
        boolean insertId = !tree.path("insert_id").isMissingNode()
                && !tree.path("insert_id").isNull()
                && !tree.path("insert_id").equals(tree.textNode(""));
        boolean alias = isWhole(tree.path("$insert_id"))
                && !tree.path("$insert_id").asText().isEmpty();
        boolean eventId = tree.hasNonNull("event_id") && !is(tree.path("event_id"), "0");
        if (!insertId && !alias && !eventId) {
            tree.put("insert_id", Requests.INSERT_ID.toString());
        }
        if (tree.path("ip").equals(tree.textNode("$remote"))) {
            tree.remove("ip");
            if (facts.sender() != null) {
                tree.put("ip", facts.sender());
            }
        }
        if (!tree.hasNonNull("user_agent") && facts.userAgent() != null) {
            tree.put("user_agent", facts.userAgent());
        }
        if (sent.uploadTime()) {
            tree.put("client_upload_time", 9_000);
        }
        if (sent.minIdLength()) {
            tree.put("min_id_length", 4);
        }
        tree.put("project_id", facts.project());
        tree.put("server_received_time", facts.receivedAt());
        if (facts.configVersion() > 0) {
            tree.put("config_version", (int) facts.configVersion());
        }
    }

    private static void removeIf(ObjectNode tree, String name, String number) {
        if (is(tree.path(name), number)) {
            tree.remove(name);
        }
    }

    private static boolean is(JsonNode node, String number) {
        return node.isNumber()
                && !Double.isInfinite(node.doubleValue())
                && node.decimalValue().compareTo(new BigDecimal(number)) == 0;
    }

    private static boolean isWhole(JsonNode node) {
        return node.isTextual() && StandardCharsets.UTF_8.newEncoder().canEncode(node.asText());
    }

    private void checkBytes(Sent sent, String shown) throws IOException {
        byte[] record = record(sent);
        List<JsonMember> after = Objects.requireNonNull(members.of(record), shown);
        List<JsonMember> before = Objects.requireNonNull(members.of(slice(sent)), shown);
        Set<String> changing = new HashSet<>(RandomJson.NAMES);
        List<String> kept = raw(before, changing);
        assertThat(raw(after, changing)).as(shown).isEqualTo(kept);
        for (String name : changing) {
            List<String> was = raw(before, name);
            List<String> is = raw(after, name);
            boolean stays = is.equals(was);
            boolean removedOrWritten =
                    is.isEmpty() || (is.size() == 1 && is.get(0).startsWith("\"" + name + "\":"));
            assertThat(stays || removedOrWritten).as("%s in %s", name, shown).isTrue();
        }
    }

    private static List<String> raw(List<JsonMember> members, Set<String> without) {
        List<String> raw = new ArrayList<>();
        for (JsonMember each : members) {
            if (!without.contains(each.name())) {
                raw.add(raw(each));
            }
        }
        return raw;
    }

    private static List<String> raw(List<JsonMember> members, String name) {
        List<String> raw = new ArrayList<>();
        for (JsonMember each : members) {
            if (each.name().equals(name)) {
                raw.add(raw(each));
            }
        }
        return raw;
    }

    private static String raw(JsonMember member) {
        return Requests.text(Arrays.copyOfRange(member.text(), member.nameFrom(), member.nameTo())) + ":"
                + Requests.text(member.value());
    }

    private void checkOurs(Sent sent, String shown) throws IOException {
        byte[] record = record(sent);
        Map<String, List<String>> found = new HashMap<>();
        try (JsonParser parser = Requests.JACKSON.createParser(Requests.text(record))) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                found.computeIfAbsent(name, unknown -> new ArrayList<>()).add(parser.getText());
                parser.skipChildren();
            }
        }
        RequestFacts facts = sent.facts();
        assertThat(found.get("project_id")).as(shown).containsExactly(facts.project());
        assertThat(found.get("server_received_time")).as(shown).containsExactly("" + facts.receivedAt());
        assertThat(found.get("config_version"))
                .as(shown)
                .isEqualTo(facts.configVersion() == 0 ? null : List.of("" + facts.configVersion()));
        assertThat(found).as(shown).doesNotContainKey("released_from");
        if (decoder.decode(record, event) == null) {
            assertThat(event.text(Field.PROJECT_ID)).as(shown).isEqualTo(facts.project());
            assertThat(event.whole(Field.SERVER_RECEIVED_TIME)).as(shown).isEqualTo(facts.receivedAt());
            assertThat(event.has(Field.CONFIG_VERSION)).as(shown).isEqualTo(facts.configVersion() > 0);
            assertThat(event.has(Field.RELEASED_FROM)).as(shown).isFalse();
            assertThat(event.has(Field.INSERT_ID) || event.has(Field.EVENT_ID))
                    .as(shown)
                    .isTrue();
        }
    }

    private boolean checkVerdict(Sent sent, String shown) {
        byte[] record = record(sent);
        Rejection rejection = decoder.decode(record, event);
        rejection = rejection == null ? ids.refusal(event) : rejection;
        Admitted admitted = strict.admit(sent.envelope(), sent.facts());
        assertThat(admitted instanceof Admitted.Taken).as(shown).isEqualTo(rejection == null);
        if (rejection != null) {
            assertThat(admitted.tally().refused()).as(shown).isEqualTo(Map.of(rejection.reason(), 1));
            JsonNode answer = Requests.tree(admitted.answer().body());
            assertThat(indices(answer.get("events_with_invalid_fields"))
                            + indices(answer.get("events_with_missing_fields")))
                    .as("the SDK is told which event to leave out of %s", shown)
                    .isPositive();
            return false;
        }
        CollectedEvent taken = Requests.taken(admitted).get(0);
        assertThat(taken.value()).as(shown).isEqualTo(record);
        assertThat(taken.key()).as(shown).isEqualTo(new DeviceKeyScanner(false).key(record));
        assertThat(taken.receivedAt()).isEqualTo(sent.facts().receivedAt());
        return true;
    }

    private static int indices(@Nullable JsonNode lists) {
        int indices = 0;
        if (lists != null) {
            for (JsonNode list : lists) {
                assertThat(list).isEqualTo(Requests.tree("[0]"));
                indices++;
            }
        }
        return indices;
    }
}
