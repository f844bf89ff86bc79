package io.tidemark.ops.question;

import io.tidemark.config.QuestionsConfig;
import io.tidemark.config.TimeParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a question is given: a value for each of its parameters, its default where nothing else was said. */
public final class Arguments {
    static final String ZONE = "zone";
    static final String WEEK_BEGINS = "week_begins";
    static final String INACTIVE = "inactive";
    private static final String NONE = "none";

    private final Question question;
    private final Map<String, String> values;
    private final QuestionsConfig defaults;
    private final @Nullable ProjectScope scope;
    private final Instant now;

    private Arguments(
            Question question,
            Map<String, String> values,
            QuestionsConfig defaults,
            @Nullable ProjectScope scope,
            Instant now) {
        this.question = question;
        this.values = values;
        this.defaults = defaults;
        this.scope = scope;
        this.now = now;
    }

    /** For a question that takes nothing. */
    static Arguments none() {
        return new Arguments(Question.parse("", ""), Map.of(), QuestionsConfig.defaults(), null, Instant.EPOCH);
    }

    /**
     * Looks at what is given, and takes the default for the rest.
     *
     * @param given by the names of parameters, in a person's words
     * @param now the time that {@code now} means
     * @throws WrongArgument if there is no such parameter, a value is none of its type, or one is missing
     */
    public static Arguments of(Question question, Map<String, String> given, Instant now) {
        return of(question, given, QuestionsConfig.defaults(), now);
    }

    /**
     * The same, where the configuration has defaults of its own.
     *
     * @param defaults what is taken for the parameters {@code zone}, {@code week_begins} and {@code inactive} where nothing is
     *     given, and the cohorts that have a name
     */
    public static Arguments of(Question question, Map<String, String> given, QuestionsConfig defaults, Instant now) {
        return of(question, given, defaults, null, now);
    }

    /**
     * The same of a project: its defaults are taken, and its events alone are read.
     *
     * @throws WrongArgument as above; whether it can be restricted to a project is told by {@link Statement#render}
     */
    public static Arguments of(Question question, Map<String, String> given, ProjectScope scope, Instant now) {
        return of(question, given, scope.defaults(), scope, now);
    }

    private static Arguments of(
            Question question,
            Map<String, String> given,
            QuestionsConfig defaults,
            @Nullable ProjectScope scope,
            Instant now) {
        for (String name : given.keySet()) {
            if (question.parameter(name).isEmpty()) {
                throw new WrongArgument("The question " + question.name() + " has no parameter " + name + ". It has "
                        + question.parameters().stream().map(Parameter::name).collect(Collectors.joining(", ")) + ".");
            }
        }
        if (scope != null && question.parameter(INACTIVE).isPresent() && !given.containsKey(INACTIVE)) {
            scope.requireWritten();
        }
        var values = new LinkedHashMap<String, String>();
        for (Parameter parameter : question.parameters()) {
            String value = given.getOrDefault(parameter.name(), standard(parameter, defaults));
            if (value == null) {
                throw new WrongArgument("The question " + question.name() + " needs -p " + parameter.name() + "=…: "
                        + parameter.meaning() + ".");
            }
            if (parameter.type() == ParameterType.Simple.COHORT) {
                value = defaults.cohorts().getOrDefault(value, value);
            }
            values.put(parameter.name(), value);
            check(parameter, value, new Rendering(Dialect.TRINO, now));
        }
        return new Arguments(question, values, defaults, scope, now);
    }

    private static @Nullable String standard(Parameter parameter, QuestionsConfig defaults) {
        return switch (parameter.name()) {
            case ZONE -> defaults.zone();
            case WEEK_BEGINS -> defaults.weekBegins();
            case INACTIVE -> defaults.inactiveTypes();
            default -> parameter.standard();
        };
    }

    private static void check(Parameter parameter, String value, Rendering rendering) {
        try {
            parameter.type().render(value, rendering);
        } catch (WrongArgument e) {
            throw new WrongArgument(
                    "The parameter " + parameter.name() + " is not '" + value + "': it " + e.getMessage() + ".");
        }
    }

    /** The value of a parameter, as it was given. */
    public String value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    /** The value of a parameter, as it was given or taken; null if the question has none of that name. */
    @Nullable
    String find(String name) {
        return values.get(name);
    }

    /** The project whose events alone are read; null: those of all. */
    public @Nullable String project() {
        return scope == null ? null : scope.project();
    }

    /** The marks that it reads. */
    public Stream<String> marks() {
        return question.parameters().stream()
                .filter(parameter -> parameter.type() == ParameterType.Simple.MARK)
                .map(parameter -> value(parameter.name()));
    }

    /** A time that was given. */
    Instant time(String name) {
        return Objects.requireNonNull(TimeParser.parse(value(name), now, zone()));
    }

    private ZoneId zone() {
        return question.parameter(ZONE).isPresent() ? ParameterType.Simple.zone(value(ZONE)) : ZoneOffset.UTC;
    }

    private List<String> inactive() {
        return question.parameter(INACTIVE).isPresent() ? inactive(value(INACTIVE)) : List.of();
    }

    /** The types of events that a value of {@code inactive} names. */
    static List<String> inactive(String value) {
        return value.isBlank() || value.equals(NONE) ? List.of() : ParameterType.Simple.texts(value);
    }

    /** Types of events as a value of {@code inactive}; not each list can be written so. */
    static String written(List<String> types) {
        return types.stream().map(type -> type.replace(",", "\\,")).collect(Collectors.joining(", "));
    }

    /** What values are rendered for in a dialect. */
    private Rendering rendering(Dialect dialect) {
        return new Rendering(dialect, now, zone(), inactive());
    }

    /**
     * The statements of the cohorts that it was given, by the names under which they are read.
     *
     * @param mark as of which they are found; null: now
     */
    Map<String, String> cohorts(Dialect dialect, @Nullable String mark) {
        var statements = new LinkedHashMap<String, String>();
        for (Parameter parameter : question.parameters()) {
            String value = value(parameter.name());
            if (parameter.type() == ParameterType.Simple.COHORT && !value.equals(CohortQuery.NONE)) {
                CohortQuery cohort = CohortQuery.parse(value);
                Arguments arguments = of(cohort.question(), cohort.given(), defaults, scope, now);
                statements.put(
                        CohortQuery.table(parameter.name()),
                        Statement.render(cohort.question(), arguments, dialect, mark));
            }
        }
        return statements;
    }

    /** Whether an event is of the kind of a step of a parameter of steps. */
    String stepIs(String name, String number, String word, Dialect dialect) {
        return EventSelector.oneOf(EventSelector.list(value(name)), number, word, rendering(dialect));
    }

    /** Whether an event is of the kinds of a parameter, where no type that begins with a dollar sign is one of {@code *}. */
    String named(String name, Dialect dialect) {
        return ParameterType.Simple.named(value(name), rendering(dialect));
    }

    /** Whether an event is of the kind of the step of a number, from 1; never where there are fewer. */
    String stepIs(String name, int number, Dialect dialect) {
        List<EventSelector> steps = EventSelector.list(value(name));
        return number <= steps.size() ? steps.get(number - 1).render(rendering(dialect)) : Conditions.NEVER;
    }

    /** The value of a parameter in the text of a question. */
    String render(String name, Dialect dialect) {
        Parameter parameter = question.parameter(name).orElseThrow();
        return parameter.type().render(value(name), rendering(dialect));
    }

    /** The path that is the value of a parameter for a column or property. */
    PropertyPath path(String name) {
        return PropertyPath.parse(value(name));
    }

    /**
     * The names of all properties of people that the values speak of, in order. Where there are none, nobody's properties
     * need to be known, and a question reads events as they were sent.
     */
    SortedSet<String> propertiesOfPeople() {
        var names = new TreeSet<String>();
        for (Parameter parameter : question.parameters()) {
            names.addAll(propertiesOfPeople(parameter.name()));
        }
        return names;
    }

    /** Those that the value of one parameter speaks of. */
    Set<String> propertiesOfPeople(String name) {
        return question.parameter(name).orElseThrow().type().propertiesOfPeople(value(name));
    }

    /** How many rows the value of a parameter has. */
    int rows(String name) {
        return question.parameter(name).orElseThrow().type().rows(value(name));
    }
}
