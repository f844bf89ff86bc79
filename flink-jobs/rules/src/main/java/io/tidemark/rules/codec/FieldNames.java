package io.tidemark.rules.codec;

import io.tidemark.rules.event.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * From a member's name to its {@link Field} by one look into a table: a name's length and three of its bytes make a
 * number, and a multiplier is searched once that sends the number of every field to a slot of its own.
 */
public final class FieldNames {
    private static final int BITS = 8;
    private static final @Nullable Field[] SLOTS = new Field[1 << BITS];
    private static final byte[][] NAMES = new byte[1 << BITS][];
    private static final int MULTIPLIER;

    static {
        int multiplier = 0x9E3779B1;
        while (!separates(multiplier)) {
            // Odd, so that no bit of the number is lost.
            multiplier += 2;
        }
        MULTIPLIER = multiplier;
        Arrays.fill(NAMES, new byte[0]);
        for (Field field : Field.all()) {
            byte[] name = bytes(field);
            int slot = slot(name, 0, name.length, MULTIPLIER);
            SLOTS[slot] = field;
            NAMES[slot] = name;
        }
    }

    private FieldNames() {}

    /** The field of this name, escapes taken out, or null where it is none. */
    public static @Nullable Field find(byte[] text, int from, int to) {
        if (from == to) {
            return null;
        }
        int slot = slot(text, from, to, MULTIPLIER);
        byte[] name = NAMES[slot];
        return Arrays.equals(text, from, to, name, 0, name.length) ? SLOTS[slot] : null;
    }

    private static int slot(byte[] text, int from, int to, int multiplier) {
        int length = to - from;
        int sample = length << 24 ^ text[from] << 16 ^ text[from + (length >> 1)] << 8 ^ text[to - 1];
        return (sample * multiplier) >>> (32 - BITS);
    }

    private static boolean separates(int multiplier) {
        return Field.all().stream()
                        .map(FieldNames::bytes)
                        .mapToInt(name -> slot(name, 0, name.length, multiplier))
                        .distinct()
                        .count()
                == Field.all().size();
    }

    private static byte[] bytes(Field field) {
        return field.jsonName().getBytes(StandardCharsets.UTF_8);
    }
}
