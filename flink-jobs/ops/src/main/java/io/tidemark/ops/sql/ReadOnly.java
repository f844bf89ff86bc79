package io.tidemark.ops.sql;

import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.ops.question.Dialect;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.flink.table.api.SqlParserException;
import org.apache.flink.table.delegation.Parser;
import org.apache.flink.table.operations.DescribeTableOperation;
import org.apache.flink.table.operations.ExplainOperation;
import org.apache.flink.table.operations.Operation;
import org.apache.flink.table.operations.QueryOperation;
import org.apache.flink.table.operations.ShowOperation;

/**
 * Which statements are run, and which would change something. It reads what Flink's own parser made of the text, so
 * nothing gets past it in a comment, a string or another case.
 */
final class ReadOnly {
    private static final Set<String> CHANGING = Set.of(
            "ADD",
            "ALTER",
            "ANALYZE",
            "BEGIN",
            "CALL",
            "COMPILE",
            "CREATE",
            "DELETE",
            "DROP",
            "EXECUTE",
            "INSERT",
            "LOAD",
            "MERGE",
            "REMOVE",
            "REPLACE",
            "RESET",
            "SET",
            "STOP",
            "TRUNCATE",
            "UNLOAD",
            "UPDATE",
            "USE");

    private ReadOnly() {}

    /**
     * Parses one statement.
     *
     * @throws Refusal if it is not one statement that only reads
     * @throws QueryFailure if it is no statement
     */
    static Operation parse(Parser parser, String sql) {
        List<Operation> operations;
        try {
            operations = understood(parser, sql);
        } catch (SqlParserException e) {
            throw isSeveral(sql, e) ? several() : Causes.notUnderstood(sql, e);
        } catch (IllegalArgumentException e) {
            // What Flink throws for several statements in one text.
            throw String.valueOf(e.getMessage()).contains("single statement")
                    ? several()
                    : Causes.notUnderstood(sql, e);
        } catch (RuntimeException e) {
            // A statement that changes something may fail to plan before it can be refused: refuse it all the same.
            throw CHANGING.contains(firstWord(sql)) ? refusal(firstWord(sql)) : Causes.beforeRows(sql, e);
        }
        if (operations.size() != 1) {
            throw several();
        }
        Operation operation = operations.get(0);
        if (operation instanceof QueryOperation
                || operation instanceof ShowOperation
                || operation instanceof DescribeTableOperation
                || operation instanceof ExplainOperation) {
            return operation;
        }
        throw refusal(firstWord(sql));
    }

    /** As it is; where it cannot be read so, with the columns in backticks that need them. */
    private static List<Operation> understood(Parser parser, String sql) {
        try {
            return parser.parse(sql);
        } catch (SqlParserException e) {
            String quoted = Dialect.FLINK.withColumnsQuoted(sql);
            if (!quoted.equals(sql)) {
                try {
                    return parser.parse(quoted);
                } catch (SqlParserException other) {
                    e.addSuppressed(other);
                }
            }
            throw e;
        }
    }

    private static boolean isSeveral(String sql, SqlParserException e) {
        int semicolon = sql.indexOf(';');
        return semicolon >= 0
                && semicolon < sql.stripTrailing().length() - 1
                && String.valueOf(e.getMessage()).contains("\";");
    }

    private static Refusal several() {
        return RefusalCode.ONE_STATEMENT.refuse();
    }

    private static Refusal refusal(String word) {
        return RefusalCode.READ_ONLY.refuse(word);
    }

    /** The first word after comments, in capitals. */
    private static String firstWord(String sql) {
        String plain = sql.replaceAll("(?s)/\\*.*?\\*/|--[^\\n]*", " ").strip();
        return plain.split("[^A-Za-z]", 2)[0].toUpperCase(Locale.ROOT);
    }
}
