package io.tidemark.ops.answers;

import io.tidemark.rules.model.PersonEvent;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
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
                lifecycle(Map.of("interval", "month", "zone", "Asia/Kolkata")),
                lifecycle(Map.of("interval", "month", "from", "2018-11-20", "to", "2024-02-10", "event", "NextSong")),
                lifecycle(Map.of("zone", "America/New_York", "from", "2018-11-03", "to", "2018-11-06 12:30")),
                lifecycle(Map.of(
                                "interval",
                                "week",
                                "week_begins",
                                "sunday",
                                "zone",
                                "Europe/Berlin",
                                "from",
                                "2018-11-08"))
                        .asOf("half"),
                lifecycle(Map.of("event", "View Item | Add*", "filter", "platform is Web", "zone", "America/St_Johns")),
                lifecycle(Map.of("inactive", "NextSong, View Item", "cohort", "cohort(did=NextSong; at_least=3)")),
                lifecycle(Map.of("from", "1999-01-01", "to", "1999-01-02")),
                sticky,
                sticky.asOf("half"),
                stickiness(Map.of("interval", "month", "event", "View Item")),
                stickiness(Map.of("from", "2018-11-07", "to", "2018-11-21 12:00")),
                stickiness(Map.of("zone", "America/New_York", "week_begins", "sunday", "from", "2018-11-03 20:00")),
                stickiness(Map.of("interval", "month", "zone", "Pacific/Auckland", "inactive", "View Item"))
                        .asOf("half"),
                stickiness(Map.of("zone", "Europe/Berlin", "event", "NextSong | Add*", "to", "2018-11-12")),
                stickiness(Map.of("filter", "platform is not Web", "cohort", "cohort(did=View Item; at_least=3)")),
                stickiness(Map.of("interval", "month", "event", "it's \\ \"no\" event")),
                stickiness(Map.of("from", "1999-01-01", "to", "1999-01-02")));
    }

    private static Case lifecycle(Map<String, String> given) {
        return Case.of("lifecycle", given, histories -> {
            var reading = new Reading(given, histories.seen());
            Cells cells = reading.cells("day");
            Map<Long, Long> firstEvents = reading.firstEvents();
            long known = reading.knownUpTo("to");
            Long to = reading.moment("to");
            LocalDateTime last = cells.begin(to == null ? known : Math.min(known, to - 1));
            Long from = reading.moment("from");
            LocalDateTime shownFrom = from == null ? LocalDateTime.MIN : cells.begin(from);
            var rows = new TreeMap<LocalDateTime, long[]>();
            for (var person : active(reading, cells).entrySet()) {
                LocalDateTime first = cells.begin(firstEvents.get(person.getKey()));
                for (LocalDateTime cell : person.getValue()) {
                    boolean before = person.getValue().contains(cells.after(cell, -1));
                    count(rows, cell, before ? 1 : first.isBefore(cell) ? 2 : 0);
                    LocalDateTime next = cells.after(cell, 1);
                    if (!person.getValue().contains(next) && !next.isAfter(last)) {
                        count(rows, next, 3);
                    }
                }
            }
            return rows(rows.tailMap(shownFrom), cells, known);
        });
    }

    /** The cells in which each person was active before the end of the range, whatever its beginning. */
    private static Map<Long, Set<LocalDateTime>> active(Reading reading, Cells cells) {
        Map<Long, Set<LocalDateTime>> active = new HashMap<>();
        Predicate<PersonEvent> counting = reading.counting();
        reading.history().byPerson(null, reading.moment("to")).forEach((person, events) -> {
            for (PersonEvent event : events) {
                if (reading.isType(event, "event") && counting.test(event)) {
                    active.computeIfAbsent(person, key -> new TreeSet<>()).add(cells.begin(event.ms()));
                }
            }
        });
        return active;
    }

    private static void count(Map<LocalDateTime, long[]> rows, LocalDateTime cell, int state) {
        rows.computeIfAbsent(cell, key -> new long[4])[state]++;
    }

    private static List<List<@Nullable Object>> rows(
            SortedMap<LocalDateTime, long[]> counted, Cells cells, long known) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        counted.forEach((cell, counts) -> rows.add(Case.row(
                cells.text(cell),
                counts[0] + counts[1] + counts[2],
                counts[0],
                counts[1],
                counts[2],
                counts[3],
                cells.hasBegun(cells.after(cell, 1), known))));
        return rows;
    }

    private static Case stickiness(Map<String, String> given) {
        return Case.of("stickiness", given, histories -> {
            var reading = new Reading(given, histories.seen());
            Cells cells = reading.cells("week");
            var days = new Cells("day", cells.zone(), cells.first());
            var active = new TreeMap<LocalDateTime, Map<Long, Set<LocalDateTime>>>();
            Predicate<PersonEvent> counting = reading.counting();
            for (PersonEvent event : reading.events()) {
                if (reading.isType(event, "event") && counting.test(event)) {
                    active.computeIfAbsent(cells.begin(event.ms()), cell -> new HashMap<>())
                            .computeIfAbsent(event.amplitudeId(), person -> new HashSet<>())
                            .add(days.begin(event.ms()));
                }
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            active.forEach((cell, people) -> {
                boolean complete = cells.hasBegun(cells.after(cell, 1), reading.knownUpTo("to"));
                for (int n = 1; n <= (cells.interval().equals("month") ? 31 : 7); n++) {
                    int wanted = n;
                    long exactly = people.values().stream()
                            .filter(daysActive -> daysActive.size() == wanted)
                            .count();
                    long atLeast = people.values().stream()
                            .filter(daysActive -> daysActive.size() >= wanted)
                            .count();
                    rows.add(Case.row(
                            cells.text(cell), n, exactly, atLeast, Case.percent(atLeast, people.size()), complete));
                }
            });
            return rows;
        });
    }
}
