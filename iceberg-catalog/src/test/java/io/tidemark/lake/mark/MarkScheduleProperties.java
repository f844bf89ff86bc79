package io.tidemark.lake.mark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What expires of random marks is what a model says that goes mark by mark; and what a schedule never does. */
class MarkScheduleProperties {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Random random = new Random(SEED);

    private List<Mark> marks() {
        List<Mark> marks = new ArrayList<>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            // On hours, so that days begin and marks are made at the same time now and then.
            Instant created = START.plus(Duration.ofHours(random.nextInt(24 * 6)));
            marks.add(SomeMark.named("m" + i, created.minusSeconds(60), random.nextInt(4) > 0));
        }
        return marks;
    }

    private MarkSchedule schedule() {
        return new MarkSchedule(
                Duration.ofHours(1 + random.nextInt(4)),
                Duration.ofHours(random.nextInt(60)),
                Duration.ofHours(random.nextInt(100)));
    }

    private static boolean isBefore(Mark one, Mark other) {
        int times = one.origin().createdAt().compareTo(other.origin().createdAt());
        return times < 0 || (times == 0 && one.name().compareTo(other.name()) < 0);
    }

    private static LocalDate day(Mark mark) {
        return mark.origin().createdAt().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static boolean expires(MarkSchedule schedule, Mark mark, List<Mark> all, Instant now) {
        List<Mark> others = all.stream()
                .filter(each -> each.origin().scheduled() && !each.equals(mark))
                .toList();
        boolean newest = others.stream().noneMatch(each -> isBefore(mark, each));
        boolean firstOfDay = others.stream()
                .noneMatch(each -> isBefore(each, mark) && day(each).equals(day(mark)));
        Duration age = Duration.between(mark.origin().createdAt(), now);
        boolean old = age.compareTo(schedule.keepAll()) > 0 && (!firstOfDay || age.compareTo(schedule.keepDaily()) > 0);
        return mark.origin().scheduled() && !newest && old;
    }

    @Test
    void whatExpiresIsWhatAModelSaysTheOldestFirst() {
        System.out.println("MarkScheduleProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < 5_000; round++) {
            List<Mark> marks = marks();
            MarkSchedule schedule = schedule();
            Instant now = START.plus(Duration.ofHours(random.nextInt(24 * 9)));
            List<Mark> expected = new ArrayList<>(marks.stream()
                    .filter(mark -> expires(schedule, mark, marks, now))
                    .toList());
            expected.sort((one, other) -> isBefore(one, other) ? -1 : 1);
            assertThat(schedule.expired(marks, now).stream().map(Mark::name))
                    .as("seed %d: %s at %s of %s", SEED, schedule, now, marks)
                    .containsExactlyElementsOf(expected.stream().map(Mark::name).toList());
        }
    }

    @Test
    void theOrderInWhichMarksAreGivenDoesNotMatter() {
        System.out.println("MarkScheduleProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < 500; round++) {
            List<Mark> marks = marks();
            List<Mark> shuffled = new ArrayList<>(marks);
            Collections.shuffle(shuffled, random);
            MarkSchedule schedule = schedule();
            Instant now = START.plus(Duration.ofHours(random.nextInt(24 * 9)));
            assertThat(schedule.expired(shuffled, now)).as("seed %d", SEED).isEqualTo(schedule.expired(marks, now));
            assertThat(schedule.isDue(shuffled, now)).as("seed %d", SEED).isEqualTo(schedule.isDue(marks, now));
        }
    }

    @Test
    void theNextIsDueWhenNoneWasScheduledWithinTheTime() {
        System.out.println("MarkScheduleProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < 2_000; round++) {
            List<Mark> marks = marks();
            MarkSchedule schedule = schedule();
            Instant now = START.plus(Duration.ofHours(random.nextInt(24 * 7)));
            boolean within = marks.stream()
                    .filter(mark -> mark.origin().scheduled())
                    .anyMatch(mark -> mark.origin().createdAt().isAfter(now.minus(schedule.every())));
            assertThat(schedule.isDue(marks, now)).as("seed %d", SEED).isEqualTo(!within);
        }
    }

    @Test
    void aMarkOfExactlyItsAgeIsStillKept() {
        MarkSchedule schedule = new MarkSchedule(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(2));
        Mark first = SomeMark.named("first", START.minusSeconds(60), true);
        Mark second = SomeMark.named("second", START.plusSeconds(3540), true);
        Mark newest = SomeMark.named("third", START.plusSeconds(7140), true);
        List<Mark> marks = List.of(first, second, newest);
        Instant secondMade = second.origin().createdAt();
        assertThat(schedule.expired(marks, secondMade.plus(Duration.ofDays(1)))).isEmpty();
        assertThat(schedule.expired(marks, secondMade.plus(Duration.ofDays(1)).plusMillis(1)))
                .containsExactly(second);
        assertThat(schedule.expired(marks, START.plus(Duration.ofDays(2)))).containsExactly(second);
        assertThat(schedule.expired(marks, START.plus(Duration.ofDays(2)).plusMillis(1)))
                .containsExactly(first, second);
    }

    @Test
    void theDefaultsAreThoseOfTheReadme() {
        assertThat(MarkSchedule.defaults())
                .isEqualTo(new MarkSchedule(Duration.ofHours(1), Duration.ofDays(7), Duration.ofDays(35)));
    }
}
