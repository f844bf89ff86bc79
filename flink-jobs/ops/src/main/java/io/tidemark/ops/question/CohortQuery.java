package io.tidemark.ops.question;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The people that another question finds: its name and, in parentheses, its parameters with semicolons between them, such as
 * {@code cohort(did=Purchase [event_properties.price >= 10]; at_least=2; window=30 days)}. It is a question with a column
 * {@code amplitude_id}.
 *
 * @param question the other question
 * @param given its parameters
 */
record CohortQuery(Question question, Map<String, String> given) {
    /** Everybody. */
    static final String NONE = "none";

    private static final Pattern CALL = Pattern.compile("(?s)([a-z_]+)\\s*\\((.*)\\)");
    private static final Pattern PEOPLE = Pattern.compile("(?i)\\bas\\s+amplitude_id\\b");

    /** Reads one. @throws WrongArgument if it is none */
    static CohortQuery parse(String value) {
        Matcher call = CALL.matcher(value.strip());
        if (!call.matches()) {
            throw new WrongArgument(
                    "is none, a cohort that the configuration names under questions.cohorts, or a question with"
                            + " its parameters, such as cohort(did=Purchase; at_least=2)");
        }
        Question question = Questions.find(call.group(1))
                .filter(found -> PEOPLE.matcher(found.sql()).find())
                .orElseThrow(
                        () -> new WrongArgument("names a question that finds people, such as cohort or microscope, and "
                                + call.group(1) + " is none"));
        return new CohortQuery(question, given(question, call.group(2)));
    }

    private static Map<String, String> given(Question question, String text) {
        var given = new LinkedHashMap<String, String>();
        String rest = text;
        while (!rest.isBlank()) {
            int equals = rest.indexOf('=');
            String name = rest.substring(0, Math.max(equals, 0)).strip();
            int end = end(question, name, rest);
            String one = (end < 0 ? rest : rest.substring(0, end)).strip();
            if (!one.isEmpty() && (equals <= 0 || (end >= 0 && end < equals))) {
                throw new WrongArgument(
                        "has parameters such as did=Purchase with semicolons between them, and '" + one + "' is none");
            } else if (!one.isEmpty()) {
                given.put(name, one.substring(one.indexOf('=') + 1).strip());
            }
            rest = end < 0 ? "" : rest.substring(end + 1);
        }
        return given;
    }

    /** Where the value of a parameter ends; -1 if nothing comes behind it. Only conditions can have a semicolon in them. */
    private static int end(Question question, String name, String text) {
        ParameterType type = question.parameter(name).map(Parameter::type).orElse(ParameterType.Simple.TEXT);
        if (type == ParameterType.Simple.EVENTS || type == ParameterType.Simple.STEPS) {
            return Split.first(text, ';');
        }
        return type == ParameterType.Simple.CONDITIONS ? Split.firstOfConditions(text, ';') : text.indexOf(';');
    }

    /** The name under which the people are read in a statement that has a parameter of this kind. */
    static String table(String parameter) {
        return "people_of_" + parameter;
    }
}
