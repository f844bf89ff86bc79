package io.tidemark.job.query;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Columns of the lake whose names Flink SQL keeps for itself; a question may write them without backticks. */
final class ReservedColumns {
    private static final Set<String> NAMES = Set.of("groups", "language", "raw");

    /** A string, a quoted name, a comment, or a word. */
    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*'|`[^`]*`|--[^\\n]*|(?s:/\\*.*?\\*/)|[A-Za-z_][A-Za-z_0-9]*");

    private ReservedColumns() {}

    /** The statement with these names in backticks; the same where it has none. */
    static String quoted(String sql) {
        return TOKEN.matcher(sql).replaceAll(token -> {
            String text = token.group();
            String plain = NAMES.contains(text.toLowerCase(Locale.ROOT)) ? "`" + text + "`" : text;
            return Matcher.quoteReplacement(plain);
        });
    }
}
