package io.tidemark.ops.question;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The SQL of an engine. What differs beyond the literals and the time travel said here is in
 * {@code sql/dialects/<name>.sql}, one line a word; words that are the same everywhere are in {@code common.sql}.
 */
public enum Dialect {
    /** Trino 476. */
    TRINO {
        @Override
        String text(String value) {
            return quoted(value);
        }

        @Override
        String time(Instant value) {
            return "TIMESTAMP '" + CLOCK.format(value) + " UTC'";
        }

        @Override
        String at(String table, String mark) {
            return table + " FOR VERSION AS OF " + text(mark);
        }

        @Override
        String name(String name) {
            return '"' + name + '"';
        }
    },
    /** Spark 4.0. A backslash in a string is a sign there, and two quotes are none. */
    SPARK {
        @Override
        String text(String value) {
            return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
        }

        @Override
        String time(Instant value) {
            return "TIMESTAMP '" + CLOCK.format(value) + "Z'";
        }

        @Override
        String at(String table, String mark) {
            return table + " VERSION AS OF " + text(mark);
        }

        @Override
        String name(String name) {
            return '`' + name + '`';
        }
    },
    /** Flink SQL 2.1. */
    FLINK {
        @Override
        String text(String value) {
            return quoted(value);
        }

        @Override
        String time(Instant value) {
            return "CAST(TIMESTAMP '" + CLOCK.format(value) + "' AS TIMESTAMP_LTZ(3))";
        }

        @Override
        String at(String table, String mark) {
            return table + " /*+ OPTIONS('tag'=" + text(mark) + ") */";
        }

        @Override
        Set<String> reserved() {
            return Set.of("groups", "language", "raw");
        }

        @Override
        String name(String name) {
            return '`' + name + '`';
        }
    };

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Its name in lower case: that of its file, and of the option {@code --engine}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A string. The value stays one, whatever is in it. */
    abstract String text(String value);

    /** A time, in milliseconds; the session's time zone is taken to be UTC where the engine has one. */
    abstract String time(Instant value);

    /** A table as of a mark, where a table's name may be used. */
    abstract String at(String table, String mark);

    /** A name of a column or table, in quotes. */
    abstract String name(String name);

    /** The words of the questions as it spells them, parsed again. */
    Macros macros() {
        return Macros.parse(SqlFiles.text("dialects/common") + "\n" + SqlFiles.text("dialects/" + label()));
    }

    /** Columns of the lake whose names the engine keeps for itself. */
    Set<String> reserved() {
        return Set.of();
    }

    /** A text with the columns in quotes whose names the engine keeps for itself; a question may write them without. */
    public String withColumnsQuoted(String sql) {
        return Token.text(withColumnsQuoted(Token.of(sql)));
    }

    /** The same of a text that is cut up. */
    List<Token> withColumnsQuoted(List<Token> tokens) {
        return tokens.stream()
                .map(token -> token.kind() == Token.Kind.WORD && reserved().contains(token.name())
                        ? Token.verbatim(name(token.text()))
                        : token)
                .toList();
    }

    /** Whether a text has a name in double quotes, which not every engine takes for one; quotes in strings are none. */
    public static boolean hasDoubleQuotes(String sql) {
        return Token.of(sql).stream()
                .anyMatch(token ->
                        token.kind() == Token.Kind.QUOTED_NAME && token.text().startsWith("\""));
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
