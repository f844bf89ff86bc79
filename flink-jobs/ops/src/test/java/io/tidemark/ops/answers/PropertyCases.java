package io.tidemark.ops.answers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.rules.model.PersonEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a person, over the whole lake, by a model that walks each person's log. Lists are kept in the model as the
 * texts of their elements.
 */
final class PropertyCases {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private PropertyCases() {}

    static List<Case> all() {
        return List.of(view(), view().asOf("half"));
    }

    private static Case view() {
        String text = "SELECT resolved_amplitude_id, events_with_properties, user_properties\n"
                + "FROM people_properties ORDER BY resolved_amplitude_id";
        return Case.of(text, Map.of(), histories -> {
            var people = new TreeMap<Long, List<JsonNode>>();
            for (PersonEvent event : histories.seen().events()) {
                if (event.amplitudeId() != null
                        && event.event().path("user_properties").isObject()) {
                    people.computeIfAbsent(event.amplitudeId(), person -> new ArrayList<>())
                            .add(event.object("user_properties"));
                }
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            people.forEach((person, said) -> {
                String known = fold(said);
                if (!known.equals("{}")) {
                    rows.add(Case.row(person, said.size(), known));
                }
            });
            return rows;
        });
    }

    /** What is known behind these, one after the other. */
    static String fold(List<JsonNode> sayings) {
        var known = new TreeMap<String, String>();
        sayings.forEach(said -> apply(known, said));
        return known.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Adds what one event says to what is known: texts of JSON by name. */
    static void apply(Map<String, String> known, JsonNode said) {
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
            String sum = sum(known.get(member.getKey()), text(member.getValue()));
            if (sum != null) {
                known.put(member.getKey(), sum);
            }
        });
        List.of("$append", "$prepend", "$preInsert", "$postInsert", "$remove")
                .forEach(operation -> said.path(operation).properties().forEach(member -> {
                    String list = list(operation, known.get(member.getKey()), member.getValue());
                    if (list != null) {
                        known.put(member.getKey(), list);
                    }
                }));
    }

    /** What two numbers add up to; null where one has more than 19 digits before the point, for which nothing is done. */
    private static @Nullable String sum(@Nullable String before, String more) {
        BigDecimal old = before == null ? null : number(before);
        BigDecimal added = number(more);
        if (added == null) {
            return null;
        } else if (old == null) {
            old = BigDecimal.ZERO;
        }
        boolean fits = old.abs().max(added.abs()).compareTo(BigDecimal.TEN.pow(19)) < 0;
        return fits ? Case.stripped(old.add(added)).toPlainString() : null;
    }

    /** The number that a value is, or that stands in its text between spaces; null where it is none. */
    private static @Nullable BigDecimal number(String value) {
        boolean text = value.startsWith("\"");
        String inside = text ? value.substring(1, value.length() - 1).replaceAll("^ +| +$", "") : value;
        if (!inside.matches("[-+]?\\d+([.]\\d+)?([eE][-+]?\\d{1," + (text ? 3 : 9) + "})?")) {
            return null;
        }
        BigDecimal number = new BigDecimal(inside);
        return number.precision() - number.scale() > 30 ? number : number.setScale(18, RoundingMode.HALF_UP);
    }

    private static @Nullable String list(String operation, @Nullable String before, JsonNode value) {
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
        if (before == null ? list.isEmpty() : list.equals(had)) {
            return before;
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

    /** A document as the model reads it. */
    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
