package io.tidemark.job.query;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * Whether a text of a list fulfils a condition, in Flink SQL: {@code tidemark_any_text(texts, operator, value)}, with the
 * operators {@code =} and, without regard to capitals, {@code contains} of texts, {@code set}, which any text fulfils, and {@code <}, {@code <=}, {@code >} and {@code >=} of numbers; a
 * text that is no number fulfils none of these. Elsewhere than in {@code tidemark sql}: {@code CREATE FUNCTION
 * tidemark_any_text AS 'io.tidemark.job.query.AnyText'}.
 */
public final class AnyText extends ScalarFunction {
    private static final long serialVersionUID = 1L;

    /** Its name in SQL. */
    public static final String NAME = "tidemark_any_text";

    private static final Pattern NUMBER =
            Pattern.compile(" *+([-+]?[0-9]++(?:[.][0-9]++)?(?:[eE][-+]?[0-9]{1,3})?) *+");

    /** Whether one of the texts does; false where there is none. */
    public boolean eval(@Nullable String @Nullable [] texts, String operator, @Nullable String value) {
        if (texts == null || value == null) {
            return false;
        }
        for (String text : texts) {
            if (text != null && fulfils(text, operator, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean fulfils(String text, String operator, String value) {
        return switch (operator) {
            case "=" -> text.equals(value);
            case "contains" -> text.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
            case "set" -> true;
            default -> {
                Matcher one = NUMBER.matcher(text);
                Matcher other = NUMBER.matcher(value);
                yield one.matches()
                        && other.matches()
                        && fulfils(Double.parseDouble(one.group(1)), operator, Double.parseDouble(other.group(1)));
            }
        };
    }

    private static boolean fulfils(double number, String operator, double value) {
        return switch (operator) {
            case "<" -> number < value;
            case "<=" -> number <= value;
            case ">" -> number > value;
            case ">=" -> number >= value;
            default ->
                throw new IllegalArgumentException(
                        NAME + " has no operator '" + operator + "'; it has =, contains, <, <=, > and >=");
        };
    }
}
