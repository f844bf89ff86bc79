package io.tidemark.job.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a person after the {@code user_properties} of one event after the other. Members of an object are
 * set; those whose names are operations do what Amplitude's Identify API says of them, in this order: {@code $clearAll}
 * {@code $unset} {@code $set} {@code $setOnce} {@code $add} {@code $append} {@code $prepend} {@code $preInsert} {@code
 * $postInsert} {@code $remove}. An operation that has nothing to do changes nothing. Where a list is wanted, a single
 * value is a list of it. {@code $add} of what is no number does nothing, and to what is no number, it adds to 0; a text
 * that is a number is one; it does nothing where one of the two has more than 19 digits before the point. Members of
 * other names with a $ are not looked at.
 */
final class PropertyFold {
    /** The operation that leaves nothing, whatever its value. */
    static final String CLEAR_ALL = "$clearAll";

    private static final String UNSET = "$unset";
    private static final List<String> OPERATIONS =
            List.of("$set", "$setOnce", "$add", "$append", "$prepend", "$preInsert", "$postInsert", "$remove");
    private static final Pattern NUMBER_AS_TEXT =
            Pattern.compile(" *([-+]?[0-9]+(?:[.][0-9]+)?(?:[eE][-+]?[0-9]{1,3})?) *");
    private static final BigDecimal TOO_LARGE_TO_ADD = BigDecimal.TEN.pow(19);

    // Values as they are written, and the elements of a list so: what is written alike is the same value.
    private final TreeMap<String, Object> known = new TreeMap<>();

    /** Whether a member of this name holds the names that an operation is about, with values. */
    static boolean isOperationOnNames(String name) {
        return name.equals(UNSET) || OPERATIONS.contains(name);
    }

    /** Applies an event's properties to what is known. */
    void add(String userProperties) {
        Map<String, Object> said = JsonText.object(userProperties);
        if (said == null) {
            return;
        }
        if (said.containsKey(CLEAR_ALL)) {
            known.clear();
        }
        Map<String, Object> gone = JsonText.object(said.get(UNSET));
        if (gone != null) {
            known.keySet().removeAll(gone.keySet());
        }
        said.forEach((name, value) -> {
            if (!name.startsWith("$")) {
                known.put(name, written(value));
            }
        });
        for (String operation : OPERATIONS) {
            Map<String, Object> members = JsonText.object(said.get(operation));
            if (members != null) {
                members.forEach((name, value) -> apply(operation, name, value));
            }
        }
    }

    /** All that is known, as one JSON object. */
    String text() {
        var out = new StringBuilder("{");
        known.forEach((name, value) -> {
            out.append(out.length() == 1 ? "" : ",");
            JsonText.quote(out, name);
            out.append(':').append(value instanceof List<?> list ? "[" + commas(list) + "]" : value);
        });
        return out.append('}').toString();
    }

    private static String commas(List<?> texts) {
        var out = new StringBuilder();
        texts.forEach(text -> out.append(out.length() == 0 ? "" : ",").append(text));
        return out.toString();
    }

    private void apply(String operation, String name, Object value) {
        switch (operation) {
            case "$set" -> known.put(name, written(value));
            case "$setOnce" -> known.putIfAbsent(name, written(value));
            case "$add" -> add(name, value);
            default -> change(operation, name, elements(written(value)));
        }
    }

    private void add(String name, Object value) {
        BigDecimal more = amount(number(JsonText.text(value)));
        String old = known.get(name) instanceof String text ? number(text) : null;
        BigDecimal before = old == null ? BigDecimal.ZERO : amount(old);
        if (more != null && before != null) {
            known.put(name, JsonText.number(before.add(more).toPlainString()).text());
        }
    }

    /** The number that a value as it is written is, or that its text contains; null if it is none. */
    private static @Nullable String number(String written) {
        if (!written.startsWith("\"")) {
            return new JsonText.Literal(written).isNumber() ? written : null;
        }
        Matcher matcher = NUMBER_AS_TEXT.matcher(written).region(1, written.length() - 1);
        return matcher.matches() ? JsonText.number(matcher.group(1)).text() : null;
    }

    /** A number that can be added up; null of anything else. */
    private static @Nullable BigDecimal amount(@Nullable String number) {
        if (number == null || new JsonText.Literal(number).isVerbatim()) {
            return null;
        }
        BigDecimal amount = new BigDecimal(number);
        return amount.abs().compareTo(TOO_LARGE_TO_ADD) < 0 ? amount : null;
    }

    private void change(String operation, String name, List<String> given) {
        List<String> had = elements(known.get(name));
        List<String> list =
                switch (operation) {
                    case "$append" -> together(had, given);
                    case "$prepend" -> together(given, had);
                    case "$preInsert" -> together(without(given, had), had);
                    case "$postInsert" -> together(had, without(given, had));
                    default -> kept(had, given);
                };
        if (list.size() != had.size()) {
            known.put(name, list);
        }
    }

    private static List<String> together(List<String> first, List<String> second) {
        var list = new ArrayList<>(first);
        list.addAll(second);
        return list;
    }

    private static List<String> kept(List<String> had, List<String> given) {
        Set<String> gone = new HashSet<>(given);
        return had.stream().filter(element -> !gone.contains(element)).toList();
    }

    /** Those of a list that are not in another, each once. */
    private static List<String> without(List<String> list, List<String> other) {
        return kept(list, other).stream().distinct().toList();
    }

    /** A value as it is kept: its text, or of a list the texts of its elements. */
    private static Object written(Object value) {
        return value instanceof List<?> list ? list.stream().map(JsonText::text).toList() : JsonText.text(value);
    }

    @SuppressWarnings("unchecked") // Only lists of texts are kept.
    private static List<String> elements(@Nullable Object written) {
        if (written instanceof List) {
            return (List<String>) written;
        }
        return written == null ? List.of() : List.of((String) written);
    }
}
