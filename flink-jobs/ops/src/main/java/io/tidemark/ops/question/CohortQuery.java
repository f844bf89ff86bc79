package io.tidemark.ops.question;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The people that another question finds: its name and, in parentheses, its parameters with semicolons between them, such as
 * {@code cohort(did=Purchase; at_least=2; window=30 days)}. It is a question with a column {@code amplitude_id}.
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
        var given = new LinkedHashMap<String, String>();
        for (String one : call.group(2).split(";")) {
            int equals = one.indexOf('=');
            if (equals > 0) {
                given.put(
                        one.substring(0, equals).strip(),
                        one.substring(equals + 1).strip());
            } else if (!one.isBlank()) {
                throw new WrongArgument("has parameters such as did=Purchase with semicolons between them, and '"
                        + one.strip() + "' is none");
            }
        }
        return new CohortQuery(question, given);
    }

    /** The name under which the people are read in a statement that has a parameter of this kind. */
    static String table(String parameter) {
        return "people_of_" + parameter;
    }
}
