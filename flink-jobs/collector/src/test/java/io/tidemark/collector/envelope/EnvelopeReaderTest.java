package io.tidemark.collector.envelope;

import static io.tidemark.collector.envelope.Requests.read;
import static io.tidemark.collector.envelope.Requests.tree;
import static io.tidemark.collector.envelope.Requests.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in a body, and what a body is answered that is no envelope. */
class EnvelopeReaderTest {
    private static final String EVENT = "{\"event_type\":\"a\",\"user_id\":\"annabel\"}";

    @ParameterizedTest
    @CsvSource({
        "/2/httpapi, EVENTS",
        "/batch, EVENTS",
        "/, EVENTS",
        "'', EVENTS",
        "/batch/, EVENTS",
        "/identify, IDENTIFY",
        "/groupidentify, GROUP_IDENTIFY",
        "/httpapi, ",
        "/2/httpapi/x, ",
        "/BATCH, ",
        "//, EVENTS"
    })
    void paths(String path, PathKind kind) {
        assertThat(PathKind.of(path)).isEqualTo(kind);
    }

    @Test
    void membersInAnyOrderWithWhiteSpaceAndOthers() {
        Envelope envelope = read(" \n{ \"request_metadata\" : {\"sdk\":{\"api_key\":\"x\",\"events\":[1]}} ,\r\n"
                + "\t\"client_upload_time\":\"2026-11-30T20:47:59.123Z\", \"events\" : [ " + EVENT + " , " + EVENT
                + " ] , \"options\" : { \"x\":1, \"min_id_length\" : 3 } , \"api_key\" : \"key\" } \n");

        assertThat(envelope.problem()).isNull();
        assertThat(envelope.apiKey()).isEqualTo("key");
        assertThat(envelope.count()).isEqualTo(2);
        assertThat(event(envelope, 0)).isEqualTo(EVENT);
        assertThat(event(envelope, 1)).isEqualTo(EVENT);
        assertThat(envelope.uploadMillis()).isEqualTo(1796071679123L);
        assertThat(envelope.minIdLength()).isEqualTo(3L);
    }

    @Test
    void oneEventWithoutAList() {
        Envelope envelope = read("{\"api_key\":\"key\",\"events\": " + EVENT + " }");
        assertThat(envelope.count()).isEqualTo(1);
        assertThat(event(envelope, 0)).isEqualTo(EVENT);
    }

    @Test
    void noEventsAreNoProblem() {
        assertThat(read(Requests.body()).problem()).isNull();
        assertThat(read(Requests.body()).count()).isZero();
    }

    @Test
    void namesAreReadWithTheirEscapes() {
        Envelope envelope = read("{\"api\\u005fkey\":\"k\\u0065y\",\"\\u0065vents\":[" + EVENT + "]}");
        assertThat(envelope.apiKey()).isEqualTo("key");
        assertThat(envelope.count()).isEqualTo(1);
    }

    @Test
    void ofAMemberThatComesTwiceTheLastCounts() {
        Envelope envelope = read("{\"api_key\":\"old\",\"events\":[1,2,3],\"api_key\":\"key\",\"events\":[" + EVENT
                + "],\"options\":{\"min_id_length\":1},\"options\":{\"min_id_length\":2,\"min_id_length\":4}}");
        assertThat(envelope.apiKey()).isEqualTo("key");
        assertThat(envelope.count()).isEqualTo(1);
        assertThat(event(envelope, 0)).isEqualTo(EVENT);
        assertThat(envelope.minIdLength()).isEqualTo(4L);
    }

    @Test
    void aNullTakesAnEarlierValueBack() {
        check(read("{\"api_key\":\"key\",\"events\":[],\"api_key\":null}"), Answer.missing("api_key"));
        check(read("{\"api_key\":\"key\",\"events\":[],\"events\":null}"), Answer.missing("events"));
        assertThat(read("{\"api_key\":\"key\",\"events\":[],\"options\":{\"min_id_length\":4},\"options\":null}")
                        .minIdLength())
                .isNull();
        assertThat(read("{\"api_key\":\"key\",\"events\":[],\"client_upload_time\":5,\"client_upload_time\":null}")
                        .uploadMillis())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "\"3\"", "null", "true", "{}", "1e30"})
    void aMinIdLengthThatCannotBeReadIsIgnored(String value) {
        Envelope envelope = read("{\"api_key\":\"key\",\"events\":[],\"options\":{\"min_id_length\":" + value + "}}");
        assertThat(envelope.problem()).isNull();
        assertThat(envelope.minIdLength()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "3", "\"min_id_length\"", "false"})
    void optionsThatAreNoneAreIgnored(String options) {
        Envelope envelope = read("{\"api_key\":\"key\",\"events\":[],\"options\":" + options + "}");
        assertThat(envelope.problem()).isNull();
        assertThat(envelope.minIdLength()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n\t ", "\ufeff"})
    void anEmptyBody(String body) {
        check(read(body), Answer.missingBody());
        check(read(PathKind.IDENTIFY, body), Answer.missingBody());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "[]",
                "[{}]",
                "3",
                "\"text\"",
                "null",
                "{",
                "{\"api_key\"}",
                "{\"events\":[}",
                "{\"events\":[1}",
                "{\"events\":[1,]}",
                "{\"events\":[{\"a\":1,}]}",
                "{\"events\":[{\"a\" 1}]}",
                "{\"events\":[{\"a\":1]}",
                "{\"events\":[1] \"x\":1}",
                "{\"events\":[01]}",
                "{\"events\":[\"\\x\"]}",
                "{} {}",
                "{\"api_key\":\"key\",\"events\":[]} {}",
                "{\"api_key\":\"key\",\"events\":[]}}",
                "{},",
                "\ufeff\ufeff{}",
                "api_key=key&events=[]"
            })
    void aBodyThatIsNoJsonObject(String body) {
        check(read(body), Answer.invalidJson());
    }

    @Test
    void bytesThatAreNoUtf8() {
        byte[] body = utf8(Requests.body("{\"event_type\":\"?\"}"));
        body[Requests.text(body).indexOf('?')] = (byte) 0xFF;
        check(new EnvelopeReader().read(PathKind.EVENTS, body), Answer.invalidJson());
    }

    @Test
    void aByteOrderMarkIsIgnored() {
        assertThat(read("\ufeff" + Requests.body(EVENT)).count()).isEqualTo(1);
    }

    @Test
    void theKeyIsFoundThoughWhatFollowsIsBroken() {
        Envelope envelope = read("{\"api_key\":\"key\",\"events\":[{\"a\":}]}");
        check(envelope, Answer.invalidJson());
        assertThat(envelope.apiKey()).isEqualTo("key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"events\":[]}", "{\"api_key\":5,\"events\":[]}", "{\"api_key\":\"\\ud800\"}"})
    void withoutAKey(String body) {
        Envelope envelope = read(body);
        check(envelope, Answer.missing("api_key"));
        assertThat(envelope.apiKey()).isNull();
    }

    @Test
    void withoutEvents() {
        check(read("{\"api_key\":\"key\"}"), Answer.missing("events"));
        check(read("{\"api_key\":\"key\",\"events\":null}"), Answer.missing("events"));
        assertThat(tree(Objects.requireNonNull(read("{\"api_key\":\"key\"}").problem())
                        .body()))
                .isEqualTo(tree(
                        "{\"code\":400,\"error\":\"Request missing required field\",\"missing_field\":\"events\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "\"[]\"", "true"})
    void eventsThatAreNeitherAListNorAnObject(String events) {
        check(read("{\"api_key\":\"key\",\"events\":" + events + "}"), Answer.invalidEvents());
    }

    @Test
    void twoThousandEventsAndNoMore() {
        assertThat(read(Requests.body(many(2_000))).count()).isEqualTo(2_000);
        check(read(Requests.body(many(2_001))), Answer.tooLarge());
        check(read(Requests.body(many(50_000))), Answer.tooLarge());
    }

    @Test
    void membersWithoutNumberAreNotNoted() {
        String event = "{" + "\"ip\":1,".repeat(1_000) + "\"ip\":2}";
        Envelope envelope = read(Requests.body(Collections.nCopies(100, event).toArray(new String[0])));
        assertThat(envelope.count()).isEqualTo(100);
        assertThat(envelope.events().notes().count()).isZero();
    }

    @Test
    void aLongKeyIsCut() {
        Envelope envelope = read("{\"api_key\":\"" + "é".repeat(100_000) + "\",\"events\":[]}");
        assertThat(envelope.apiKey()).isEqualTo("é".repeat(EnvelopeReader.LONGEST_KEY));
    }

    @Test
    void aReaderReadsOneBodyAfterAnother() {
        EnvelopeReader reader = new EnvelopeReader();
        Envelope first = reader.read(
                PathKind.EVENTS,
                utf8(
                        "{\"api_key\":\"one\",\"events\":[1],\"client_upload_time\":5,\"options\":{\"min_id_length\":1}}"));
        Envelope second = reader.read(PathKind.EVENTS, utf8("{\"api_key\":\"two\",\"events\":[2,3]}"));
        reader.read(PathKind.EVENTS, utf8("{"));
        assertThat(first.apiKey()).isEqualTo("one");
        assertThat(first.count()).isEqualTo(1);
        assertThat(event(first, 0)).isEqualTo("1");
        assertThat(first.uploadMillis()).isEqualTo(5L);
        assertThat(second.count()).isEqualTo(2);
        assertThat(second.uploadMillis()).isNull();
        assertThat(second.minIdLength()).isNull();
    }

    @Test
    void aMillionLevelsAreNoProblem() {
        String deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);
        Envelope envelope = read("{\"x\":" + deep + ",\"api_key\":\"key\",\"events\":[{\"p\":" + deep + "}]}");
        assertThat(envelope.problem()).isNull();
        assertThat(envelope.count()).isEqualTo(1);
    }

    static void check(Envelope envelope, Answer expected) {
        Answer problem = Objects.requireNonNull(envelope.problem());
        assertThat(problem.status()).isEqualTo(expected.status());
        assertThat(tree(problem.body())).isEqualTo(tree(expected.body()));
    }

    private static String event(Envelope envelope, int event) {
        EventSlices events = envelope.events();
        return new String(events.text(), events.from(event), events.size(event), StandardCharsets.UTF_8);
    }

    private static String[] many(int count) {
        return Collections.nCopies(count, "{}").toArray(new String[0]);
    }
}
