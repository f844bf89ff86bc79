package io.tidemark.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sizes with a unit, as people write them: {@code 1 MiB}; and lengths of time as a file says them: {@code 30 s}. */
final class UnitText {
    /** The units of size, for messages. */
    static final String SIZE_UNITS = "B, KiB, MiB, GiB";

    // 18 digits always fit a long.
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
    private static final Map<String, Long> BYTES = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private UnitText() {}

    /** An amount of bytes; a bare {@code 0} needs no unit. */
    static @Nullable Size size(String text) {
        Matcher matcher = AMOUNT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long number = Long.parseLong(matcher.group(1));
        Long unit = BYTES.get(matcher.group(2));
        if (unit == null) {
            return number == 0 && matcher.group(2).isEmpty() ? new Size(0) : null;
        }
        return number <= Long.MAX_VALUE / unit ? new Size(number * unit) : null;
    }

    /** As a file says it, in the largest unit that divides it, for example {@code 7 d}. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0 || millis % 1_000 != 0) {
            return millis + " ms";
        } else if (millis % 60_000 != 0) {
            return millis / 1_000 + " s";
        } else if (millis % 3_600_000 != 0) {
            return millis / 60_000 + " min";
        }
        return millis % 86_400_000 != 0 ? millis / 3_600_000 + " h" : millis / 86_400_000 + " d";
    }
}
