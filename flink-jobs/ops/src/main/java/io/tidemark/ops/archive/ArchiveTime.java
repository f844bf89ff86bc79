package io.tidemark.ops.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Times of an archive: {@code 2025-07-01 16:34:54.837000}, UTC. A year of more than four digits has a sign before it, as
 * in ISO 8601.
 */
final class ArchiveTime {
    private static final DateTimeFormatter TO_THE_SECOND = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4, 10, SignStyle.EXCEEDS_PAD)
            .appendPattern("-MM-dd HH:mm:ss")
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter WRITTEN = new DateTimeFormatterBuilder()
            .append(TO_THE_SECOND)
            .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter READ = new DateTimeFormatterBuilder()
            .append(TO_THE_SECOND)
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private ArchiveTime() {}

    static String write(Instant time) {
        return WRITTEN.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    }

    /** In ms since the epoch, what is finer cut off; nothing where it is no time. */
    static OptionalLong millis(String text) {
        try {
            return OptionalLong.of(
                    LocalDateTime.parse(text, READ).toInstant(ZoneOffset.UTC).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }
}
