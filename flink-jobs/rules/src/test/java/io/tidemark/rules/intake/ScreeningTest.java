package io.tidemark.rules.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Reason;
import io.tidemark.rules.event.Rejection;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import io.tidemark.rules.service.ServiceConfig;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What filters and schema plans let pass. */
class ScreeningTest {
    private final Screening screening = new Screening();
    private final Event event = new Event();

    /** Version 3, with these entries. */
    private static ServiceConfig config(String... keysAndValues) {
        SortedMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            ConfigKey key =
                    Objects.requireNonNull(ConfigKey.parse(keysAndValues[i]).orNull());
            changes.put(
                    key,
                    Optional.of(Objects.requireNonNull(
                            ConfigValue.parse(key, keysAndValues[i + 1]).orNull(), keysAndValues[i + 1])));
        }
        return ServiceConfig.EMPTY.with(new ConfigVersion(3, changes, 0, "ops", "test", 0));
    }

    private Screening.Result screen(ServiceConfig config, String members) {
        String json =
                "{\"device_id\":\"phone-1\",\"event_type\":\"Buy\"" + (members.isEmpty() ? "" : "," + members) + "}";
        assertThat(new EventDecoder(1 << 20).decode(json.getBytes(StandardCharsets.UTF_8), event))
                .isNull();
        return screening.screen(config, event);
    }

    private @Nullable Reason reason(ServiceConfig config, String members) {
        Rejection refusal = screen(config, members).refusal();
        return refusal == null ? null : refusal.reason();
    }

    @Test
    void nothingIsParkedWhereNothingIsConfigured() {
        assertThat(reason(ServiceConfig.EMPTY, "")).isNull();
        assertThat(reason(config("filter/shop/Buy", "{}"), ""))
                .as("another project")
                .isNull();
        assertThat(reason(config("filter/default/Sell", "{}"), ""))
                .as("another type")
                .isNull();
    }

    @Test
    void filterOfATypeOrOfAnyParksIt() {
        assertThat(reason(config("filter/default/Buy", "{}"), "")).isEqualTo(Reason.FILTERED);
        assertThat(reason(config("filter/default/*", "{}"), "")).isEqualTo(Reason.FILTERED);
        assertThat(reason(config("filter/shop/Buy", "{}"), "\"project_id\":\"shop\""))
                .isEqualTo(Reason.FILTERED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "platform":"iOS"                                                                | FILTERED
            "platform":"ios"                                                                |
            "platform":"Web"                                                                | FILTERED
            "user_agent":"iOS"                                                              |
            """)
    void conditionsAreOnTheTextsOfAField(String members, @Nullable Reason expected) {
        assertThat(reason(config("filter/default/Buy", "{\"where\":{\"platform\":[\"iOS\",\"Web\"]}}"), members))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "event_properties":{"test.run":"yes"}                                           | FILTERED
            "event_properties":{"test.run":"no"}                                            |
            "event_properties":{"test.run":true}                                            |
            "event_properties":{"test.run":"no","test\\u002erun":"yes"}                     | FILTERED
            "user_properties":{"test.run":"yes"}                                            |
            "event_properties":{"test":{"run":"yes"}}                                       |
            """)
    void conditionsAreOnTheTextsOfAProperty(String members, @Nullable Reason expected) {
        ServiceConfig config = config("filter/default/Buy", "{\"where\":{\"event_properties.test.run\":\"yes\"}}");
        assertThat(reason(config, members)).isEqualTo(expected);
    }

    @Test
    void allConditionsMustBeMet() {
        ServiceConfig config =
                config("filter/default/Buy", "{\"where\":{\"platform\":\"iOS\",\"user_properties.plan\":\"free\"}}");
        assertThat(reason(config, "\"platform\":\"iOS\"")).isNull();
        assertThat(reason(config, "\"platform\":\"iOS\",\"user_properties\":{\"plan\":\"free\"}"))
                .isEqualTo(Reason.FILTERED);
    }

    @Test
    void recordThatWasLetBackInPassesFiltersAndNotSchemas() {
        String released = "\"released_from\":{\"epoch\":1,\"partition\":0,\"offset\":7}";
        assertThat(reason(config("filter/default/Buy", "{}"), released)).isNull();
        assertThat(reason(
                        config(
                                "schema/default/Buy",
                                "{\"mode\":\"park\",\"properties\":{\"a\":{\"type\":\"string\",\"required\":true}}}"),
                        released))
                .isEqualTo(Reason.SCHEMA);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"price":1.5}                                   |
            {"price":-2e3,"tags":[]}                        |
            {"price":1,"new":"x"}                           |
            {}                                              | event_properties.price
            {"price":null}                                  | event_properties.price
            {"price":"1.5"}                                 | event_properties.price
            {"price":1,"tags":"a"}                          | event_properties.tags
            {"price":1,"flag":0}                            | event_properties.flag
            {"price":1,"flag":true,"more":{}}               |
            {"price":1,"more":[]}                           | event_properties.more
            """)
    void propertiesHaveTheTypesOfThePlan(String properties, @Nullable String field) {
        ServiceConfig config = config("schema/default/Buy", """
                {"mode":"park","properties":{
                "price":{"type":"number","required":true},"tags":{"type":"list"},"flag":{"type":"boolean"},
                "more":{"type":"object"}}}
                """);
        Rejection refusal = screen(config, "\"event_properties\":" + properties).refusal();
        assertThat(refusal == null ? null : refusal.field()).isEqualTo(field);
        if (refusal != null) {
            assertThat(refusal.reason()).isEqualTo(Reason.SCHEMA);
            assertThat(refusal.message()).contains("version 3");
        }
    }

    @Test
    void otherPropertiesAreParkedWhereThePlanSaysSoAndTheirNamesAreNotRepeated() {
        ServiceConfig config = config("schema/default/*", "{\"mode\":\"park\",\"properties\":{},\"additional\":false}");
        Rejection refusal =
                screen(config, "\"event_properties\":{\"ann@example.com\":1}").refusal();
        assertThat(refusal).isNotNull();
        assertThat(refusal.message()).doesNotContain("ann");
        assertThat(refusal.field()).isEqualTo("event_properties");
    }

    @Test
    void planThatWarnsLetsPassAndTells() {
        String plan = "{\"mode\":\"%s\",\"properties\":{\"a\":{\"type\":\"string\",\"required\":true}}}";
        Screening.Result warned = screen(config("schema/default/Buy", plan.formatted("warn")), "");
        assertThat(warned.refusal()).isNull();
        assertThat(warned.warned()).isTrue();
        Screening.Result off = screen(config("schema/default/Buy", plan.formatted("off")), "");
        assertThat(off.refusal()).isNull();
        assertThat(off.warned()).isFalse();
    }
}
