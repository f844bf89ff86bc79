package io.tidemark.job.query;

import java.math.BigDecimal;
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
 * to what is no number, it adds to 0; it does nothing where one of the two has more than 19 digits before the point. Members
 * of other names with a $ are not looked at.
 */
final class PropertyFold {
    private static final String UNSET = "$unset";
    private static final List<String> OPERATIONS =
            List.of("$set", "$setOnce", "$add", "$append", "$prepend", "$preInsert", "$postInsert", "$remove");
    private static final BigDecimal TOO_LARGE_TO_ADD = BigDecimal.TEN.pow(19);

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
            case "$add" -> add(name, value);
            default -> known.put(name, list(operation, elements(known.get(name)), elements(value)));
        }
    }

    private void add(String name, Object value) {
        BigDecimal more = amount(value);
        Object old = known.get(name);
        boolean number = old instanceof JsonText.Literal literal && literal.isNumber();
        BigDecimal before = number ? amount(old) : BigDecimal.ZERO;
        if (more != null && before != null) {
            known.put(name, JsonText.number(before.add(more).toPlainString()));
        }
    }

    /** A number that can be added up; null of anything else. */
    private static @Nullable BigDecimal amount(@Nullable Object value) {
        if (!(value instanceof JsonText.Literal literal) || !literal.isNumber() || literal.hasExponent()) {
            return null;
        }
        BigDecimal amount = new BigDecimal(literal.text());
        return amount.abs().compareTo(TOO_LARGE_TO_ADD) < 0 ? amount : null;
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
