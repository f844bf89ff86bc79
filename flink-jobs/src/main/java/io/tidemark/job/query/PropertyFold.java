package io.tidemark.job.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a person after the {@code user_properties} of one event after the other. Members of an object are set;
 * those whose names are operations do what Amplitude's Identify API says of them, in this order: {@code $clearAll} {@code
 * $unset} {@code $set} {@code $setOnce} {@code $add} {@code $append} {@code $prepend} {@code $preInsert} {@code $postInsert}
 * {@code $remove}. Where a list is wanted, a single value is a list of it. {@code $add} of what is no number does nothing, and
 * to what is no number, it adds to 0. Members of other names with a $ are not looked at.
 */
final class PropertyFold {
    private static final String UNSET = "$unset";
    private static final List<String> OPERATIONS =
            List.of("$set", "$setOnce", "$add", "$append", "$prepend", "$preInsert", "$postInsert", "$remove");
    private static final double LARGEST_WHOLE = 9e15;

    private final TreeMap<String, Object> known = new TreeMap<>();

    /** Lays an event's over what is known. */
    void add(String userProperties) {
        if (!(JsonText.read(userProperties) instanceof Map<?, ?> said)) {
            return;
        }
        if (said.containsKey("$clearAll")) {
            known.clear();
        }
        if (said.get(UNSET) instanceof Map<?, ?> gone) {
            known.keySet().removeAll(gone.keySet());
        }
        said.forEach((name, value) -> {
            if (!((String) name).startsWith("$")) {
                known.put((String) name, value);
            }
        });
        for (String operation : OPERATIONS) {
            if (said.get(operation) instanceof Map<?, ?> members) {
                members.forEach((name, value) -> apply(operation, (String) name, value));
            }
        }
    }

    /** All that is known, as one JSON object. */
    String text() {
        var out = new StringBuilder();
        JsonText.write(out, known);
        return out.toString();
    }

    private void apply(String operation, String name, Object value) {
        switch (operation) {
            case "$set" -> known.put(name, value);
            case "$setOnce" -> known.putIfAbsent(name, value);
            case "$add" -> {
                if (value instanceof JsonText.Literal more && more.isNumber()) {
                    known.put(name, sum(known.get(name), more));
                }
            }
            default -> known.put(name, list(operation, elements(known.get(name)), elements(value)));
        }
    }

    private static JsonText.Literal sum(@Nullable Object old, JsonText.Literal more) {
        double before =
                old instanceof JsonText.Literal literal && literal.isNumber() ? Double.parseDouble(literal.text()) : 0;
        double sum = before + Double.parseDouble(more.text());
        boolean whole = Math.floor(sum) == sum && Math.abs(sum) < LARGEST_WHOLE;
        return JsonText.number(whole ? Long.toString((long) sum) : Double.toString(sum));
    }

    private static List<Object> elements(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return List.copyOf(list);
        }
        return value == null ? List.of() : List.of(value);
    }

    private static List<Object> list(String operation, List<Object> had, List<Object> given) {
        var list = new ArrayList<Object>();
        switch (operation) {
            case "$append" -> {
                list.addAll(had);
                list.addAll(given);
            }
            case "$prepend" -> {
                list.addAll(given);
                list.addAll(had);
            }
            case "$preInsert" -> {
                list.addAll(without(given, had));
                list.addAll(had);
            }
            case "$postInsert" -> {
                list.addAll(had);
                list.addAll(without(given, had));
            }
            default -> had.stream().filter(element -> !given.contains(element)).forEach(list::add);
        }
        return list;
    }

    /** Those of a list that are not in another, each once. */
    private static List<Object> without(List<Object> list, List<Object> other) {
        return list.stream()
                .filter(element -> !other.contains(element))
                .distinct()
                .toList();
    }
}
