package io.tidemark.ops.question;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query that others read by the name of its file as if it were a table: a view ({@code sql/views}), or a part of several
 * questions ({@code sql/parts}). At its top, in comments, a part says which parameters it uses, a line each, {@code -- :name
 * type  meaning}; their values are those of the question that reads it.
 *
 * @param name the file's name, without its ending
 * @param needs the parameters that it uses, and what they take
 * @param tokens the whole file
 */
record Part(String name, Map<String, ParameterType> needs, List<Token> tokens) {
    private static final String FOLDER = "parts";
    private static final Pattern NEED = Pattern.compile("--\\s*:([a-z][a-z_0-9]*)\\s{2,}(\\S+)(?:\\s{2,}.*)?");

    /**
     * Reads a part.
     *
     * @throws IllegalArgumentException if it uses a parameter that it does not say at its top, or says a type that is none
     */
    static Part parse(String name, String sql) {
        var needs = new LinkedHashMap<String, ParameterType>();
        for (String line : sql.strip().split("\n")) {
            Matcher need = NEED.matcher(line);
            if (!line.startsWith("--")) {
                break;
            } else if (need.matches()) {
                needs.put(need.group(1), ParameterType.of(need.group(2)));
            }
        }
        List<Token> tokens = Token.of(sql);
        for (Token token : tokens) {
            if (token.kind() == Token.Kind.PARAMETER && !needs.containsKey(token.name())) {
                throw new IllegalArgumentException(name + " uses the parameter :" + token.name()
                        + " and does not say so at its top: add a line '-- :" + token.name() + "  type'.");
            }
        }
        return new Part(name, needs, tokens);
    }

    /** The view or part of a name. */
    static Optional<Part> find(String name) {
        if (Views.names().contains(name)) {
            return Optional.of(parse(name, Views.query(name)));
        }
        return names().contains(name) ? Optional.of(parse(name, SqlFiles.text(FOLDER + "/" + name))) : Optional.empty();
    }

    /** The names of all parts that are no views, in order. */
    static List<String> names() {
        return SqlFiles.names(FOLDER);
    }

    /**
     * Looks whether a question can read it.
     *
     * @throws IllegalArgumentException if the question lacks a parameter that it needs, or has one that takes something else
     */
    void isReadBy(Question question) {
        needs.forEach((parameter, type) -> {
            String declared = question.parameter(parameter)
                    .map(found -> found.type().label())
                    .orElse("");
            if (!declared.equals(type.label())) {
                throw new IllegalArgumentException("The question " + question.name() + " reads " + name
                        + ", which needs :"
                        + parameter + " of the type " + type.label() + ", and "
                        + (declared.isEmpty() ? "has no parameter of that name" : "has one of the type " + declared)
                        + ": add a line '-- :" + parameter + "  " + type.label() + "  default  meaning' at its top.");
            }
        });
    }
}
