package io.tidemark.ops.question;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Tells, token by token, where a text names what it reads: behind FROM and JOIN, and behind the commas of a FROM, also in
 * parentheses. The FROM of {@code EXTRACT(DAY FROM t)}, of {@code TRIM} and of {@code IS DISTINCT FROM} names nothing.
 */
final class TablePlaces {
    private static final Set<String> ENDS_FROM =
            Set.of("where", "group", "order", "having", "window", "limit", "union", "intersect", "except");

    /** In the place of a table, they begin what is read there; elsewhere they are parts of other words. */
    private static final Set<String> BEGINS_QUERY = Set.of("values", "with");

    private final Deque<Level> levels = new ArrayDeque<>(List.of(new Level(false, true)));
    private boolean next;
    private String before = "";

    /** What is between two parentheses. */
    private static final class Level {
        private boolean inFrom;
        private boolean queries;

        /**
         * A level.
         *
         * @param inFrom whether what its commas separate is read
         * @param queries whether a FROM in it is that of a query
         */
        Level(boolean inFrom, boolean queries) {
            this.inFrom = inFrom;
            this.queries = queries;
        }
    }

    /** Whether a name is expected here, or a call in place of one. Every token is to be checked once, except names. */
    boolean isTable(Token token) {
        if (token.isBlank()) {
            return false;
        }
        String previous = before;
        before = token.name();
        Level level = levels.element();
        if (token.isSymbol('(')) {
            levels.push(new Level(next, next));
        } else if (token.isSymbol(')') && levels.size() > 1) {
            levels.pop();
            next = false;
        } else if (token.isWord("join")) {
            level.inFrom = true;
            next = true;
        } else if (token.isWord("from")) {
            // The first word of a parenthesis may be that of a query, too.
            boolean reads = (level.queries || previous.equals("(")) && !previous.equals("distinct");
            level.inFrom = level.inFrom || reads;
            next = reads;
        } else if (token.isWord("select") || (next && isOneOf(BEGINS_QUERY, token))) {
            level.queries = true;
            level.inFrom = false;
            next = false;
        } else if (isOneOf(ENDS_FROM, token)) {
            level.inFrom = false;
        } else if (token.isSymbol(',')) {
            next = level.inFrom;
        } else if (next && !token.isWord("lateral")) {
            next = false;
            return token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED_NAME;
        }
        return false;
    }

    private static boolean isOneOf(Set<String> words, Token token) {
        return token.kind() == Token.Kind.WORD && words.contains(token.name());
    }

    /** The end of a name that may have those of a catalog and a namespace before it. */
    static int endOfName(List<Token> tokens, int at) {
        int end = at + 1;
        while (end + 1 < tokens.size() && tokens.get(end).isSymbol('.')) {
            end += 2;
        }
        return end;
    }
}
