package io.tidemark.ops.question;

import java.util.ArrayList;
import java.util.List;

/**
 * A name with arguments in parentheses, in a row of tokens.
 *
 * @param arguments the tokens of each, between the commas that separate them
 * @param end the place behind the closing parenthesis
 */
record Call(List<List<Token>> arguments, int end) {
    /**
     * Reads the arguments behind a name.
     *
     * @param open the place of the opening parenthesis
     * @throws IllegalArgumentException if it is never closed
     */
    static Call read(List<Token> tokens, int open) {
        var arguments = new ArrayList<List<Token>>();
        int depth = 1;
        int from = open + 1;
        for (int i = open + 1; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isSymbol('(')) {
                depth++;
            } else if (token.isSymbol(')') && --depth == 0) {
                arguments.add(tokens.subList(from, i));
                return new Call(arguments, i + 1);
            } else if (token.isSymbol(',') && depth == 1) {
                arguments.add(tokens.subList(from, i));
                from = i + 1;
            }
        }
        throw new IllegalArgumentException("A parenthesis is not closed in " + Token.text(tokens));
    }

    /** The text of an argument, without the space around it. */
    String argument(int index) {
        return Token.text(tokens(index));
    }

    /** The tokens of an argument, without the space around it. */
    List<Token> tokens(int index) {
        List<Token> argument = arguments.get(index);
        int from = next(argument, 0);
        int to = argument.size();
        while (to > from && argument.get(to - 1).isBlank()) {
            to--;
        }
        return argument.subList(from, to);
    }

    /** The place of the next token that is not blank; the size if there is none. */
    static int next(List<Token> tokens, int from) {
        int i = from;
        while (i < tokens.size() && tokens.get(i).isBlank()) {
            i++;
        }
        return i;
    }
}
