package io.tidemark.ops.question;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a text in which quotes, brackets and backslashes keep separators from being any. */
final class Split {
    private static final String ESCAPED = "|*[],\\";

    // A quoted value, or any other character.
    private static final Pattern OF_CONDITIONS = Pattern.compile("(?s)(?<=[\\s,])'(?:[^']|'')*'|.");

    private Split() {}

    /** The parts between separators, with their escapes and the space around them; one more than there are separators. */
    static List<String> at(String text, char separator) {
        var parts = new ArrayList<String>();
        int from = 0;
        for (int at = next(text, separator, 0); at >= 0; at = next(text, separator, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** Where a character is for the first time, outside of brackets and not behind a backslash; -1 if nowhere. */
    static int first(String text, char wanted) {
        return next(text, wanted, 0);
    }

    /** Where a character is for the first time, outside of the quoted values of conditions; -1 if nowhere. */
    static int firstOfConditions(String text, char wanted) {
        Matcher piece = OF_CONDITIONS.matcher(text);
        while (piece.find()) {
            if (piece.group().length() == 1 && text.charAt(piece.start()) == wanted) {
                return piece.start();
            }
        }
        return -1;
    }

    /** The text without the backslashes that took a character as it is. */
    static String unescaped(String text) {
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }

    private static int next(String text, char wanted, int from) {
        boolean quoted = false;
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isEscape(text, i)) {
                i++;
            } else if (c == wanted && depth == 0 && !quoted) {
                return i;
            } else if (c == '\'' && depth > 0) {
                quoted = !quoted;
            } else if (c == '[' && !quoted) {
                depth++;
            } else if (c == ']' && !quoted) {
                depth--;
            }
        }
        return -1;
    }

    private static boolean isEscape(String text, int at) {
        return text.charAt(at) == '\\' && at + 1 < text.length() && ESCAPED.indexOf(text.charAt(at + 1)) >= 0;
    }
}
