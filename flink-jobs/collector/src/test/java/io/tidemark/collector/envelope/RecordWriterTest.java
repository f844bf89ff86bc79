package io.tidemark.collector.envelope;

import static io.tidemark.collector.envelope.Requests.FACTS;
import static io.tidemark.collector.envelope.Requests.body;
import static io.tidemark.collector.envelope.Requests.record;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of a record: what is removed, what is added, and that everything else is as it was sent. */
class RecordWriterTest {
    private static final String STAMP =
            "\"project_id\":\"shop\",\"server_received_time\":1796000000123,\"config_version\":7";
    private static final String AGENT = ",\"user_agent\":\"Agent/1.0\"";
    private static final String IDS = "\"insert_id\":\"i\",\"user_agent\":\"u\"";
    private static final String NEW_ID = ",\"insert_id\":\"00112233-4455-6677-8899-aabbccddeeff\"";

    @Test
    void whatTheCollectorAddsComesLast() {
        assertThat(record("{\"event_type\":\"a\",\"user_id\":\"annabel\"}"))
                .isEqualTo("{\"event_type\":\"a\",\"user_id\":\"annabel\"," + STAMP + NEW_ID + AGENT + "}");
    }

    @Test
    void everythingElseStaysByteForByte() {
        String sent =
                " { \"ev\\u0065nt_type\" : \"\\u00e9é\\/\" ,\n\t\"price\":1.50E+1, \"x\" : { \"project_id\" : [ 1 ] },"
                        + IDS + ",\"\":null , \"plan\":{ \"a\" : 1 , \"a\" : 2 } }";
        assertThat(record(sent)).isEqualTo(sent.strip().replaceFirst("}$", "," + STAMP + "}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{ }", "{\n\t}", "{\"project_id\":1}", "{ \"project_id\" : 1 , \"config_version\":2 }"})
    void ofAnObjectWithoutOtherMembersNothingIsLeft(String sent) {
        assertThat(record(sent)).isEqualTo("{" + STAMP + NEW_ID + AGENT + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "project_id",
                "server_received_time",
                "config_version",
                "released_from",
                "project\\u005fid",
                "\\u0070roject_id",
                "\\u0070\\u0072\\u006f\\u006A\\u0065\\u0063\\u0074\\u005F\\u0069\\u0064",
                "server\\u005freceived_time",
                "config_versio\\u006e",
                "\\u0072eleased\\u005Ffrom"
            })
    void aClientsOwnIsRemovedWhereverItIs(String name) {
        String own = "\"" + name + "\":{\"a\":[1,\"}\"]}";
        assertThat(record("{" + own + "," + IDS + "}")).isEqualTo("{" + IDS + "," + STAMP + "}");
        assertThat(record("{" + IDS + "," + own + "}")).isEqualTo("{" + IDS + "," + STAMP + "}");
        assertThat(record("{" + own + "," + own + "," + IDS + "," + own + "," + own + "}"))
                .isEqualTo("{" + IDS + "," + STAMP + "}");
        assertThat(record("{\"a\":1," + own + ",\"b\":2," + own + "," + IDS + "}"))
                .isEqualTo("{\"a\":1,\"b\":2," + IDS + "," + STAMP + "}");
        assertThat(record("{ \"a\" : 1 , \"" + name + "\" : 1 , " + IDS + " }"))
                .isEqualTo("{ \"a\" : 1 , " + IDS + " ," + STAMP + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Project_id", "project_id ", "project_i", "project\\\\u005fid", "\\ud800project_id"})
    void otherNamesStay(String name) {
        assertThat(record("{\"" + name + "\":1," + IDS + "}"))
                .isEqualTo("{\"" + name + "\":1," + IDS + "," + STAMP + "}");
    }

    @Test
    void namesWithinOtherMembersStay() {
        String sent =
                "\"event_properties\":{\"project_id\":\"p\",\"released_from\":1,\"ip\":\"$remote\",\"insert_id\":null}";
        assertThat(record("{" + sent + "," + IDS + "}")).isEqualTo("{" + sent + "," + IDS + "," + STAMP + "}");
    }

    @Test
    void manyMembersToRemove() {
        StringBuilder sent = new StringBuilder("{\"a\":1");
        for (int i = 0; i < 1_000; i++) {
            sent.append(i % 2 == 0 ? ",\"project_id\":1" : ",\"b\":2,\"released\\u005ffrom\":1");
        }
        assertThat(record(sent + "," + IDS + "}"))
                .isEqualTo("{\"a\":1" + ",\"b\":2".repeat(500) + "," + IDS + "," + STAMP + "}");
    }

    @Test
    void withoutAConfigurationThereIsNoVersion() {
        RequestFacts facts = new RequestFacts("default", 0, 5, null, null, false, DeviceGate.OPEN);
        assertThat(record(body("{\"config_version\":3,\"insert_id\":\"i\"}"), facts))
                .isEqualTo("{\"insert_id\":\"i\",\"project_id\":\"default\",\"server_received_time\":5}");
    }

    @Test
    void theUploadTimeAndTheShortestIdAreTheEnvelopes() {
        String envelope = "{\"api_key\":\"k\",\"client_upload_time\":\"1970-01-01T00:00:01.500Z\","
                + "\"options\":{\"min_id_length\":3},\"events\":";
        assertThat(record(envelope + "[{\"client_upload_time\":9,\"min\\u005fid_length\":1," + IDS + "}]}", FACTS))
                .isEqualTo("{" + IDS + "," + STAMP + ",\"client_upload_time\":1500,\"min_id_length\":3}");
        assertThat(record("{\"client_upload_time\":9,\"min_id_length\":1," + IDS + "}"))
                .as("where the envelope has none, the event's own stays")
                .isEqualTo("{\"client_upload_time\":9,\"min_id_length\":1," + IDS + "," + STAMP + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"insert_id\":null",
                "\"insert_id\":\"\"",
                "\"insert_id\":\"x\",\"insert_id\":null",
                "\"\\u0069nsert_id\":\"\"",
                "\"insert_id\":null,\"event_id\":0",
                "\"insert_id\":null,\"event_id\":null"
            })
    void anEventWithoutAnInsertIdGetsOneAndHasItOnce(String members) {
        String kept = members.contains("event_id") ? members.substring(members.indexOf("\"event_id")) + "," : "";
        assertThat(record("{" + members + ",\"user_agent\":\"u\"}"))
                .isEqualTo("{" + kept + "\"user_agent\":\"u\"," + STAMP + NEW_ID + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"$insert_id\":\"\"",
                "\"$insert_id\":null",
                "\"$insert_id\":5",
                "\"$insert_id\":\"\\ud800\"",
                "\"$insert_id\":\"x\",\"$insert_id\":7",
                "\"event_id\":0",
                "\"event_id\":-0.0",
                "\"event_id\":0e5"
            })
    void soDoesOneWithoutAnythingThatTellsItApart(String members) {
        assertThat(record("{" + members + ",\"user_agent\":\"u\"}"))
                .isEqualTo("{" + members + ",\"user_agent\":\"u\"," + STAMP + NEW_ID + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"insert_id\":\"x\"",
                "\"insert_id\":null,\"insert_id\":\"x\"",
                "\"$insert_id\":\"x\"",
                "\"\\u0024insert_id\":\"x\"",
                "\"$insert_id\":5,\"$insert_id\":\"\\u0041\"",
                "\"event_id\":1",
                "\"event_id\":-1",
                "\"event_id\":0,\"event_id\":12"
            })
    void anEventThatCanBeToldApartKeepsWhatItHas(String members) {
        assertThat(record("{" + members + ",\"user_agent\":\"u\"}"))
                .isEqualTo("{" + members + ",\"user_agent\":\"u\"," + STAMP + "}");
    }

    @Test
    void remoteIsTheSendersAddress() {
        String sent = "{\"ip\":\"$remote\"," + IDS + "}";
        String expected = "{" + IDS + "," + STAMP + ",\"ip\":\"203.0.113.9\"}";
        assertThat(record(sent)).isEqualTo(expected);
        assertThat(record("{\"\\u0069p\":\"\\u0024remote\"," + IDS + "}")).isEqualTo(expected);
        assertThat(record("{\"ip\":\"192.0.2.1\",\"ip\":\"$remote\"," + IDS + "}"))
                .isEqualTo(expected);
        RequestFacts unknown = new RequestFacts("shop", 7, Requests.RECEIVED, null, null, false, DeviceGate.OPEN);
        assertThat(record(body(sent), unknown)).isEqualTo("{" + IDS + "," + STAMP + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"ip\":\"192.0.2.1\"",
                "\"ip\":\"$remote \"",
                "\"ip\":\"$Remote\"",
                "\"ip\":null",
                "\"ip\":\"\"",
                "\"ip\":5",
                "\"ip\":\"$remote\",\"ip\":\"192.0.2.1\"",
                "\"x\":\"$remote\""
            })
    void anyOtherAddressStays(String members) {
        assertThat(record("{" + members + "," + IDS + "}")).isEqualTo("{" + members + "," + IDS + "," + STAMP + "}");
    }

    @Test
    void theUserAgentIsTheHeadersWhereTheEventHasNone() {
        assertThat(record("{\"insert_id\":\"i\"}")).isEqualTo("{\"insert_id\":\"i\"," + STAMP + AGENT + "}");
        assertThat(record("{\"user_agent\":null,\"insert_id\":\"i\"}"))
                .isEqualTo("{\"insert_id\":\"i\"," + STAMP + AGENT + "}");
        assertThat(record("{\"user_agent\":\"mine\",\"insert_id\":\"i\"}"))
                .isEqualTo("{\"user_agent\":\"mine\",\"insert_id\":\"i\"," + STAMP + "}");
        String odd = "a\"\\\u0001é\ud83d\ude00".repeat(400);
        RequestFacts facts = new RequestFacts("shop", 0, 5, null, odd, false, DeviceGate.OPEN);
        assertThat(Requests.tree(record(body("{}"), facts)).get("user_agent").asText())
                .isEqualTo(odd.substring(0, odd.offsetByCodePoints(0, 1_024)));
    }

    @Test
    void whatTheJavaSdkWritesForNothingIsRemoved() {
        String library = "\"library\":\"amplitude-java/1.13.0\"";
        String nothing = "\"event_id\":0,\"session_id\":-1,\"location_lat\":0.0,\"location_lng\":0";
        assertThat(record("{\"price\":0.0,\"quantity\":1," + nothing + "," + library + "," + IDS + "}"))
                .isEqualTo("{\"price\":0.0,\"quantity\":1," + library + "," + IDS + "," + STAMP + "}");
        assertThat(record("{" + nothing + ",\"insert_id\":null," + library + "}"))
                .as("an event without an id of its own")
                .isEqualTo("{" + library + "," + STAMP + NEW_ID + AGENT + "}");
        assertThat(record("{" + nothing + ",\"library\":\"amplitude-\\u006aava/1\"," + IDS + "}"))
                .isEqualTo("{\"library\":\"amplitude-\\u006aava/1\"," + IDS + "," + STAMP + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"event_id\":1,\"session_id\":0,\"location_lat\":0,\"location_lng\":13.4",
                "\"event_id\":\"0\",\"session_id\":\"-1\",\"location_lat\":0",
                "\"session_id\":1541105830796,\"location_lng\":0",
                "\"event_properties\":{\"event_id\":0},\"session_id\":-2",
                "\"event_id\":0,\"event_id\":3"
            })
    void whatItWritesForSomethingStays(String members) {
        String sent = members + ",\"library\":\"amplitude-java/1.13.0\"," + IDS;
        assertThat(record("{" + sent + "}")).isEqualTo("{" + sent + "," + STAMP + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"library\":\"amplitude-ts/2.1\"",
                "\"library\":\"amplitude-java\"",
                "\"library\":\"amplitude-java-x/1\"",
                "\"library\":null",
                "\"library\":{\"amplitude-java/\":1}",
                "\"event_properties\":{\"library\":\"amplitude-java/1.13.0\"}",
                "\"library\":\"amplitude-java/1\",\"library\":\"other\""
            })
    void otherLibrariesMeanWhatTheySay(String library) {
        String sent = "\"event_id\":0,\"session_id\":-1,\"location_lat\":0,\"location_lng\":0," + library + "," + IDS;
        assertThat(record("{" + sent + "}")).isEqualTo("{" + sent + "," + STAMP + "}");
    }

    @Test
    void theProjectsNameIsWrittenAsJson() {
        RequestFacts facts = new RequestFacts("a\"\\b", 0, 5, null, null, false, DeviceGate.OPEN);
        assertThat(record(body("{\"event_id\":1}"), facts))
                .isEqualTo("{\"event_id\":1,\"project_id\":\"a\\\"\\\\b\",\"server_received_time\":5}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "\"text\"", "[ 1 , {\"project_id\":1} ]", "null", "true"})
    void whatIsNoObjectIsAsItWasSent(String sent) {
        assertThat(record(sent)).isEqualTo(sent);
    }
}
