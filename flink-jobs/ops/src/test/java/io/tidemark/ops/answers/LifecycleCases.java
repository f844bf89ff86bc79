package io.tidemark.ops.answers;

import io.tidemark.rules.model.PersonEvent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who is new, stays, comes back or sleeps, and on how many days of a week or month people come. */
final class LifecycleCases {
    private LifecycleCases() {}

    static List<Case> all() {
        Case all = lifecycle(Map.of());
        Case sticky = stickiness(Map.of());
        return List.of(
                all,
                all.asOf("half"),
                lifecycle(Map.of("interval", "week")),
                lifecycle(Map.of("interval", "week", "from", "2018-11-14 12:00", "to", "2018-11-28")),
                lifecycle(Map.of("event", "NextSong", "from", "2018-11-10", "to", "2018-11-12 09:00")),
                lifecycle(Map.of("event", "Purchase", "from", "2024-01-08 12:00")),
                lifecycle(Map.of("event", "Buy", "to", "2024-03-06")).asOf("half"),
                lifecycle(Map.of("event", "it's \\ \"no\" event")),
                lifecycle(Map.of("from", "1999-01-01", "to", "1999-01-02")),
                sticky,
                sticky.asOf("half"),
                stickiness(Map.of("interval", "month", "event", "View Item")),
                stickiness(Map.of("from", "2018-11-07", "to", "2018-11-21 12:00")),
                stickiness(Map.of("interval", "month", "event", "it's \\ \"no\" event")),
                stickiness(Map.of("from", "1999-01-01", "to", "1999-01-02")));
    }

    private static Case lifecycle(Map<String, String> given) {
        return Case.of("lifecycle", given, histories -> {
            var reading = new Reading(given, histories.seen());
            boolean weekly = reading.text("interval", "day").equals("week");
            Map<Long, Long> firstEvents = reading.firstEvents();
            LocalDate known = period(reading.knownUpTo("to"), weekly);
            Long to = reading.moment("to");
            LocalDate last = to == null ? known : period(to - 1, weekly);
            Long from = reading.moment("from");
            LocalDate shownFrom = from == null ? LocalDate.MIN : period(from, weekly);
            var rows = new TreeMap<LocalDate, long[]>();
            Map<Long, Set<LocalDate>> active = new HashMap<>();
            for (var person :
                    reading.history().byPerson(null, reading.moment("to")).entrySet()) {
                for (PersonEvent event : person.getValue()) {
                    if (reading.isType(event, "event")) {
                        active.computeIfAbsent(person.getKey(), key -> new TreeSet<>())
                                .add(period(event.ms(), weekly));
                    }
                }
            }
            for (var person : active.entrySet()) {
                LocalDate first = period(firstEvents.get(person.getKey()), weekly);
                for (LocalDate period : person.getValue()) {
                    boolean before = person.getValue().contains(period.minusDays(weekly ? 7 : 1));
                    count(rows, period, before ? 1 : first.isBefore(period) ? 2 : 0);
                    LocalDate next = period.plusDays(weekly ? 7 : 1);
                    if (!person.getValue().contains(next) && !next.isAfter(known) && !next.isAfter(last)) {
                        count(rows, next, 3);
                    }
                }
            }
            return rows(rows.tailMap(shownFrom));
        });
    }

    private static LocalDate period(long ms, boolean weekly) {
        return weekly ? Reading.monday(Reading.date(ms)) : Reading.date(ms);
    }

    private static void count(Map<LocalDate, long[]> rows, LocalDate period, int state) {
        rows.computeIfAbsent(period, key -> new long[4])[state]++;
    }

    private static List<List<@Nullable Object>> rows(SortedMap<LocalDate, long[]> periods) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        periods.forEach((period, counts) -> rows.add(Case.row(
                period.toString(), counts[0] + counts[1] + counts[2], counts[0], counts[1], counts[2], counts[3])));
        return rows;
    }

    private static Case stickiness(Map<String, String> given) {
        return Case.of("stickiness", given, histories -> {
            var reading = new Reading(given, histories.seen());
            boolean monthly = reading.text("interval", "week").equals("month");
            var periods = new TreeMap<String, Map<Long, Set<LocalDate>>>();
            for (PersonEvent event : reading.events()) {
                if (reading.isType(event, "event")) {
                    LocalDate day = Reading.date(event.ms());
                    periods.computeIfAbsent(
                                    monthly
                                            ? day.toString().substring(0, "2018-11".length())
                                            : Reading.monday(day).toString(),
                                    period -> new HashMap<>())
                            .computeIfAbsent(event.amplitudeId(), person -> new HashSet<>())
                            .add(day);
                }
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            periods.forEach((period, people) -> {
                for (int days = 1; days <= (monthly ? 31 : 7); days++) {
                    int wanted = days;
                    long exactly = people.values().stream()
                            .filter(active -> active.size() == wanted)
                            .count();
                    long atLeast = people.values().stream()
                            .filter(active -> active.size() >= wanted)
                            .count();
                    rows.add(Case.row(period, days, exactly, atLeast, Case.percent(atLeast, people.size())));
                }
            });
            return rows;
        });
    }
}
