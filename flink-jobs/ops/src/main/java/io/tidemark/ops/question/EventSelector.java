package io.tidemark.ops.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which events count as one kind: {@code Purchase}; {@code View Item | View Offer}, several types counted as one; {@code
 * View*}, types by a pattern, in which a star is any text; {@code *}, every type that makes a person active; and behind any
 * of them, in brackets, {@link Conditions} that an event must meet: {@code Purchase [event_properties.price > 10]}. A
 * backslash before {@code | * [ ] ,} or another backslash takes the character as it is.
 *
 * @param text as it was given, without escapes where it is one type
 * @param types the types and patterns; none: every type
 * @param conditions what else an event must be
 */
record EventSelector(String text, List<Type> types, Conditions conditions) {
    /** How many there may be in a list of steps. */
    static final int MOST_STEPS = 8;

    private static final String COLUMN = "event_type";

    /**
     * A type of events.
     *
     * @param name the name, or null in the place of each star between its parts
     */
    private record Type(List<@Nullable String> name) {
        boolean isPattern() {
            return name.contains(null);
        }

        String like() {
            return name.stream()
                    .map(part -> part == null ? "%" : part.replaceAll("([!%_])", "!$1"))
                    .collect(Collectors.joining());
        }

        String plain() {
            return String.join("", name);
        }
    }

    /** Reads one. @throws WrongArgument if it is none */
    static EventSelector parse(String value) {
        String text = value.strip();
        int open = Split.first(text, '[');
        if (open >= 0 && !text.endsWith("]")) {
            throw new WrongArgument(
                    "has its conditions at its end, between [ and ], such as Purchase [platform is Web]");
        }
        String types = open < 0 ? text : text.substring(0, open).strip();
        Conditions conditions =
                open < 0 ? Conditions.NONE : Conditions.parse(text.substring(open + 1, text.length() - 1));
        if (types.isEmpty()) {
            throw new WrongArgument(
                    "is a type of events, several with | between them, a pattern such as View*, or * for every type");
        }
        List<Type> alternatives = types.equals("*")
                ? List.of()
                : Split.at(types, '|').stream().map(EventSelector::type).toList();
        boolean plain =
                open < 0 && alternatives.size() == 1 && !alternatives.get(0).isPattern();
        return new EventSelector(plain ? alternatives.get(0).plain() : text, alternatives, conditions);
    }

    /** Reads several with commas between them. @throws WrongArgument if there is none, or one is none */
    static List<EventSelector> list(String value) {
        List<EventSelector> selectors = Split.at(value, ',').stream()
                .filter(text -> !text.isBlank())
                .map(EventSelector::parse)
                .toList();
        if (selectors.isEmpty()) {
            throw new WrongArgument("is one or more texts with commas between them, such as 'view, add to cart'");
        }
        return selectors;
    }

    private static Type type(String text) {
        var name = new ArrayList<@Nullable String>();
        List<String> parts = Split.at(text.strip(), '*');
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                name.add(null);
            }
            name.add(Split.unescaped(parts.get(i)));
        }
        return new Type(name);
    }

    /** The condition that an event is one of them, on the columns of an event. */
    String render(Rendering rendering) {
        String type = types.isEmpty() ? active(rendering) : ofTypes(rendering.dialect());
        return conditions.isEmpty() ? type : "(" + type + " AND " + conditions.render(rendering.dialect()) + ")";
    }

    /** The same, where no other condition leaves out types that begin with a dollar sign: every type is none of those. */
    String renderNamed(Rendering rendering) {
        return types.isEmpty()
                ? "(" + render(rendering) + " AND " + COLUMN + " NOT LIKE "
                        + rendering.dialect().text("$%") + ")"
                : render(rendering);
    }

    private static String active(Rendering rendering) {
        return rendering.inactive().isEmpty()
                ? Conditions.ALWAYS
                : COLUMN + " NOT IN (" + texts(rendering.dialect(), rendering.inactive()) + ")";
    }

    private String ofTypes(Dialect dialect) {
        List<String> names = types.stream()
                .filter(type -> !type.isPattern())
                .map(Type::plain)
                .toList();
        var either = new ArrayList<String>();
        if (names.size() == 1) {
            either.add(COLUMN + " = " + dialect.text(names.get(0)));
        } else if (!names.isEmpty()) {
            either.add(COLUMN + " IN (" + texts(dialect, names) + ")");
        }
        types.stream()
                .filter(Type::isPattern)
                .forEach(type -> either.add(COLUMN + " LIKE " + dialect.text(type.like()) + " ESCAPE '!'"));
        return either.size() == 1 ? either.get(0) : "(" + String.join(" OR ", either) + ")";
    }

    private static String texts(Dialect dialect, List<String> texts) {
        return texts.stream().map(dialect::text).collect(Collectors.joining(", "));
    }

    /** The names of the properties of people that its conditions speak of. */
    Set<String> propertiesOfPeople() {
        return conditions.propertiesOfPeople();
    }

    private boolean isOneType() {
        return conditions.isEmpty() && types.size() == 1 && !types.get(0).isPattern();
    }

    /**
     * The condition that an event is of the kind of one row of a list.
     *
     * @param number the expression of the row's number, from 1
     * @param word the expression of the row's text
     */
    static String oneOf(List<EventSelector> selectors, String number, String word, Rendering rendering) {
        if (selectors.stream().allMatch(EventSelector::isOneType)) {
            // An engine joins by equal values, without looking at each pair.
            return COLUMN + " = " + word;
        }
        return IntStream.range(0, selectors.size())
                .mapToObj(i -> "(" + number + " = " + (i + 1) + " AND "
                        + selectors.get(i).render(rendering) + ")")
                .collect(Collectors.joining(" OR ", "(", ")"));
    }
}
