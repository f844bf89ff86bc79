package io.tidemark.ops.sql;

import io.tidemark.ops.question.Dialect;
import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.api.SqlParserException;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.util.SerializedThrowable;
import org.apache.iceberg.exceptions.NotFoundException;

/** What of Flink's many lines about a failure a person needs. */
final class Causes {
    private static final Pattern AT = Pattern.compile("(?s).*?line (\\d+), column (\\d+).*");
    private static final Pattern FROM_TO =
            Pattern.compile("^(?:From line \\d+, column \\d+ to line \\d+, column \\d+|At line \\d+, column \\d+): ");
    private static final Pattern ENCOUNTERED = Pattern.compile("(Encountered \".*\") at line \\d+, column \\d+");
    private static final Set<String> FILE_IS_GONE = Set.of(
            NotFoundException.class.getName(),
            FileNotFoundException.class.getName(),
            NoSuchFileException.class.getName());
    private static final int LONGEST = 500;

    private Causes() {}

    /** A failure to understand a statement, as its parser reports it. */
    static QueryFailure notUnderstood(String sql, RuntimeException e) {
        boolean quotes = Dialect.hasDoubleQuotes(sql);
        return new QueryFailure(
                "The query was not understood" + place(e) + ": " + essence(e)
                        + (quotes
                                ? " Flink SQL has no double quotes: write a name in backticks (`event_type`) and a"
                                        + " text in single quotes ('Purchase')."
                                : " SHOW TABLES and SHOW VIEWS name what can be queried, DESCRIBE its columns."),
                e);
    }

    /** A failure before the first row: Flink computes constants and reads the tables' metadata while it plans. */
    static QueryFailure beforeRows(String sql, RuntimeException e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof SqlParserException || each instanceof ValidationException) {
                return notUnderstood(sql, e);
            }
        }
        return whileRunning(e);
    }

    /** A failure that is none of the statement's words. */
    static QueryFailure whileRunning(Exception e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (FILE_IS_GONE.contains(nameOf(each))) {
                return new QueryFailure(
                        "The query failed while it ran: " + asSentence(String.valueOf(each.getMessage()))
                                + " The lake lost this file: 'tidemark audit' names all that are gone. Put it back"
                                + " from a"
                                + " backup, query with --as-of a mark that does not need it, or restore the lake to one"
                                + " ('tidemark marks' lists them).",
                        e);
            }
        }
        return new QueryFailure(
                "The query failed while it ran: " + essence(e)
                        + " Correct what the query computes, or query less; the log has the rest.",
                e);
    }

    /** The class of a failure, also of one that came from a task as Flink sends it. */
    private static String nameOf(Throwable e) {
        return e instanceof SerializedThrowable sent
                ? sent.getOriginalErrorClassName()
                : e.getClass().getName();
    }

    /** The first sentence of the innermost cause, without places and lists of what else was expected. */
    static String essence(Throwable e) {
        Throwable root = e;
        String message = "";
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each.getMessage() != null && !each.getMessage().isBlank()) {
                root = each;
                message = each.getMessage();
            } else if (each instanceof Error) {
                root = each;
                message = "";
            }
        }
        String first = FROM_TO.matcher(message.strip()).replaceFirst("");
        int more = first.indexOf("\nWas expecting");
        first = (more < 0 ? first : first.substring(0, more))
                .lines()
                .findFirst()
                .orElse("");
        first = ENCOUNTERED.matcher(first).replaceFirst("$1");
        return asSentence(first.isEmpty() ? root.getClass().getSimpleName() : first);
    }

    private static String asSentence(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return cut.matches("(?s).*[.!?…]$") ? cut : cut + ".";
    }

    private static String place(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            Matcher matcher = AT.matcher(String.valueOf(each.getMessage()));
            if (matcher.matches()) {
                return " (line " + matcher.group(1) + ", column " + matcher.group(2) + ")";
            }
        }
        return "";
    }
}
