package io.tidemark.ops.answers;

import io.tidemark.rules.model.History;
import io.tidemark.rules.model.PersonEvent;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How busy it was, and how many there are. */
final class ActivityCases {
    private ActivityCases() {}

    static List<Case> all() {
        Case all = perHour(Map.of());
        Case people = beforeAndAfterMerging();
        return List.of(
                all,
                all.asOf("half"),
                perHour(Map.of("from", "2024-01-09", "to", "2024-01-09 18:30")),
                perHour(Map.of("from", "2024-03-04", "to", "2024-03-05")),
                perHour(Map.of(
                        "interval", "day", "zone", "America/New_York", "from", "2018-11-03", "to", "2018-11-06")),
                perHour(Map.of("zone", "America/New_York", "from", "2018-11-03 20:00", "to", "2018-11-05 05:00")),
                perHour(Map.of("interval", "week", "week_begins", "sunday")).asOf("half"),
                perHour(Map.of("interval", "month", "filter", "platform is not Web", "zone", "Asia/Kolkata")),
                perHour(Map.of("interval", "all", "cohort", "cohort(did=NextSong; at_least=5; window=1 hour)")),
                people,
                people.asOf("half"),
                Case.of("rejected_and_why", Map.of(), ActivityCases::rejected));
    }

    static Case beforeAndAfterMerging() {
        return Case.of("people_before_and_after_merging", Map.of(), histories -> {
            List<PersonEvent> events = histories.seen().events();
            return List.of(Case.row(
                    distinct(events, PersonEvent::owner),
                    distinct(events, PersonEvent::person),
                    distinct(events, event -> event.text("user_id")),
                    distinct(events, event -> event.text("device_id"))));
        });
    }

    private static long distinct(List<PersonEvent> events, Function<PersonEvent, @Nullable String> name) {
        return events.stream().map(name).filter(Objects::nonNull).distinct().count();
    }

    /** How many there are in each project, one by one. */
    static List<List<@Nullable Object>> perProject(History history) {
        var projects = new TreeMap<String, List<PersonEvent>>();
        for (PersonEvent event : history.events()) {
            String project = event.text("project_id");
            projects.computeIfAbsent(project == null ? "default" : project, name -> new ArrayList<>())
                    .add(event);
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        projects.forEach((project, events) -> rows.add(Case.row(
                project,
                distinct(events, PersonEvent::person),
                distinct(events, PersonEvent::owner),
                distinct(events, event -> event.text("user_id")),
                events.size())));
        return rows;
    }

    private static List<List<@Nullable Object>> rejected(Histories histories) {
        var reasons = new TreeMap<String, Long>();
        histories.seen().verdicts().stream()
                .filter(verdict -> verdict.reason() != null)
                .forEach(verdict -> reasons.merge(verdict.reason(), 1L, Long::sum));
        return reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(reason -> Case.row(reason.getKey(), reason.getValue()))
                .toList();
    }

    private static Case perHour(Map<String, String> given) {
        return Case.of("events_per_hour", given, histories -> {
            var reading = new Reading(given, histories.seen());
            Cells cells = reading.cells("hour");
            Predicate<PersonEvent> counted = reading.counted();
            var rowsOfTime = new TreeMap<LocalDateTime, List<PersonEvent>>();
            for (PersonEvent event : histories.seen().events()) {
                if (!event.suspect()
                        && !event.type().startsWith("$")
                        && event.isWithin(reading.moment("from"), reading.moment("to"))
                        && counted.test(event)) {
                    rowsOfTime
                            .computeIfAbsent(cells.begin(event.ms()), begin -> new ArrayList<>())
                            .add(event);
                }
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            rowsOfTime.forEach((begin, events) -> {
                Set<Long> people = new HashSet<>();
                events.stream().filter(event -> event.amplitudeId() != null).forEach(e -> people.add(e.amplitudeId()));
                rows.add(Case.row(cells.text(begin), events.size(), people.size()));
            });
            return rows;
        });
    }
}
