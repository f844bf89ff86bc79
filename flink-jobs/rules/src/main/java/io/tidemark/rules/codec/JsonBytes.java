package io.tidemark.rules.codec;

/**
 * A cursor over one JSON text, strict to RFC 8259: it tells whether the text is JSON and where its parts are, and keeps
 * nothing else. Bytes that are not UTF-8 are not JSON; neither is a byte order mark or anything behind the value.
 *
 * <p>The methods that pass something return whether it was there. After one of them has returned false, {@link #fault}
 * and {@link #faultAt} say what is wrong and where, and the cursor is of no more use until {@link #open}. One pass, no
 * recursion, no allocation.
 */
public final class JsonBytes {
    /** What {@link #next} gives at the end of the text. */
    public static final int END = -1;

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private final Nesting nesting = new Nesting();
    private byte[] bytes = {};
    private int at;
    private int from;
    private int to;
    private boolean escaped;
    private String fault = "";
    private int faultAt;

    /** Goes to the beginning of another text. */
    public void open(byte[] text) {
        bytes = text;
        at = 0;
    }

    /** The cursor's index. */
    public int at() {
        return at;
    }

    /** Where the string (behind its quote) or number passed last begins. */
    public int from() {
        return from;
    }

    /** Where the string (its closing quote) or number passed last ends. */
    public int to() {
        return to;
    }

    /** Whether the string passed last holds escapes. */
    public boolean escaped() {
        return escaped;
    }

    /** What is wrong with the text, as the end of a sentence. */
    public String fault() {
        return fault;
    }

    /** The byte at which the text goes wrong, counted from 0. */
    public int faultAt() {
        return faultAt;
    }

    /** Passes white space; gives the byte behind it (0 to 255), which is not passed, or {@link #END}. */
    public int next() {
        byte[] text = bytes;
        int i = at;
        while (i < text.length) {
            byte value = text[i];
            if (value > ' ' || (value != ' ' && value != '\n' && value != '\r' && value != '\t')) {
                at = i;
                return value & 0xFF;
            }
            i++;
        }
        at = i;
        return END;
    }

    /** Passes one byte that {@link #next} has shown. */
    public void advance() {
        at++;
    }

    /** Passes white space up to the end of the text. */
    public boolean end() {
        return next() == END || fail("something follows the value");
    }

    /** Passes a member's name, its colon and white space; the cursor is at or before the name. */
    public boolean name() {
        if (next() != '"') {
            return fail("a name in quotes is missing");
        }
        if (!string()) {
            return false;
        }
        if (next() != ':') {
            return fail("a colon is missing");
        }
        at++;
        next();
        return true;
    }

    /** Passes a string; the cursor is at its opening quote. */
    public boolean string() {
        byte[] text = bytes;
        int i = at + 1;
        from = i;
        escaped = false;
        while (true) {
            i = ByteScan.special(text, i);
            if (i >= text.length) {
                return fail("this string is not closed");
            }
            byte value = text[i];
            if (value == '"') {
                to = i;
                at = i + 1;
                return true;
            }
            int after;
            if (value == '\\') {
                escaped = true;
                after = Escapes.after(text, i);
            } else {
                after = value < 0 ? Utf8.after(text, i) : -1;
            }
            if (after < 0) {
                at = i;
                return fail(unfit(value));
            }
            i = after;
        }
    }

    /** Passes a number; the cursor is at its minus sign or first digit. */
    public boolean number() {
        int after = Numbers.after(bytes, at);
        if (after < 0) {
            return fail("this number is not written as JSON writes numbers");
        }
        from = at;
        to = after;
        at = after;
        return true;
    }

    /** Passes the literal {@code null}, {@code true} or {@code false} that begins with the letter shown. */
    public boolean literal(int letter) {
        byte[] word = letter == 'n' ? NULL : letter == 't' ? TRUE : FALSE;
        for (int i = 0; i < word.length; i++) {
            if (at + i >= bytes.length || bytes[at + i] != word[i]) {
                return fail("this is no JSON value");
            }
        }
        at += word.length;
        return true;
    }

    /** Passes a value of any kind, however deep; the cursor is at its first byte. */
    public boolean value() {
        nesting.clear();
        while (true) {
            int first = next();
            if (first == '{' || first == '[') {
                at++;
                boolean object = first == '{';
                if (next() != (object ? '}' : ']')) {
                    nesting.open(object);
                    if (object && !name()) {
                        return false;
                    }
                    continue;
                }
                at++;
            } else if (!scalar(first)) {
                return false;
            }
            if (!closeUpToComma()) {
                return false;
            }
            if (nesting.isEmpty()) {
                return true;
            }
        }
    }

    /** Notes what is wrong at the cursor; always false. */
    public boolean fail(String what) {
        fault = what;
        faultAt = at;
        return false;
    }

    private boolean scalar(int first) {
        return switch (first) {
            case '"' -> string();
            case 't', 'f', 'n' -> literal(first);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            case END -> fail("the text ends where a value is missing");
            default -> fail("this is no JSON value");
        };
    }

    /** Behind a value: closes what ends here, until nothing is open or the next value is at the cursor. */
    private boolean closeUpToComma() {
        while (!nesting.isEmpty()) {
            boolean object = nesting.inObject();
            int sign = next();
            if (sign == ',') {
                at++;
                return !object || name();
            }
            if (sign != (object ? '}' : ']')) {
                return fail(
                        object ? "a comma or a closing brace is missing" : "a comma or a closing bracket is missing");
            }
            at++;
            nesting.close();
        }
        return true;
    }

    private static String unfit(byte value) {
        if (value == '\\') {
            return "this escape is none that JSON knows";
        }
        return value < 0 ? "this is no UTF-8" : "a control character in a string is not escaped";
    }
}
