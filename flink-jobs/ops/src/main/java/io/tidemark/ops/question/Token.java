package io.tidemark.ops.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The smallest parts of a SQL text, none of which is lost: their texts in a row are the text. */
record Token(Kind kind, String text) {
    /** What a token is; what is in a string, in quotes or in a comment is never looked at. */
    enum Kind {
        STRING,
        QUOTED_NAME,
        COMMENT,
        SPACE,
        PARAMETER,
        WORD,
        SYMBOL
    }

    private static final Pattern TOKEN = Pattern.compile("('[^']*+(?:''[^']*+)*+')"
            + "|(`[^`]*`|\"[^\"]*\")"
            + "|(--[^\\n]*|(?s:/\\*.*?\\*/))"
            + "|(\\s+)"
            + "|(:[a-z][a-z_0-9]*)"
            + "|([A-Za-z_][A-Za-z_0-9]*)"
            + "|(::|(?s:.))");

    /** The parts of a text. */
    static List<Token> of(String sql) {
        var tokens = new ArrayList<Token>();
        Matcher matcher = TOKEN.matcher(sql);
        while (matcher.find()) {
            for (Kind kind : Kind.values()) {
                if (matcher.group(kind.ordinal() + 1) != null) {
                    tokens.add(new Token(kind, matcher.group()));
                }
            }
        }
        return tokens;
    }

    /** Text that is passed to the engine verbatim, such as a literal in its dialect: nothing in it is parsed. */
    static Token verbatim(String text) {
        return new Token(Kind.STRING, text);
    }

    /** The text of parts. */
    static String text(List<Token> tokens) {
        var text = new StringBuilder();
        tokens.forEach(token -> text.append(token.text));
        return text.toString();
    }

    /** Whether it is a word, in whatever case. */
    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    /** Whether it is a sign of one character. */
    boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && text.length() == 1 && text.charAt(0) == symbol;
    }

    /** Whether it says nothing to an engine. */
    boolean isBlank() {
        return kind == Kind.SPACE || kind == Kind.COMMENT;
    }

    /** The name that it means: a word without its case, a parameter without its colon. */
    String name() {
        return kind == Kind.PARAMETER ? text.substring(1) : text.toLowerCase(Locale.ROOT);
    }
}
