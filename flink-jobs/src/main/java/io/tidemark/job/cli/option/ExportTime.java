package io.tidemark.job.cli.option;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as a person types them: a day, an hour, any ISO time, and Amplitude's {@code 20181101T05}; UTC. */
public final class ExportTime implements ITypeConverter<Instant> {
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'[HH[:mm[:ss]]]][ HH:mm[:ss]]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyyMMdd['T'H]", Locale.ROOT);

    /** Made by picocli. */
    public ExportTime() {}

    @Override
    public Instant convert(String text) {
        for (DateTimeFormatter form : new DateTimeFormatter[] {ISO, COMPACT}) {
            try {
                return instant(form.parse(text));
            } catch (DateTimeException notThis) {
                // The other one, or none.
            }
        }
        throw new TypeConversionException("'" + text
                + "' is no time. Give a day (2018-11-01), an hour (2018-11-01T05) or any ISO 8601 time; UTC unless it"
                + " says otherwise.");
    }

    private static Instant instant(TemporalAccessor parsed) {
        LocalDate day = LocalDate.from(parsed);
        LocalDateTime time = day.atTime(
                        field(parsed, ChronoField.HOUR_OF_DAY), field(parsed, ChronoField.MINUTE_OF_HOUR))
                .withSecond(field(parsed, ChronoField.SECOND_OF_MINUTE))
                .withNano(field(parsed, ChronoField.NANO_OF_SECOND));
        return parsed.isSupported(ChronoField.OFFSET_SECONDS)
                ? OffsetDateTime.of(time, ZoneOffset.from(parsed)).toInstant()
                : time.toInstant(ZoneOffset.UTC);
    }

    private static int field(TemporalAccessor parsed, ChronoField field) {
        return parsed.isSupported(field) ? parsed.get(field) : 0;
    }
}
