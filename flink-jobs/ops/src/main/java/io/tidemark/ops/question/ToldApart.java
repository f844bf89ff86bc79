package io.tidemark.ops.question;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * The words of a question that tell events apart by a column or property, {@code :by}, of which a list has several values:
 *
 * <ul>
 *   <li>{@code SEGMENTS(:by)} is the text, or the list of texts, of an event;
 *   <li>{@code SOURCE(:by)} is the text that it is read from, and {@code SEGMENTS(:by, source)} reads it from there, for engines
 *       that cannot carry a list from row to row;
 *   <li>{@code EACH_SEGMENT(:by, segments)} behind a table that has it as a column gives a row for each;
 *   <li>{@code SEGMENT(:by, segments)} is then the one of the row, {@code (none)} where there is none;
 *   <li>{@code HAS(:where, :is)} is a condition: whether the value, or of a list one of its elements, is that text.
 * </ul>
 *
 * <p>Of a column and of nothing they become the text alone, so that nothing costs more. Not a word is looked for in strings
 * and comments.
 *
 * @param arguments the values of the question's parameters
 * @param dialect for which engine
 */
record ToldApart(Arguments arguments, Dialect dialect) {
    private static final String ALIAS = "told";
    private static final String NONE = "'(none)'";
    private static final List<String> WORDS = List.of("SEGMENTS", "SOURCE", "EACH_SEGMENT", "SEGMENT", "HAS");

    /** Whether a token may be one of these words. */
    static boolean isWord(Token token) {
        return WORDS.contains(token.text());
    }

    /** What a word with its arguments becomes; nothing if it is none of these. */
    Optional<String> render(Token word, Call call) {
        if (!call.argument(0).startsWith(":")) {
            return Optional.empty();
        }
        PropertyPath path = arguments.path(call.argument(0).substring(1));
        boolean several = path.isProperty();
        return Optional.of(
                switch (word.text()) {
                    case "SEGMENTS" ->
                        path.renderSegments(
                                call.arguments().size() > 1 ? call.argument(1) : path.renderSource(dialect), dialect);
                    case "SOURCE" -> path.renderSource(dialect);
                    case "EACH_SEGMENT" ->
                        several
                                ? "CROSS JOIN "
                                        + dialect.macros()
                                                .use("EACH")
                                                .with(call.argument(1))
                                                .render() + " AS " + ALIAS + "(segment)"
                                : "";
                    case "SEGMENT" ->
                        "COALESCE(" + (several ? ALIAS + ".segment" : call.argument(1)) + ", " + NONE + ")";
                    default ->
                        path.renderAny("=", arguments.render(call.argument(1).substring(1), dialect), dialect);
                });
    }

    /**
     * The words of {@code sql/parts/people_then.sql}, for the properties of people that a question speaks of.
     *
     * @param names without quotes and backslashes
     */
    static Macros wordsOfPeople(SortedSet<String> names, Dialect dialect) {
        String listed = names.stream().map(name -> '"' + name + '"').collect(Collectors.joining());
        String mentioned = names.stream()
                .map(name -> "POSITION(" + dialect.text('"' + name + '"') + " IN doc) > 0 OR ")
                .collect(Collectors.joining());
        return Macros.parse("SAID_OF_NAMES(doc) = SAID_OF(doc, " + dialect.text(listed) + ");\n"
                + "MAY_SAY_NAMES(doc) = (" + mentioned
                + "POSITION('$clearAll' IN doc) > 0 OR POSITION(CHARACTER(92) IN doc) > 0);");
    }
}
