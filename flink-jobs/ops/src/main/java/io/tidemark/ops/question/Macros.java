package io.tidemark.ops.question;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The words that the questions use and that each engine says in its own way: {@code NAME(a, b) = expression;} in a file
 * of {@code sql/dialects}. A call is replaced by the expression with the arguments in their places.
 */
final class Macros {
    private final Map<String, Macro> macros;

    private Macros(Map<String, Macro> macros) {
        this.macros = macros;
    }

    /** One of them: what its arguments are called, and what it expands to. */
    private record Macro(List<String> parameters, List<Token> body) {}

    /**
     * Reads definitions.
     *
     * @throws IllegalArgumentException if they are none
     */
    static Macros parse(String text) {
        List<Token> tokens = Token.of(text).stream()
                .filter(token -> token.kind() != Token.Kind.COMMENT)
                .toList();
        var macros = new HashMap<String, Macro>();
        int at = Call.next(tokens, 0);
        while (at < tokens.size()) {
            String name = tokens.get(at).text();
            Call head = Call.read(tokens, Call.next(tokens, at + 1));
            int equals = Call.next(tokens, head.end());
            int end = equals;
            while (end < tokens.size() && !tokens.get(end).isSymbol(';')) {
                end++;
            }
            if (end == tokens.size() || !tokens.get(equals).isSymbol('=')) {
                throw new IllegalArgumentException("Not a definition of the form NAME(a) = expression; in " + name);
            }
            List<String> parameters = new ArrayList<>();
            for (int i = 0; i < head.arguments().size(); i++) {
                parameters.add(head.argument(i));
            }
            String body = Token.text(tokens.subList(equals + 1, end)).strip();
            macros.put(name, new Macro(parameters, Token.of(body)));
            at = Call.next(tokens, end + 1);
        }
        return new Macros(macros);
    }

    /** The names that are defined. */
    Set<String> names() {
        return macros.keySet();
    }

    /** The use of a macro with arguments that are text of an engine already, such as literals: nothing in them is parsed. */
    Use use(String name) {
        return new Use(name);
    }

    /** A use that gets its arguments one by one. */
    final class Use {
        private final String name;
        private final List<List<Token>> arguments = new ArrayList<>();

        private Use(String name) {
            this.name = name;
        }

        /** The next argument. */
        Use with(String argument) {
            arguments.add(List.of(Token.verbatim(argument)));
            return this;
        }

        /** What it expands to. */
        String render() {
            return Token.text(apply(name, Objects.requireNonNull(macros.get(name), name), new Call(arguments, 0)));
        }
    }

    /** These, and more of them, which may use these. */
    Macros and(Macros more) {
        var all = new HashMap<>(macros);
        all.putAll(more.macros);
        return new Macros(all);
    }

    /** A text with every call of a macro, also in arguments of another, replaced. Names are told by their capitals. */
    List<Token> expand(List<Token> tokens) {
        var expanded = new ArrayList<Token>();
        int at = 0;
        while (at < tokens.size()) {
            Token token = tokens.get(at);
            Macro macro = token.kind() == Token.Kind.WORD ? macros.get(token.text()) : null;
            int open = Call.next(tokens, at + 1);
            if (macro == null || open == tokens.size() || !tokens.get(open).isSymbol('(')) {
                expanded.add(token);
                at++;
                continue;
            }
            Call call = Call.read(tokens, open);
            expanded.addAll(apply(token.text(), macro, call));
            at = call.end();
        }
        return expanded;
    }

    private List<Token> apply(String name, Macro macro, Call call) {
        if (call.arguments().size() != macro.parameters.size()) {
            throw new IllegalArgumentException(name + " takes " + macro.parameters.size() + " arguments, not "
                    + call.arguments().size());
        }
        var body = new ArrayList<Token>();
        for (Token token : macro.body) {
            int parameter = token.kind() == Token.Kind.WORD ? macro.parameters.indexOf(token.text()) : -1;
            if (parameter < 0) {
                body.add(token);
            } else {
                body.addAll(call.tokens(parameter));
            }
        }
        return expand(body);
    }
}
