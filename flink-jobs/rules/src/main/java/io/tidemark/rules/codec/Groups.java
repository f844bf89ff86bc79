package io.tidemark.rules.codec;

/** What the value of {@code groups} may be: for each type of group a name, a list of names, or null. */
final class Groups {
    private Groups() {}

    /** Whether the values of this object are strings, lists of strings, or null. The slice must be valid JSON. */
    static boolean fit(byte[] json, int from, int to) {
        boolean inList = false;
        int at = from + 1;
        while (at < to) {
            switch (json[at]) {
                case '"' -> at = JsonSkim.skipString(json, at);
                case '[' -> {
                    if (inList) {
                        return false;
                    }
                    inList = true;
                    at++;
                }
                case ']' -> {
                    inList = false;
                    at++;
                }
                case 'n' -> {
                    if (inList) {
                        return false;
                    }
                    at += 4;
                }
                case ',', ':', '}', ' ', '\t', '\n', '\r' -> at++;
                default -> {
                    return false;
                }
            }
        }
        return true;
    }
}
