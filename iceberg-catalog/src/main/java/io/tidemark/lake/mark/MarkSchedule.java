package io.tidemark.lake.mark;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When marks are made by themselves, and how long those are kept. A mark that a person made stays until a person deletes
 * it, and the newest of the scheduled ones stays however old it is.
 *
 * @param every how often
 * @param keepAll how long each of them is kept
 * @param keepDaily how long the first of each day (UTC) is kept
 */
public record MarkSchedule(Duration every, Duration keepAll, Duration keepDaily) {
    private static final String NAME = "scheduled-";
    private static final Comparator<Mark> BY_AGE =
            Comparator.comparing((Mark mark) -> mark.origin().createdAt()).thenComparing(Mark::name);

    /** Every hour; all of 7 days and one a day of 35. */
    public static MarkSchedule defaults() {
        return new MarkSchedule(Duration.ofHours(1), Duration.ofDays(7), Duration.ofDays(35));
    }

    /** Whether it is time for the next one: none was scheduled within the last {@link #every}. */
    public boolean isDue(List<Mark> marks, Instant now) {
        return newest(marks)
                .map(mark -> !mark.origin().createdAt().plus(every).isAfter(now))
                .orElse(true);
    }

    /** The name of a scheduled mark that is made now, for example {@code scheduled-2026-01-04T12.00.05Z}. */
    public static String name(Instant now) {
        return NAME + text(now);
    }

    /** A time as part of a mark's name: {@code 2026-01-04T12.00.05Z}. */
    public static String text(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '.');
    }

    /** Which marks need not be kept any longer, the oldest first. */
    public List<Mark> expired(List<Mark> marks, Instant now) {
        Map<LocalDate, Mark> firsts = new HashMap<>();
        List<Mark> scheduled = marks.stream()
                .filter(mark -> mark.origin().scheduled())
                .sorted(BY_AGE)
                .toList();
        scheduled.forEach(mark -> firsts.putIfAbsent(day(mark), mark));
        Optional<Mark> newest = newest(marks);
        return scheduled.stream()
                .filter(mark -> newest.isEmpty() || !mark.equals(newest.get()))
                .filter(mark -> {
                    Duration keep = mark.equals(firsts.get(day(mark))) && keepDaily.compareTo(keepAll) > 0
                            ? keepDaily
                            : keepAll;
                    return mark.origin().createdAt().plus(keep).isBefore(now);
                })
                .toList();
    }

    private static Optional<Mark> newest(List<Mark> marks) {
        return marks.stream().filter(mark -> mark.origin().scheduled()).max(BY_AGE);
    }

    private static LocalDate day(Mark mark) {
        return LocalDate.ofInstant(mark.origin().createdAt(), ZoneOffset.UTC);
    }
}
