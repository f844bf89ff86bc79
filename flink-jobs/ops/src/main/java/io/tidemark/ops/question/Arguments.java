package io.tidemark.ops.question;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a question is given: a value for each of its parameters, its default where nothing else was said. */
public final class Arguments {
    private final Question question;
    private final Map<String, String> values;
    private final Instant now;

    private Arguments(Question question, Map<String, String> values, Instant now) {
        this.question = question;
        this.values = values;
        this.now = now;
    }

    /** For a question that takes nothing. */
    static Arguments none() {
        return new Arguments(Question.parse("", ""), Map.of(), Instant.EPOCH);
    }

    /**
     * Looks at what is given, and takes the default for the rest.
     *
     * @param given by the names of parameters, in a person's words
     * @param now the time that {@code now} means
     * @throws WrongArgument if there is no such parameter, a value is none of its type, or one is missing
     */
    public static Arguments of(Question question, Map<String, String> given, Instant now) {
        for (String name : given.keySet()) {
            if (question.parameter(name).isEmpty()) {
                throw new WrongArgument("The question " + question.name() + " has no parameter " + name + ". It has "
                        + question.parameters().stream().map(Parameter::name).collect(Collectors.joining(", ")) + ".");
            }
        }
        var values = new LinkedHashMap<String, String>();
        for (Parameter parameter : question.parameters()) {
            String value = given.getOrDefault(parameter.name(), parameter.standard());
            if (value == null) {
                throw new WrongArgument("The question " + question.name() + " needs -p " + parameter.name() + "=…: "
                        + parameter.meaning() + ".");
            }
            values.put(parameter.name(), value);
            check(parameter, value, now);
        }
        return new Arguments(question, values, now);
    }

    private static void check(Parameter parameter, String value, Instant now) {
        try {
            parameter.type().render(value, Dialect.TRINO, now);
        } catch (WrongArgument e) {
            throw new WrongArgument(
                    "The parameter " + parameter.name() + " is not '" + value + "': it " + e.getMessage() + ".");
        }
    }

    /** The value of a parameter, as it was given. */
    public String value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    /** The marks that it reads. */
    public Stream<String> marks() {
        return question.parameters().stream()
                .filter(parameter -> parameter.type() == ParameterType.Simple.MARK)
                .map(parameter -> value(parameter.name()));
    }

    /** A time that was given. */
    Instant time(String name) {
        return Objects.requireNonNull(EngineTime.parse(value(name), now));
    }

    /** The value of a parameter in the text of a question. */
    String render(String name, Dialect dialect) {
        Parameter parameter = question.parameter(name).orElseThrow();
        return parameter.type().render(value(name), dialect, now);
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
            names.addAll(parameter.type().propertiesOfPeople(value(parameter.name())));
        }
        return names;
    }

    /** How many rows the value of a parameter has. */
    int rows(String name) {
        return question.parameter(name).orElseThrow().type().rows(value(name));
    }
}
