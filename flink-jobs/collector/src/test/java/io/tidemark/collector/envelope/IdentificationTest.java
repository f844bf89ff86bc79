package io.tidemark.collector.envelope;

import static io.tidemark.collector.envelope.EnvelopeReaderTest.check;
import static io.tidemark.collector.envelope.Requests.FACTS;
import static io.tidemark.collector.envelope.Requests.TAKE_ALL;
import static io.tidemark.collector.envelope.Requests.admission;
import static io.tidemark.collector.envelope.Requests.read;
import static io.tidemark.collector.envelope.Requests.taken;
import static io.tidemark.collector.envelope.Requests.text;
import static io.tidemark.collector.envelope.Requests.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.collector.record.CollectedEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of users and groups become events, out of a form or out of JSON. */
class IdentificationTest {
    private static final String ANN =
            "{\"user_id\":\"annabel\",\"user_properties\":{\"$set\":{ \"a b\" : \"é&=%+\" }},\"insert_id\":\"i\"}";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aUsersPropertiesAreAnIdentifyEvent(boolean inAList) {
        String identification = inAList ? "[" + ANN + "]" : ANN;
        String json = "{\"identification\":" + identification + ",\"api_key\":\"key\"}";
        for (String body : List.of(form("key", identification), json)) {
            Envelope envelope = read(PathKind.IDENTIFY, body);
            assertThat(envelope.apiKey()).isEqualTo("key");
            CollectedEvent event = taken(Requests.admission(Requests.RULES).admit(envelope, FACTS))
                    .get(0);
            assertThat(text(event.key())).isEqualTo("\u001Fuser:annabel");
            assertThat(text(event.value()))
                    .startsWith("{\"event_type\":\"$identify\"," + ANN.substring(1, ANN.length() - 1)
                            + ",\"project_id\":\"shop\",");
        }
    }

    @Test
    void theTypeIsThePaths() {
        JsonNode event = only(
                PathKind.IDENTIFY,
                "{\"event_type\":\"mine\",\"user_id\":\"annabel\",\"event\\u005ftype\":\"mine\",\"insert_id\":\"i\"}");
        assertThat(event.get("event_type").asText()).isEqualTo("$identify");
    }

    @Test
    void aGroupsPropertiesAreAGroupIdentifyEvent() {
        JsonNode event = only(
                PathKind.GROUP_IDENTIFY,
                "{\"group_properties\":{\"plan\":\"x\"},\"group_type\":\"org id\",\"group_value\":\"15\",\"groups\":1,"
                        + "\"insert_id\":\"i\"}");
        ((ObjectNode) event).remove(List.of("project_id", "server_received_time", "config_version", "user_agent"));
        assertThat(event)
                .isEqualTo(tree("{\"event_type\":\"$groupidentify\",\"group_properties\":{\"plan\":\"x\"},"
                        + "\"insert_id\":\"i\",\"groups\":{\"org id\":\"15\"},\"device_id\":\"$group:org id:15\"}"));
    }

    @Test
    void theDeviceOfAGroupIsThereOnce() {
        Envelope envelope = read(
                PathKind.GROUP_IDENTIFY,
                form("key", "{\"device_id\":null,\"device_id\":\"\",\"group_type\":\"org\",\"group_value\":\"15\"}"));
        String record = text(
                taken(admission(Requests.RULES).admit(envelope, FACTS)).get(0).value());
        assertThat(record).containsOnlyOnce("\"device_id\"").contains("\"device_id\":\"$group:org:15\"");
    }

    @Test
    void aGroupWithADeviceOrAUserKeepsIt() {
        String group = "\"group_type\":\"org\",\"group_value\":[\"a\",\"b\"],";
        assertThat(only(PathKind.GROUP_IDENTIFY, "{" + group + "\"user_id\":\"annabel\"}")
                        .has("device_id"))
                .isFalse();
        assertThat(only(PathKind.GROUP_IDENTIFY, "{" + group + "\"device_id\":\"phone-1\"}")
                        .get("device_id")
                        .asText())
                .isEqualTo("phone-1");
        JsonNode without = only(PathKind.GROUP_IDENTIFY, "{" + group + "\"user_id\":\"\",\"device_id\":null}");
        assertThat(without.get("device_id").asText()).isEqualTo("$group:org:[\"a\",\"b\"]");
        assertThat(without.get("groups")).isEqualTo(tree("{\"org\":[\"a\",\"b\"]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"group_type\":\"org\"}",
                "{\"group_value\":\"15\"}",
                "{\"group_type\":\"\",\"group_value\":\"15\"}",
                "{\"group_type\":5,\"group_value\":\"15\"}",
                "{\"group_type\":\"org\",\"group_value\":15}",
                "{\"group_type\":\"org\",\"group_value\":null}",
                "{}"
            })
    void aGroupWithoutTypeOrValueIsRefused(String group) {
        Envelope envelope = read(PathKind.GROUP_IDENTIFY, form("key", "[" + group + "]"));
        Answer answer = admission(Requests.RULES).admit(envelope, FACTS).answer();
        assertThat(tree(answer.body()).get("events_with_invalid_fields")).isEqualTo(tree("{\"groups\":[0]}"));
    }

    @Test
    void indicesAreThoseOfTheList() {
        Envelope envelope = read(PathKind.IDENTIFY, form("key", "[" + ANN + ",5,{},[" + ANN + "]," + ANN + "]"));
        Answer answer = admission(Requests.RULES).admit(envelope, FACTS).answer();
        assertThat(tree(answer.body()).get("events_with_invalid_fields")).isEqualTo(tree("{\"event\":[1,3]}"));
        assertThat(tree(answer.body()).get("events_with_missing_fields"))
                .isEqualTo(tree("{\"user_id\":[2],\"device_id\":[2]}"));
    }

    @ParameterizedTest
    @EnumSource(names = {"IDENTIFY", "GROUP_IDENTIFY"})
    void whatIsWrongWithTheRequest(PathKind kind) {
        check(read(kind, "identification=%7B%7D"), Answer.missing("api_key"));
        check(read(kind, "api_key=key"), Answer.missing("identification"));
        check(read(kind, "{\"api_key\":\"key\",\"events\":[]}"), Answer.missing("identification"));
        check(read(kind, form("key", "{")), Answer.invalidEvents());
        check(read(kind, form("key", "5")), Answer.invalidEvents());
        check(read(kind, "{\"api_key\":\"key\",\"identification\":5}"), Answer.invalidEvents());
        check(read(kind, "{\"api_key\":\"key\",\"identification\":}"), Answer.invalidJson());
        check(read(kind, form("key", "[" + "{},".repeat(1_024) + "{}]")), Answer.tooLarge());
        assertThat(read(kind, form("key", "[" + "{},".repeat(1_023) + "{}]")).count())
                .isEqualTo(1_024);
        assertThat(read(kind, form("key", "[ ]")).count()).isZero();
        Envelope large = read(kind, form("key", "{\"x\":\"" + "x".repeat(1 << 20) + "\"}"));
        check(large, Answer.tooLarge());
        assertThat(large.apiKey()).isEqualTo("key");
    }

    @Test
    void optionsOfAForm() {
        String options = "&options=" + URLEncoder.encode("{\"min_id_length\":2}", StandardCharsets.UTF_8);
        assertThat(read(PathKind.IDENTIFY, form("key", ANN) + options).minIdLength())
                .isEqualTo(2L);
        assertThat(read(PathKind.IDENTIFY, form("key", ANN) + "&options=%7B").minIdLength())
                .isNull();
    }

    @Test
    void formsAreReadAsTheUrlStandardReadsThem() {
        assertThat(read(PathKind.IDENTIFY, "&&=&x&api%5fkey=a+b%2B%26%zz%4&api_key&identification=%7b%7D")
                        .apiKey())
                .isEmpty();
        assertThat(read(PathKind.IDENTIFY, "identification=%7b%7D&api%5fkey=a+b%2B%26%zz%4%e9%C3%A9")
                        .apiKey())
                .isEqualTo("a b+&%zz%4\ufffdé");
        assertThat(read(PathKind.IDENTIFY, "api_key=1&api_key=2&identification=[]")
                        .apiKey())
                .isEqualTo("2");
    }

    @Test
    void noFormMakesItFail() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        String signs = "&=%+{}[]\"\\:,aA0 é\u0000";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder body = new StringBuilder(random.nextBoolean() ? "api_key=key&identification=" : "");
            for (int n = random.nextInt(30); n > 0; n--) {
                body.append(signs.charAt(random.nextInt(signs.length())));
            }
            for (PathKind kind : PathKind.values()) {
                Envelope envelope = read(kind, body.toString());
                assertThat(admission(TAKE_ALL).admit(envelope, FACTS).answer().status())
                        .as("-Dseed=%d %s", seed, body)
                        .isIn(200, 400);
            }
        }
    }

    private static JsonNode only(PathKind kind, String object) {
        Envelope envelope = read(kind, form("key", object));
        return tree(
                taken(admission(Requests.RULES).admit(envelope, FACTS)).get(0).value());
    }

    private static String form(String key, String identification) {
        return "api_key=" + key + "&identification=" + URLEncoder.encode(identification, StandardCharsets.UTF_8);
    }
}
