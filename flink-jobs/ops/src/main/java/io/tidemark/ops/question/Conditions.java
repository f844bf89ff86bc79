package io.tidemark.ops.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the properties of an event must be, all of it: conditions with {@code and} between them, such as {@code platform is
 * one of iOS, Android and event_properties.price > 10}. The operators are those of analysts: {@code is}, {@code is not},
 * {@code is one of}, {@code is none of}, {@code contains}, {@code does not contain}, {@code >}, {@code >=}, {@code <},
 * {@code <=}, {@code is set} and {@code is not set}. Of a list, one element has to be it. {@code contains} does not tell capitals apart, as Amplitude's does not;
 * the others do. What an event does not have is nothing in particular: {@code is not}, {@code is none of} and {@code does not
 * contain} hold of it, the others do not. A value goes on to the next {@code and} or the end; one that has {@code and} or a
 * comma in it, or space around it, is written in single quotes, a quote in it twice.
 *
 * @param all the conditions; none: every event
 */
record Conditions(List<Condition> all) {
    /** Every event meets it. */
    static final Conditions NONE = new Conditions(List.of());

    /** What always holds, in every dialect. */
    static final String ALWAYS = "(1 = 1)";

    /** A condition that never holds. */
    static final String NEVER = "(1 = 0)";

    // A quoted value, the word between two conditions, or any other character.
    private static final Pattern PIECE =
            Pattern.compile("(?s)(?<=[\\s,])'(?:[^']|'')*'(?=[\\s,]|$)|(?<and>\\sand\\s)|.");
    private static final Pattern OPERATOR = Pattern.compile(
            "\\s(is not set|is set|is one of|is none of|is not|is|contains" + "|does not contain)(?=\\s|$)|([<>]=?)");
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,30}(?:\\.\\d{1,30})?(?:[eE][-+]?\\d{1,3})?");
    private static final Pattern VALUE = Pattern.compile("\\s*('(?:[^']|'')*'|[^,]*?)\\s*(?:,|$)");

    /** How a property is compared. */
    private enum Operator {
        IS,
        IS_NOT,
        IS_ONE_OF,
        IS_NONE_OF,
        CONTAINS,
        DOES_NOT_CONTAIN,
        IS_SET,
        IS_NOT_SET,
        MORE,
        AT_LEAST,
        LESS,
        AT_MOST;

        static Operator of(String text) {
            return switch (text) {
                case ">" -> MORE;
                case ">=" -> AT_LEAST;
                case "<" -> LESS;
                case "<=" -> AT_MOST;
                default -> valueOf(text.replace(' ', '_').toUpperCase(Locale.ROOT));
            };
        }

        boolean takesMany() {
            return this == IS_ONE_OF || this == IS_NONE_OF;
        }
    }

    /**
     * One of them.
     *
     * @param property what is compared
     * @param operator how
     * @param values with what; none for what is set or not
     */
    private record Condition(PropertyPath property, Operator operator, List<String> values) {
        String render(Dialect dialect) {
            return switch (operator) {
                case IS, IS_ONE_OF -> any("=", dialect);
                case IS_NOT, IS_NONE_OF -> not(any("=", dialect));
                case CONTAINS -> any("contains", dialect);
                case DOES_NOT_CONTAIN -> not(any("contains", dialect));
                case IS_SET -> property.renderSet(dialect);
                case IS_NOT_SET -> not(property.renderSet(dialect));
                case MORE -> any(">", dialect);
                case AT_LEAST -> any(">=", dialect);
                case LESS -> any("<", dialect);
                case AT_MOST -> any("<=", dialect);
            };
        }

        private String any(String sign, Dialect dialect) {
            return values.stream()
                    .map(value -> property.renderAny(sign, dialect.text(value), dialect))
                    .collect(Collectors.joining(" OR ", "COALESCE(", ", 1 = 0)"));
        }

        private static String not(String condition) {
            return "NOT " + condition;
        }
    }

    /**
     * Reads them; {@code all} is every event.
     *
     * @throws WrongArgument if they are none
     */
    static Conditions parse(String text) {
        return text.strip().equals("all")
                ? NONE
                : new Conditions(split(text).stream().map(Conditions::condition).toList());
    }

    private static List<String> split(String text) {
        var clauses = new ArrayList<String>();
        var clause = new StringBuilder();
        Matcher piece = PIECE.matcher(text);
        while (piece.find()) {
            if (piece.group("and") == null) {
                clause.append(piece.group());
            } else {
                clauses.add(clause.toString());
                clause.setLength(0);
            }
        }
        clauses.add(clause.toString());
        return clauses;
    }

    private static Condition condition(String text) {
        Matcher found = OPERATOR.matcher(text);
        if (!found.find()) {
            throw new WrongArgument(
                    "has conditions such as \"platform is one of iOS, Android and event_properties.price > 10\","
                            + " and '" + text.strip()
                            + "' is none; the operators are is, is not, is one of, is none of, contains,"
                            + " does not contain, >, >=, <, <=, is set and is not set");
        }
        Operator operator = Operator.of(found.group().strip());
        PropertyPath property =
                PropertyPath.parse(text.substring(0, found.start()).strip());
        List<String> values = values(text.substring(found.end()).strip(), operator);
        if (operator.compareTo(Operator.MORE) >= 0
                && !NUMBER.matcher(values.get(0)).matches()) {
            throw new WrongArgument("compares with a number such as 10 or -2.5, and '" + values.get(0) + "' is none");
        }
        return new Condition(property, operator, values);
    }

    private static List<String> values(String text, Operator operator) {
        if (operator == Operator.IS_SET || operator == Operator.IS_NOT_SET) {
            if (!text.isEmpty()) {
                throw new WrongArgument("has 'and' behind 'is set', and not '" + text + "'");
            }
            return List.of();
        }
        if (text.isEmpty()) {
            throw new WrongArgument("has a value behind each operator; an empty one is written ''");
        }
        if (!operator.takesMany()) {
            return List.of(unquoted(text));
        }
        var values = new ArrayList<String>();
        Matcher value = VALUE.matcher(text);
        for (int at = 0; at < text.length() && value.find(at); at = value.end()) {
            values.add(unquoted(value.group(1)));
        }
        return values;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
        return quoted ? value.substring(1, value.length() - 1).replace("''", "'") : value;
    }

    /** The names of the properties of people that they speak of. */
    Set<String> propertiesOfPeople() {
        return all.stream()
                .map(Condition::property)
                .filter(PropertyPath::isOfPeople)
                .map(PropertyPath::property)
                .collect(Collectors.toSet());
    }

    /** Whether every event meets them. */
    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The condition on the columns of an event; it is never null. */
    String render(Dialect dialect) {
        return all.isEmpty()
                ? ALWAYS
                : all.stream()
                        .map(condition -> condition.render(dialect))
                        .collect(Collectors.joining(" AND ", "(", ")"));
    }
}
