package io.tidemark.job.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amounts with a unit, as people write them: {@code 30 s}, {@code 1 MiB}. Text that is no such amount gives null. */
final class UnitText {
    /** The units of time, for messages. */
    static final String TIME_UNITS = "ms, s, min, h, d";
    /** The units of size, for messages. */
    static final String SIZE_UNITS = "B, KiB, MiB, GiB";

    // 18 digits always fit a long.
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Long> BYTES = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private UnitText() {}

    /** A span of time; a bare {@code 0} needs no unit. */
    static @Nullable Duration duration(String text) {
        Long millis = amount(text, MILLIS);
        return millis == null ? null : Duration.ofMillis(millis);
    }

    /** An amount of bytes; a bare {@code 0} needs no unit. */
    static @Nullable Size size(String text) {
        Long bytes = amount(text, BYTES);
        return bytes == null ? null : new Size(bytes);
    }

    /** As a file says it, in the largest unit that divides it, for example {@code 7 d}. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        for (String unit : new String[] {"d", "h", "min", "s"}) {
            long one = MILLIS.getOrDefault(unit, 1L);
            if (millis != 0 && millis % one == 0) {
                return millis / one + " " + unit;
            }
        }
        return millis + " ms";
    }

    private static @Nullable Long amount(String text, Map<String, Long> units) {
        Matcher matcher = AMOUNT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long number = Long.parseLong(matcher.group(1));
        Long unit = units.get(matcher.group(2));
        if (unit == null) {
            return number == 0 && matcher.group(2).isEmpty() ? 0L : null;
        }
        return number <= Long.MAX_VALUE / unit ? Long.valueOf(number * unit) : null;
    }
}
