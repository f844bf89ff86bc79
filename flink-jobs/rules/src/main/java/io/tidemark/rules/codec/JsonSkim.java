package io.tidemark.rules.codec;

/**
 * Steps over JSON without a look at what is in it. Right for every valid text; on any other bytes it gives some index
 * within them, or -1 where a string or a container is not closed.
 */
final class JsonSkim {
    private JsonSkim() {}

    /** Whether this byte is at the index, which may be one past the end. */
    static boolean byteAt(byte[] text, int at, char sign) {
        return at < text.length && text[at] == sign;
    }

    /** The index of the first byte at or behind {@code from} that is no white space; the length where there is none. */
    static int skipWhitespace(byte[] text, int from) {
        int at = from;
        while (at < text.length
                && text[at] <= ' '
                && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** The index behind the string whose opening quote is at {@code quote}, or -1. */
    static int skipString(byte[] text, int quote) {
        int at = ByteScan.quoteOrBackslash(text, quote + 1);
        while (at < text.length && text[at] == '\\') {
            at = ByteScan.quoteOrBackslash(text, at + 2);
        }
        return at < text.length ? at + 1 : -1;
    }

    /** The index behind the value that begins at {@code from}, or -1. */
    static int skipValue(byte[] text, int from) {
        if (from >= text.length) {
            return -1;
        }
        return switch (text[from]) {
            case '"' -> skipString(text, from);
            case '{', '[' -> skipContainer(text, from);
            default -> skipScalar(text, from);
        };
    }

    private static int skipContainer(byte[] text, int from) {
        int depth = 0;
        int at = from;
        while (at < text.length) {
            byte sign = text[at];
            if (sign == '"') {
                at = skipString(text, at);
                if (at < 0) {
                    return -1;
                }
                continue;
            }
            at++;
            // '[' and '{', ']' and '}' differ in one bit.
            int bracket = sign | 0x20;
            if (bracket == '{') {
                depth++;
            } else if (bracket == '}' && --depth == 0) {
                return at;
            }
        }
        return -1;
    }

    private static int skipScalar(byte[] text, int from) {
        int at = from;
        while (at < text.length && text[at] > ' ' && text[at] != ',' && text[at] != '}' && text[at] != ']') {
            at++;
        }
        return at;
    }
}
