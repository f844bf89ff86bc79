package io.tidemark.lake.mark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When marks are made by themselves, and how long they stay. */
class MarkScheduleTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final MarkSchedule schedule = MarkSchedule.defaults();

    private static Mark at(Instant created, boolean scheduled) {
        String name = (scheduled ? "scheduled-" : "hand-") + MarkSchedule.text(created);
        return SomeMark.named(name, created.minusSeconds(60), scheduled);
    }

    private static List<Mark> hourly(int hours) {
        return IntStream.range(0, hours)
                .mapToObj(hour -> at(START.plus(Duration.ofHours(hour)), true))
                .toList();
    }

    @Test
    void theFirstIsDueAtOnceAndTheNextAnHourAfterTheLast() {
        assertThat(schedule.isDue(List.of(), START)).isTrue();
        List<Mark> one = List.of(at(START, true));
        assertThat(schedule.isDue(one, START.plusSeconds(3599))).isFalse();
        assertThat(schedule.isDue(one, START.plusSeconds(3600))).isTrue();
    }

    @Test
    void aMarkMadeByHandIsNotTheScheduledOne() {
        assertThat(schedule.isDue(List.of(at(START, false)), START.plusSeconds(1)))
                .isTrue();
    }

    @Test
    void afterFortyDaysThereAreSevenDaysOfHoursAndThirtyFiveOfDays() {
        List<Mark> all = hourly(40 * 24);
        Instant now = START.plus(Duration.ofDays(40));
        List<Mark> kept = new ArrayList<>(all);
        kept.removeAll(schedule.expired(all, now));
        assertThat(kept).hasSize(7 * 24 + 28);
        assertThat(kept.get(0).origin().createdAt()).isEqualTo(START.plus(Duration.ofDays(5)));
        assertThat(kept.stream().limit(28))
                .allMatch(mark -> mark.origin().createdAt().toString().endsWith("T00:00:00Z"));
    }

    @Test
    void appliedEveryHourItKeepsTheSameAsAppliedOnce() {
        List<Mark> stepwise = new ArrayList<>();
        List<Mark> all = hourly(40 * 24);
        for (Mark mark : all) {
            stepwise.add(mark);
            stepwise.removeAll(schedule.expired(stepwise, mark.origin().createdAt()));
        }
        Instant now = all.get(all.size() - 1).origin().createdAt();
        List<Mark> once = new ArrayList<>(all);
        once.removeAll(schedule.expired(all, now));
        assertThat(stepwise).isEqualTo(once);
    }

    @Test
    void marksMadeByHandAndTheNewestStayHoweverOldTheyAre() {
        List<Mark> marks = List.of(at(START, false), at(START.plusSeconds(60), true));
        assertThat(schedule.expired(marks, START.plus(Duration.ofDays(4000)))).isEmpty();
        List<Mark> more = List.of(marks.get(0), marks.get(1), at(START.plusSeconds(7200), true));
        assertThat(schedule.expired(more, START.plus(Duration.ofDays(4000)))).containsExactly(marks.get(1));
    }

    @Test
    void theNameIsOneThatAMarkMayHave() {
        String name = MarkSchedule.name(Instant.parse("2026-01-04T12:00:05.9Z"));
        assertThat(name).isEqualTo("scheduled-2026-01-04T12.00.05Z");
        MarkName.require(name);
    }
}
