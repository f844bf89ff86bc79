package io.tidemark.job.query;

import io.tidemark.job.question.Dialect;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.api.SqlParserException;
import org.apache.flink.table.api.ValidationException;

/** What of Flink's many lines about a failure a person needs. */
final class Causes {
    private static final Pattern AT = Pattern.compile("(?s).*?line (\\d+), column (\\d+).*");
    private static final Pattern FROM_TO =
            Pattern.compile("^(?:From line \\d+, column \\d+ to line \\d+, column \\d+|At line \\d+, column \\d+): ");
    private static final Pattern ENCOUNTERED = Pattern.compile("(Encountered \".*\") at line \\d+, column \\d+");
    private static final Pattern GONE = Pattern.compile(
            "(?i)^(?:file|failed to open|failed to get status).*(?:does not exist|no such file|[.]parquet|[.]avro)");
    private static final int LONGEST = 500;

    private Causes() {}

    /** A failure to understand a statement, as its parser reports it. */
    static QueryFailure notUnderstood(String sql, RuntimeException e) {
        boolean quotes = Dialect.hasDoubleQuotes(sql);
        return new QueryFailure(
                "The query was not understood" + place(e) + ": " + essence(e)
                        + (quotes
                                ? " Flink SQL has no double quotes: write a name in backticks (`event_type`) and a text in"
                                        + " single quotes ('Purchase')."
                                : " SHOW TABLES and SHOW VIEWS name what can be asked, DESCRIBE its columns."),
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
        String essence = essence(e);
        Matcher gone = GONE.matcher(essence);
        String remedy = " Correct what the query computes, or query less; the log has the rest.";
        if (gone.find()) {
            remedy =
                    " The lake lost this file: 'tidemark audit' names all that are gone. Put it back from a backup, query with"
                            + " --as-of a mark that does not need it, or restore the lake to one ('tidemark marks' lists them).";
        }
        return new QueryFailure("The query failed while it ran: " + essence + remedy, e);
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
        if (first.isEmpty()) {
            first = root.getClass().getSimpleName();
        } else if (first.length() > LONGEST) {
            first = first.substring(0, LONGEST) + "…";
        }
        return first.matches("(?s).*[.!?…]$") ? first : first + ".";
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
