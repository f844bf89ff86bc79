package io.tidemark.job.question;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A moment in a person's words, in UTC unless it says otherwise. */
final class Moment {
    /** Before any event that can be. */
    static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");

    /** After any event that can be. */
    static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private static final String NOW = "now";

    private Moment() {}

    /**
     * What a text means: {@code 2018-11-05}, {@code 2018-11-05 14:30}, {@code 2018-11-05T14:30:00+01:00}, {@code beginning},
     * {@code end}, {@code now} or {@code now - 30 minutes}; null if nothing, or if it is outside the years 1 to 9999.
     */
    static @Nullable Instant parse(String text, Instant now) {
        Instant moment;
        try {
            moment = read(text, now);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
        return moment == null || moment.isBefore(BEGINNING) || moment.isAfter(END) ? null : moment;
    }

    /** The nearest moment that every engine can write: those before the beginning or after the end are not. */
    static Instant nearest(Instant moment) {
        if (moment.isBefore(BEGINNING)) {
            return BEGINNING;
        }
        return moment.isAfter(END) ? END : moment;
    }

    private static @Nullable Instant read(String text, Instant now) {
        if (text.equals("beginning")) {
            return BEGINNING;
        } else if (text.equals("end")) {
            return END;
        } else if (text.startsWith(NOW)) {
            String rest = text.substring(NOW.length()).strip();
            Duration back =
                    rest.startsWith("-") ? Length.parse(rest.substring(1).strip()) : null;
            return rest.isEmpty() ? now : back == null ? null : now.minus(back);
        }
        String iso = text.replace(' ', 'T');
        if (!iso.contains("T")) {
            return LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        boolean zoned = iso.endsWith("Z") || iso.matches(".*T.*[+-]\\d{2}(:?\\d{2})?");
        return zoned
                ? OffsetDateTime.parse(iso).toInstant()
                : LocalDateTime.parse(iso.length() == "2018-11-05T14".length() ? iso + ":00" : iso)
                        .toInstant(ZoneOffset.UTC);
    }
}
