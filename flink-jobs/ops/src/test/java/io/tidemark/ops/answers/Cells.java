package io.tidemark.ops.answers;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/**
 * The hours, days, weeks or months of a time zone, as a calendar has them.
 *
 * @param interval hour, day, week or month; any other word is one cell for all times
 * @param zone the zone
 * @param first the day with which a week begins
 */
record Cells(String interval, ZoneId zone, DayOfWeek first) {
    private static final LocalDateTime EVER = LocalDate.EPOCH.atStartOfDay();

    /** When the cell of a time begins, on a clock of the zone. */
    LocalDateTime begin(long ms) {
        LocalDateTime local = Instant.ofEpochMilli(ms).atZone(zone).toLocalDateTime();
        return switch (interval) {
            case "hour" -> local.truncatedTo(ChronoUnit.HOURS);
            case "day" -> local.truncatedTo(ChronoUnit.DAYS);
            case "week" ->
                local.toLocalDate()
                        .with(TemporalAdjusters.previousOrSame(first))
                        .atStartOfDay();
            case "month" -> local.toLocalDate().withDayOfMonth(1).atStartOfDay();
            default -> EVER;
        };
    }

    /** When the cell begins that is a number of cells after one. */
    LocalDateTime after(LocalDateTime begin, long cells) {
        return switch (interval) {
            case "hour" -> begin.plusHours(cells);
            case "day" -> begin.plusDays(cells);
            case "week" -> begin.plusWeeks(cells);
            case "month" -> begin.plusMonths(cells);
            default -> begin;
        };
    }

    /** How many cells one is after another. */
    long between(LocalDateTime earlier, LocalDateTime later) {
        return switch (interval) {
            case "hour" -> ChronoUnit.HOURS.between(earlier, later);
            case "day" -> ChronoUnit.DAYS.between(earlier, later);
            case "week" -> ChronoUnit.WEEKS.between(earlier, later);
            case "month" -> ChronoUnit.MONTHS.between(earlier, later);
            default -> 0;
        };
    }

    /** Whether all before a cell is over at a time, ms since the epoch. */
    boolean hasBegun(LocalDateTime begin, long ms) {
        return ms >= begin.atZone(zone).toInstant().toEpochMilli();
    }

    /** A cell as the questions write it. */
    String text(LocalDateTime begin) {
        String text = begin.toString();
        return switch (interval) {
            case "hour" -> text.replace('T', ' ');
            case "day", "week" -> text.substring(0, "2018-11-05".length());
            case "month" -> text.substring(0, "2018-11".length());
            default -> "all";
        };
    }
}
