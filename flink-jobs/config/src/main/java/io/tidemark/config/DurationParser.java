package io.tidemark.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The only parser of lengths of time that people write: in a configuration file, an option or a question. */
public final class DurationParser {
    /** What it takes, for messages. */
    public static final String EXPECTED = "a length of time, such as '7 days', '30 minutes' or 1h30m";

    private static final Pattern PART = Pattern.compile("\\s*(\\d{1,18})\\s*([a-z]+)\\s*(?:,|and)?");
    private static final Map<String, Duration> UNITS = Map.ofEntries(
            Map.entry("ms", Duration.ofMillis(1)),
            Map.entry("millisecond", Duration.ofMillis(1)),
            Map.entry("s", Duration.ofSeconds(1)),
            Map.entry("second", Duration.ofSeconds(1)),
            Map.entry("m", Duration.ofMinutes(1)),
            Map.entry("min", Duration.ofMinutes(1)),
            Map.entry("minute", Duration.ofMinutes(1)),
            Map.entry("h", Duration.ofHours(1)),
            Map.entry("hour", Duration.ofHours(1)),
            Map.entry("d", Duration.ofDays(1)),
            Map.entry("day", Duration.ofDays(1)),
            Map.entry("w", Duration.ofDays(7)),
            Map.entry("week", Duration.ofDays(7)));

    private DurationParser() {}

    /** What a text means: {@code 7 days}, {@code 7 d}, {@code 1h 30m}, {@code PT90M}, a bare {@code 0}; null if nothing. */
    public static @Nullable Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        } else if (text.startsWith("P")) {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException e) {
                return null;
            }
        }
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        try {
            while (end < text.length() && part.find() && part.start() == end) {
                Duration unit = unit(part.group(2));
                if (unit == null) {
                    return null;
                }
                sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
                end = part.end();
            }
        } catch (ArithmeticException e) {
            return null;
        }
        return end == text.length() && end > 0 ? sum : null;
    }

    private static @Nullable Duration unit(String word) {
        Duration unit = UNITS.get(word);
        return unit != null || !word.endsWith("s") ? unit : UNITS.get(word.substring(0, word.length() - 1));
    }
}
