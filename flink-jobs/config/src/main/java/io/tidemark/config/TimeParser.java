package io.tidemark.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The only parser of points in time that people write; in UTC, or in a zone of the caller's, unless they say otherwise. */
public final class TimeParser {
    /** What it takes, for messages. */
    public static final String EXPECTED =
            "a point in time, such as 2018-11-05, '2018-11-05 14:30', 'now - 7 days'," + " beginning or end, in UTC";
    /** Before any event that can be. */
    public static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");
    /** After any event that can be. */
    public static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private static final String NOW = "now";
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'[HH[:mm[:ss]]]]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    // As Amplitude's export takes it: 20181101T05.
    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("uuuuMMdd['T'H]", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private TimeParser() {}

    /**
     * What a text means: {@code 2018-11-05}, {@code 2018-11-05 14:30}, {@code 2018-11-05T14:30:00+01:00}, {@code
     * 20181105T14}, {@code beginning}, {@code end}, {@code now} or {@code now - 30 minutes}; null if nothing.
     */
    public static @Nullable Instant parse(String text, Instant now) {
        return parse(text, now, ZoneOffset.UTC);
    }

    /**
     * The same, where a text without an offset is a local time of a zone: the earlier of two with that name, and the later
     * of the times around one that the zone leaves out.
     */
    public static @Nullable Instant parse(String text, Instant now, ZoneId zone) {
        if (text.equals("beginning")) {
            return BEGINNING;
        } else if (text.equals("end")) {
            return END;
        } else if (text.startsWith(NOW)) {
            return before(now, text.substring(NOW.length()).strip());
        }
        for (DateTimeFormatter form : List.of(ISO, COMPACT)) {
            try {
                return instant(form.parse(text.replace(' ', 'T')), zone);
            } catch (DateTimeException notThis) {
                // The other one, or none.
            }
        }
        return null;
    }

    /** The nearest time from the beginning to the end, which every engine can write. */
    public static Instant nearest(Instant time) {
        if (time.isBefore(BEGINNING)) {
            return BEGINNING;
        }
        return time.isAfter(END) ? END : time;
    }

    private static @Nullable Instant before(Instant now, String rest) {
        if (rest.isEmpty()) {
            return now;
        }
        Duration back =
                rest.startsWith("-") ? DurationParser.parse(rest.substring(1).strip()) : null;
        try {
            return back == null ? null : now.minus(back);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static Instant instant(TemporalAccessor parsed, ZoneId zone) {
        LocalDateTime time = LocalDate.from(parsed)
                .atTime(
                        field(parsed, ChronoField.HOUR_OF_DAY),
                        field(parsed, ChronoField.MINUTE_OF_HOUR),
                        field(parsed, ChronoField.SECOND_OF_MINUTE),
                        field(parsed, ChronoField.NANO_OF_SECOND));
        boolean zoned = parsed.isSupported(ChronoField.OFFSET_SECONDS);
        return time.atZone(zoned ? ZoneOffset.from(parsed) : zone).toInstant();
    }

    private static int field(TemporalAccessor parsed, ChronoField field) {
        return parsed.isSupported(field) ? parsed.get(field) : 0;
    }
}
