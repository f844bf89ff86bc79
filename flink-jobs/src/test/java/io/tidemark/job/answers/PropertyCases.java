package io.tidemark.job.answers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.job.model.PersonEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a person: the operations by hand, and over the whole lake by a model that walks each person's log.
 * Lists are kept in the model as the texts of their elements.
 */
final class PropertyCases {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private PropertyCases() {}

    static List<Case> all() {
        var cases = new ArrayList<Case>();
        cases.add(view());
        cases.add(view().asOf("half"));
        cases.add(folded("{\"a\":1,\"b\":\"x\"}", "{\"b\":\"x\",\"a\":1}"));
        cases.add(folded("{\"a\":1,\"b\":[1.5]}", "{\"a\":0,\"b\":2}", "{\"$set\":{\"a\":1,\"b\":[1.50]}}"));
        cases.add(folded("{\"a\":3,\"b\":{\"k\":2}}", "{\"a\":2,\"b\":{\"k\":1,\"k\":2},\"a\":3}"));
        cases.add(folded("{\"a\":0,\"b\":2}", "{\"a\":0}", "{\"$setOnce\":{\"a\":1,\"b\":2}}"));
        cases.add(folded(
                "{\"b\":2}", "{\"a\":0,\"b\":2,\"c\":null}", "{\"$unset\":{\"a\":\"-\",\"c\":\"-\",\"d\":\"-\"}}"));
        cases.add(folded("{\"c\":3}", "{\"a\":0,\"b\":2}", "{\"$clearAll\":\"-\",\"c\":3}"));
        cases.add(folded(
                "{\"a\":3,\"b\":5,\"c\":-0.25,\"d\":7,\"f\":\"x\"}",
                "{\"a\":1,\"c\":0.25,\"d\":\"x\",\"f\":\"x\"}",
                "{\"$add\":{\"a\":2,\"b\":5,\"c\":-0.5,\"d\":7,\"e\":\"more\",\"f\":\"y\"}}"));
        cases.add(folded("{\"a\":100000001}", "{\"$add\":{\"a\":1}}", "{\"$add\":{\"a\":100000000}}"));
        cases.add(folded(
                "{\"a\":[1,2],\"b\":[1,2,1],\"c\":[3]}",
                "{\"a\":1,\"b\":[1]}",
                "{\"$append\":{\"a\":2,\"b\":[2,1],\"c\":3}}"));
        cases.add(folded(
                "{\"a\":[2,1],\"b\":[2,1,1],\"c\":[3]}",
                "{\"a\":1,\"b\":[1]}",
                "{\"$prepend\":{\"a\":2,\"b\":[2,1],\"c\":3}}"));
        cases.add(folded(
                "{\"a\":[1],\"b\":[2,1],\"c\":[3]}",
                "{\"a\":1,\"b\":[1]}",
                "{\"$preInsert\":{\"a\":1,\"b\":[2,1,2],\"c\":3}}"));
        cases.add(folded(
                "{\"a\":[1],\"b\":[1,2],\"c\":[3]}",
                "{\"a\":1,\"b\":[1]}",
                "{\"$postInsert\":{\"a\":1,\"b\":[2,1,2],\"c\":3}}"));
        cases.add(folded(
                "{\"a\":[],\"b\":[2],\"c\":[]}",
                "{\"a\":1,\"b\":[1,2,1]}",
                "{\"$remove\":{\"a\":1,\"b\":[1,3],\"c\":3}}"));
        cases.add(folded(
                "{\"a\":12345678.5,\"b\":0.0005,\"c\":1,\"d\":true,\"e\":null,"
                        + "\"f\":{\"k\":[1,{},{\"b\":1.1,\"z\":-0.5}],\"z\":\"$ 1.0, 2.0\"}}",
                "{\"f\":{\"z\":\"$ 1.0, 2.0\",\"k\":[1,{},{\"z\":-5e-1,\"b\":1.10}]},"
                        + "\"a\":12345678.50,\"b\":0.0005,\"c\":1.0,\"d\":true,\"e\":null}"));
        cases.add(
                folded(
                        "{\"a\":0.3,\"b\":12345678901234567890,\"c\":1,\"d\":1e20,\"e\":\"1.10\",\"f\":[1.1,\"1.10\"],"
                                + "\"g\":9007199254740993.000000000000000001}",
                        "{\"a\":0.10,\"b\":12345678901234567890,\"c\":1,\"d\":1e20,\"e\":\"1.10\",\"f\":1.10,"
                                + "\"g\":9007199254740993}",
                        "{\"$add\":{\"a\":2e-1,\"b\":1,\"c\":1e20,\"d\":1,\"g\":1e-18},\"$postInsert\":{\"f\":[1.1,\"1.10\"]}}"));
        return cases;
    }

    /** Documents in the order of their arrival, given to the engine in the other one, and what they come to. */
    private static Case folded(String expected, String... documents) {
        var values = new ArrayList<String>();
        for (int i = documents.length; i > 0; i--) {
            values.add("(" + i + ", '" + documents[i - 1] + "')");
        }
        String text =
                "SELECT FOLD_PROPERTIES(doc, 1, MOMENT(CAST(0 AS BIGINT)), 0, CAST(n AS BIGINT)) AS known\nFROM (VALUES "
                        + String.join(", ", values) + ") AS d(n, doc)";
        return Case.of(text, Map.of(), histories -> List.of(Case.row(expected)));
    }

    private static Case view() {
        String text = "SELECT resolved_amplitude_id, events_with_properties, user_properties\n"
                + "FROM people_properties ORDER BY resolved_amplitude_id";
        return Case.of(text, Map.of(), histories -> {
            var people = new TreeMap<Long, List<JsonNode>>();
            for (PersonEvent event : histories.seen().events()) {
                JsonNode said = event.event().path("user_properties");
                if (event.amplitudeId() != null && said.isObject()) {
                    people.computeIfAbsent(event.amplitudeId(), person -> new ArrayList<>())
                            .add(said);
                }
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            people.forEach((person, said) -> rows.add(Case.row(person, said.size(), fold(said))));
            return rows;
        });
    }

    private static String fold(List<JsonNode> sayings) {
        var known = new TreeMap<String, String>();
        for (JsonNode said : sayings) {
            if (said.has("$clearAll")) {
                known.clear();
            }
            said.path("$unset").fieldNames().forEachRemaining(known::remove);
            said.properties().forEach(member -> {
                if (!member.getKey().startsWith("$")) {
                    known.put(member.getKey(), text(member.getValue()));
                }
            });
            said.path("$set").properties().forEach(member -> known.put(member.getKey(), text(member.getValue())));
            said.path("$setOnce")
                    .properties()
                    .forEach(member -> known.putIfAbsent(member.getKey(), text(member.getValue())));
            said.path("$add").properties().forEach(member -> {
                if (member.getValue().isNumber()) {
                    String sum = sum(known.get(member.getKey()), member.getValue());
                    if (sum != null) {
                        known.put(member.getKey(), sum);
                    }
                }
            });
            List.of("$append", "$prepend", "$preInsert", "$postInsert", "$remove")
                    .forEach(operation -> said.path(operation).properties().forEach(member -> {
                        String list = list(operation, known.get(member.getKey()), member.getValue());
                        known.put(member.getKey(), list);
                    }));
        }
        return known.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** What two numbers add up to; null where one has more than 19 digits before the point, for which nothing is done. */
    private static @Nullable String sum(@Nullable String before, JsonNode more) {
        boolean number = before != null && before.matches("-?[0-9].*");
        BigDecimal old = new BigDecimal(number ? before : "0");
        BigDecimal added = new BigDecimal(text(more));
        boolean fits = old.abs().max(added.abs()).compareTo(BigDecimal.TEN.pow(19)) < 0;
        return fits ? Case.stripped(old.add(added)).toPlainString() : null;
    }

    private static String list(String operation, @Nullable String before, JsonNode value) {
        List<String> had = before == null ? List.of() : elements(parse(before));
        List<String> given = elements(value);
        List<String> fresh = given.stream()
                .filter(element -> !had.contains(element))
                .distinct()
                .toList();
        List<String> list = new ArrayList<>(
                switch (operation) {
                    case "$prepend" -> given;
                    case "$preInsert" -> fresh;
                    default -> had;
                });
        switch (operation) {
            case "$append" -> list.addAll(given);
            case "$postInsert" -> list.addAll(fresh);
            case "$remove" -> list.removeAll(given);
            default -> list.addAll(had);
        }
        return list.stream().collect(Collectors.joining(",", "[", "]"));
    }

    private static List<String> elements(JsonNode value) {
        var elements = new ArrayList<String>();
        if (value.isArray()) {
            value.forEach(element -> elements.add(text(element)));
        } else {
            elements.add(text(value));
        }
        return elements;
    }

    /** A value with sorted names and plain numbers. */
    private static String text(JsonNode value) {
        if (value.isObject()) {
            var members = new TreeMap<String, String>();
            value.properties().forEach(member -> members.put(member.getKey(), text(member.getValue())));
            return members.entrySet().stream()
                    .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        } else if (value.isArray()) {
            return elements(value).stream().collect(Collectors.joining(",", "[", "]"));
        } else if (value.isNumber()) {
            return WrittenNumbers.plain(value);
        }
        return value.isTextual() ? quoted(value.textValue()) : value.asText();
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(WrittenNumbers.whole(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
