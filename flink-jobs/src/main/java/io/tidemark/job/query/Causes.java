package io.tidemark.job.query;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of Flink's many lines about a failure a person needs. */
final class Causes {
    private static final Pattern AT = Pattern.compile("(?s).*?line (\\d+), column (\\d+).*");
    private static final Pattern FROM_TO =
            Pattern.compile("^(?:From line \\d+, column \\d+ to line \\d+, column \\d+|At line \\d+, column \\d+): ");
    private static final Pattern ENCOUNTERED = Pattern.compile("(Encountered \".*\") at line \\d+, column \\d+");
    private static final int LONGEST = 300;

    private Causes() {}

    /** A failure to understand or plan a statement. */
    static QueryFailure whilePlanning(RuntimeException e) {
        String essence = essence(e);
        String place = place(e);
        return new QueryFailure(
                "The query was not understood" + place + ": " + essence
                        + " SHOW TABLES and SHOW VIEWS name what can be asked, DESCRIBE its columns.",
                e);
    }

    /** A failure after the work had begun. */
    static QueryFailure whileRunning(Exception e) {
        return new QueryFailure(
                "The query failed while it ran: " + essence(e) + " Ask for less, or see the log for the rest.", e);
    }

    /** The first sentence of the innermost message, without places and lists of what else was expected. */
    static String essence(Throwable e) {
        Throwable root = e;
        String message = "";
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each.getMessage() != null && !each.getMessage().isBlank()) {
                root = each;
                message = each.getMessage();
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
