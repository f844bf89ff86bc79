package io.tidemark.collector.envelope;

import static io.tidemark.collector.envelope.Requests.FACTS;
import static io.tidemark.collector.envelope.Requests.LIMIT;
import static io.tidemark.collector.envelope.Requests.RECEIVED;
import static io.tidemark.collector.envelope.Requests.RULES;
import static io.tidemark.collector.envelope.Requests.TAKE_ALL;
import static io.tidemark.collector.envelope.Requests.admission;
import static io.tidemark.collector.envelope.Requests.admit;
import static io.tidemark.collector.envelope.Requests.beacon;
import static io.tidemark.collector.envelope.Requests.body;
import static io.tidemark.collector.envelope.Requests.gated;
import static io.tidemark.collector.envelope.Requests.read;
import static io.tidemark.collector.envelope.Requests.taken;
import static io.tidemark.collector.envelope.Requests.text;
import static io.tidemark.collector.envelope.Requests.tree;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.collector.record.CollectedEvent;
import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a request is answered, and which records are stored for it. */
class AdmissionTest {
    private static final String GOOD = "{\"event_type\":\"a\",\"device_id\":\"phone-1\",\"insert_id\":\"i\"}";
    private static final String OTHER = "{\"event_type\":\"a\",\"device_id\":\"phone-2\",\"insert_id\":\"i\"}";
    private static final String USER = "{\"event_type\":\"a\",\"user_id\":\"annabel\",\"insert_id\":\"i\"}";
    private static final String BAD_TIME = "{\"event_type\":\"a\",\"device_id\":\"phone-1\",\"time\":\"now\"}";
    private static final String SHORT = "{\"event_type\":\"a\",\"user_id\":\"ann\"}";

    @Test
    void goodEventsAreTakenInTheirOrder() {
        String body = body(GOOD, USER, OTHER);
        Admitted admitted = admit(body);
        assertThat(taken(admitted))
                .extracting(each -> text(each.key()))
                .containsExactly("phone-1", "\u001Fuser:annabel", "phone-2");
        assertThat(taken(admitted)).allSatisfy(each -> {
            assertThat(each.receivedAt()).isEqualTo(RECEIVED);
            assertThat(tree(each.value()).get("project_id").asText()).isEqualTo("shop");
        });
        check(
                admitted,
                200,
                "{'code':200,'events_ingested':3,'payload_size_bytes':" + body.length()
                        + ",'server_upload_time':1796000000123}");
        assertThat(admitted.tally()).isEqualTo(Admitted.Tally.NOTHING);
    }

    @Test
    void noEventsAreAllStored() {
        check(
                admit(body()),
                200,
                "{'code':200,'events_ingested':0,'payload_size_bytes':29," + "'server_upload_time':1796000000123}");
    }

    @Test
    void whatIsWrongWithTheEnvelopeIsAnswered() {
        check(admit("{"), 400, "{'code':400,'error':'Invalid JSON request body'}");
        check(admit(""), 400, "{'code':400,'error':'Missing request body'}");
        check(admit("{'api_key':'k','events':5}".replace('\'', '"')), 400, "{'code':400,'error':'Invalid event JSON'}");
        check(admit("{}"), 400, "{'code':400,'error':'Request missing required field','missing_field':'api_key'}");
        check(admit(body("{},".repeat(2_000) + "{}")), 413, "{'code':413,'error':'Payload too large'}");
    }

    @Test
    void answersThatNeedNoEvents() {
        check(Answer.invalidPath(), 400, "{'code':400,'error':'Invalid request path'}");
        check(
                Answer.invalidApiKey("a'\\b".replace('\'', '"')),
                400,
                "{'code':400,'error':'Invalid API key: a\\\"\\\\b'}");
        check(Answer.tooMany(), 429, "{'code':429,'error':'Too many requests for some devices and users'}");
        check(Answer.unavailable(), 503, "{'code':503,'error':'The events were not stored; send them again later'}");
    }

    @Test
    void aBadFieldIsListedUnderItsName() {
        check(
                admit(body(
                        GOOD,
                        BAD_TIME,
                        GOOD,
                        BAD_TIME,
                        "{\"event_type\":\"a\",\"device_id\":\"phone-1\",\"plan\":[]}")),
                400,
                "{'code':400,'error':'Invalid field values on some events',"
                        + "'events_with_invalid_fields':{'time':[1,3],'plan':[4]}}");
        assertThat(admit(body(BAD_TIME, GOOD, BAD_TIME)).tally().refused()).isEqualTo(Map.of(Reason.INVALID_FIELD, 2));
    }

    @Test
    void missingFieldsAreListedAsMissing() {
        check(
                admit(body("{\"device_id\":\"phone-1\"}", GOOD, "{\"event_type\":\"a\"}", "{}")),
                400,
                "{'code':400,'error':'Request missing required field',"
                        + "'events_with_missing_fields':{'event_type':[0,3],'user_id':[2],'device_id':[2]}}");
    }

    @Test
    void lengthsAreInTwoLists() {
        String tooLong = "{\"event_type\":\"a\",\"device_id\":\"" + "x".repeat(1_025) + "\"}";
        check(
                admit(body(SHORT, GOOD, tooLong)),
                400,
                "{'code':400,'error':'Invalid id length for user_id or device_id',"
                        + "'events_with_invalid_fields':{'user_id':[0],'device_id':[2]},"
                        + "'events_with_invalid_id_lengths':{'user_id':[0],'device_id':[2]}}");
    }

    @Test
    void everythingAtOnce() {
        check(
                admit(body(SHORT, "5", BAD_TIME, "{}", GOOD, "{\"event_type\":\"a\",\"user_id\":\"Undefined\"}")),
                400,
                "{'code':400,'error':'Invalid event JSON',"
                        + "'events_with_invalid_fields':{'user_id':[0,5],'event':[1],'time':[2]},"
                        + "'events_with_missing_fields':{'event_type':[3]},"
                        + "'events_with_invalid_id_lengths':{'user_id':[0]}}");
        check(
                admit(body(SHORT, "{}")),
                400,
                "{'code':400,'error':'Invalid field values on some events',"
                        + "'events_with_invalid_fields':{'user_id':[0]},"
                        + "'events_with_missing_fields':{'event_type':[1]},"
                        + "'events_with_invalid_id_lengths':{'user_id':[0]}}");
    }

    @Test
    void theShortestIdIsTheRequestsWhereItSaysSo() {
        String envelope = "{\"api_key\":\"k\",\"options\":{\"min_id_length\":3},\"events\":[" + SHORT + "]}";
        assertThat(taken(admit(envelope))).hasSize(1);
        assertThat(taken(admission(new Admission.Rules(1, LIMIT, false)).admit(read(body(SHORT)), FACTS)))
                .hasSize(1);
        String longer = "{\"api_key\":\"k\",\"options\":{\"min_id_length\":8},\"events\":[" + GOOD + "]}";
        assertThat(admit(longer).answer().status()).isEqualTo(400);
    }

    @Test
    void anEventOverTheLimitOfARecord() {
        int limit = 400;
        Admission.Rules rules = new Admission.Rules(5, limit, false);
        String small = sized(250);
        assertThat(taken(admission(rules).admit(read(body(small)), FACTS))).hasSize(1);
        for (int size : new int[] {limit - 20, limit, limit + 1}) {
            Admitted refused = admission(rules).admit(read(body(small, sized(size))), FACTS);
            check(
                    refused,
                    400,
                    "{'code':400,'error':'Invalid field values on some events','events_with_invalid_fields':{'event':[1]}}");
            assertThat(refused.tally().refused()).isEqualTo(Map.of(Reason.TOO_LARGE, 1));
        }
        String stripped = "{\"project_id\":\"" + "x".repeat(limit) + "\"," + GOOD.substring(1);
        assertThat(admission(rules).admit(read(body(stripped)), FACTS).answer().status())
                .as("measured as received")
                .isEqualTo(400);
    }

    @Test
    void whereInvalidEventsAreTakenTheyBecomeRecordsToo() {
        String body = body(GOOD, BAD_TIME, "[1]", "{\"event_type\":5}", SHORT);
        Admitted admitted = admission(TAKE_ALL).admit(read(body), FACTS);
        assertThat(admitted.answer().status()).isEqualTo(200);
        assertThat(tree(admitted.answer().body()).get("events_ingested").asInt())
                .isEqualTo(5);
        List<CollectedEvent> events = taken(admitted);
        assertThat(events)
                .extracting(each -> text(each.key()))
                .containsExactly("phone-1", "phone-1", "", "", "\u001Fuser:ann");
        assertThat(text(events.get(2).value())).isEqualTo("[1]");
        assertThat(tree(events.get(3).value()).get("project_id").asText()).isEqualTo("shop");
        assertThat(admitted.tally().tolerated())
                .isEqualTo(Map.of(
                        Reason.INVALID_FIELD, 1,
                        Reason.NOT_AN_OBJECT, 1,
                        Reason.MISSING_IDENTITY, 1,
                        Reason.ID_TOO_SHORT, 1));
        assertThat(admitted.tally().refused()).isEmpty();
    }

    @Test
    void whatNoRecordHoldsIsRefusedThereToo() {
        Admission.Rules rules = new Admission.Rules(5, 400, true);
        check(
                admission(rules).admit(read(body(BAD_TIME, sized(401))), FACTS),
                400,
                "{'code':400,'error':'Invalid field values on some events','events_with_invalid_fields':{'event':[1]}}");
        List<CollectedEvent> events = taken(admission(rules).admit(read(body(sized(400))), FACTS));
        assertThat(new EventDecoder(400)
                        .decode(events.get(0).value(), new Event())
                        .reason())
                .as("what is too large only with the stamp is a dead letter")
                .isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void aKeyThatNoEventHasIsLeftOut() {
        String tooLong = "{\"event_type\":\"a\",\"device_id\":\"" + "x".repeat(5_000) + "\"}";
        assertThat(taken(admission(TAKE_ALL).admit(read(body(tooLong)), FACTS))
                        .get(0)
                        .key())
                .isEmpty();
    }

    @Test
    void blockedDevicesAreListedInEveryWayThatAnSdkKnows() {
        Requests.Gate gate = new Requests.Gate();
        gate.blocked.addAll(List.of("phone-1", "\u001Fuser:annabel"));
        Admitted refused = admission(RULES).admit(read(body(GOOD, OTHER, USER, GOOD)), gated(FACTS, gate));
        check(
                refused,
                400,
                "{'code':400,'error':'Invalid field values on some events',"
                        + "'events_with_invalid_fields':{'device_id':[0,3],'user_id':[2]},"
                        + "'silenced_devices':['phone-1'],'silenced_events':[0,2,3]}");
        assertThat(refused.tally().devices())
                .extracting(Admitted.DeviceRefusal::events)
                .containsExactly(2, 1);
        assertThat(gate.counted).as("nothing of a refused request counts").isEmpty();
    }

    @Test
    void blockedAndBadEventsAreInOneAnswer() {
        Requests.Gate gate = new Requests.Gate();
        gate.blocked.add("phone-2");
        check(
                admission(RULES).admit(read(body(SHORT, OTHER)), gated(FACTS, gate)),
                400,
                "{'code':400,'error':'Invalid field values on some events',"
                        + "'events_with_invalid_fields':{'user_id':[0],'device_id':[1]},"
                        + "'events_with_invalid_id_lengths':{'user_id':[0]},"
                        + "'silenced_devices':['phone-2'],'silenced_events':[1]}");
    }

    @Test
    void aBlockedDeviceIsRefusedWhereInvalidEventsAreTaken() {
        Requests.Gate gate = new Requests.Gate();
        gate.blocked.add("phone-1");
        check(
                admission(TAKE_ALL).admit(read(body("{}", BAD_TIME)), gated(FACTS, gate)),
                400,
                "{'code':400,'error':'Invalid field values on some events',"
                        + "'events_with_invalid_fields':{'device_id':[1]},"
                        + "'silenced_devices':['phone-1'],'silenced_events':[1]}");
    }

    @Test
    void aFloodRefusesTheRequest() {
        Requests.Gate gate = new Requests.Gate();
        gate.limits.putAll(Map.of("phone-1", 1, "\u001Fuser:annabel", 0));
        Admitted refused = admission(RULES).admit(read(body(GOOD, OTHER, USER, GOOD)), gated(FACTS, gate));
        check(
                refused,
                429,
                "{'code':429,'error':'Too many requests for some devices and users','eps_threshold':0,"
                        + "'throttled_devices':{'phone-1':2},'throttled_users':{'annabel':1},"
                        + "'exceeded_daily_quota_devices':{},'exceeded_daily_quota_users':{},"
                        + "'throttled_events':[0,2,3]}");
        assertThat(gate.counted)
                .as("one call for each device")
                .isEqualTo(Map.of("phone-1", 2, "phone-2", 1, "\u001Fuser:annabel", 1));
        assertThat(refused.tally().devices())
                .extracting(Admitted.DeviceRefusal::cause)
                .containsOnly(Admitted.DeviceRefusal.Cause.FLOOD);
    }

    @Test
    void aRefusedRequestIsNotCounted() {
        Requests.Gate gate = new Requests.Gate();
        assertThat(admission(RULES)
                        .admit(read(body(GOOD, SHORT)), gated(FACTS, gate))
                        .answer()
                        .status())
                .isEqualTo(400);
        assertThat(gate.counted).isEmpty();
    }

    @Test
    void aBeaconIsTakenInWithItsBadEvents() {
        Admitted admitted = admission(RULES).admit(read(body(GOOD, BAD_TIME, "3")), beacon(DeviceGate.OPEN));
        assertThat(taken(admitted)).hasSize(3);
        assertThat(admitted.answer().status()).isEqualTo(200);
    }

    @Test
    void aBeaconLosesOnlyWhatCannotBeStored() {
        Requests.Gate gate = new Requests.Gate();
        gate.blocked.add("phone-1");
        gate.limits.put("phone-2", 0);
        Admission admission = admission(new Admission.Rules(5, 400, false));
        Admitted admitted = admission.admit(read(body(GOOD, sized(401), OTHER, USER)), beacon(gate));
        assertThat(taken(admitted)).extracting(each -> text(each.key())).containsExactly("\u001Fuser:annabel");
        assertThat(tree(admitted.answer().body()).get("events_ingested").asInt())
                .isEqualTo(1);
        assertThat(admitted.tally().refused()).isEqualTo(Map.of(Reason.TOO_LARGE, 1));
        assertThat(admitted.tally().devices()).hasSize(2);
        assertThat(gate.counted).as("what is blocked does not count").doesNotContainKey("phone-1");
        assertThat(admission.admit(read(body(GOOD)), beacon(gate)).answer().status())
                .isEqualTo(400);
        assertThat(admission.admit(read(body(OTHER)), beacon(gate)).answer().status())
                .isEqualTo(429);
        assertThat(admission.admit(read(body()), beacon(gate)).answer().status())
                .isEqualTo(200);
        assertThat(admission.admit(read("{"), beacon(gate)).answer().status()).isEqualTo(400);
    }

    @Test
    void twoThousandDevicesAreGrouped() {
        Requests.Gate gate = new Requests.Gate();
        String[] events = new String[2_000];
        for (int i = 0; i < events.length; i++) {
            events[i] = OTHER.replace("phone-2", "phone-" + i % 1_500);
        }
        assertThat(taken(admission(RULES).admit(read(body(events)), gated(FACTS, gate))))
                .hasSize(2_000);
        assertThat(gate.counted).hasSize(1_500);
        assertThat(gate.counted.values().stream().mapToInt(each -> each).sum()).isEqualTo(2_000);
        assertThat(gate.counted.get("phone-3")).isEqualTo(2);
        assertThat(gate.counted.get("phone-1499")).isEqualTo(1);
    }

    /** A good event of so many bytes. */
    private static String sized(int size) {
        String bare = "{\"event_type\":\"a\",\"device_id\":\"phone-3\",\"insert_id\":\"i\",\"x\":\"\"}";
        return bare.replace("\"x\":\"", "\"x\":\"" + "x".repeat(size - bare.length()));
    }

    private static void check(Admitted admitted, int status, String json) {
        assertThat(admitted instanceof Admitted.Taken).isEqualTo(status == 200);
        check(admitted.answer(), status, json);
    }

    private static void check(Answer answer, int status, String json) {
        assertThat(tree(answer.body())).isEqualTo(tree(json.replace('\'', '"')));
        assertThat(answer.status()).isEqualTo(status);
    }
}
