package io.tidemark.ops.question;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Tells, token by token, where a text names what it reads: behind FROM and JOIN, and behind the commas of a FROM. */
final class TablePlaces {
    private static final Set<String> BEFORE = Set.of("from", "join");
    private static final Set<String> ENDS_FROM =
            Set.of("select", "where", "group", "order", "having", "window", "limit", "union", "intersect", "except");

    private final Deque<Boolean> inFrom = new ArrayDeque<>(List.of(false));
    private boolean next;

    /** Whether a name is expected here, or a call in place of one. Every token is to be checked once, except names. */
    boolean isTable(Token token) {
        if (token.isBlank()) {
            return false;
        } else if (token.isSymbol('(')) {
            inFrom.push(false);
            next = false;
        } else if (token.isSymbol(')') && inFrom.size() > 1) {
            inFrom.pop();
        } else if (BEFORE.contains(token.name())) {
            in(true);
            next = true;
        } else if (ENDS_FROM.contains(token.name())) {
            in(false);
        } else if (token.isSymbol(',')) {
            next = inFrom.element();
        } else if (next) {
            next = false;
            return token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED_NAME;
        }
        return false;
    }

    private void in(boolean from) {
        inFrom.pop();
        inFrom.push(from);
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
