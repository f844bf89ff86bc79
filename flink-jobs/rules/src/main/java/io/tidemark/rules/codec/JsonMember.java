package io.tidemark.rules.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A member of a JSON object, as slices of the text that contains it.
 *
 * @param name its name, escapes taken out; empty for a name that is no whole text
 * @param text the text
 * @param nameFrom where the name begins, at its quote
 * @param nameTo the end of the name, behind its quote
 * @param from where the value begins
 * @param to the end of the value
 */
@SuppressWarnings("ArrayRecordComponent")
public record JsonMember(String name, byte[] text, int nameFrom, int nameTo, int from, int to) {
    /** Whether the value is null. */
    public boolean isNull() {
        return text[from] == 'n';
    }

    /** Whether the value is an object. */
    public boolean isObject() {
        return text[from] == '{';
    }

    /** The value as a text, where it is a string of whole characters. */
    public @Nullable String string() {
        if (text[from] != '"') {
            return null;
        }
        byte[] unescaped = Escapes.unescape(text, from + 1, to - 1);
        return unescaped == null ? null : new String(unescaped, StandardCharsets.UTF_8);
    }

    /** The value as a number, where it is a whole one that fits. */
    public OptionalLong whole() {
        boolean number = text[from] == '-' || (text[from] >= '0' && text[from] <= '9');
        return number ? Numbers.whole(text, from, to) : OptionalLong.empty();
    }

    /** The value as it is written. */
    public byte[] value() {
        return Arrays.copyOfRange(text, from, to);
    }
}
