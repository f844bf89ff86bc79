package io.tidemark.ops.answers;

import io.tidemark.rules.model.PersonEvent;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How many are active on a day, and in the days that end with it. */
final class ActivePeopleCases {
    private ActivePeopleCases() {}

    static List<Case> all() {
        Case all = active(Map.of());
        Case told = active(Map.of("event", "View Item | Add*", "by", "platform", "zone", "America/New_York"));
        return List.of(
                all,
                all.asOf("half"),
                told,
                told.asOf("half"),
                active(Map.of("from", "2018-11-20 12:00", "to", "2018-11-25 09:30")),
                active(Map.of("from", "2018-12-10", "to", "2018-12-20")),
                active(Map.of("event", "Purchase", "from", "2024-01-12", "zone", "Asia/Kolkata")),
                active(Map.of("event", "Buy a Plan", "by", "event_properties.tags")),
                active(Map.of("event", "Buy a Plan", "by", "user_properties.plan", "to", "2024-01-20")),
                active(Map.of("event", "NextSong", "filter", "platform is Web", "to", "2018-11-18")),
                active(Map.of("inactive", "NextSong, View Item", "cohort", "cohort(did=NextSong; at_least=3)"))
                        .asOf("half"),
                active(Map.of("event", "it's \\ \"no\" event")),
                active(Map.of("from", "1999-01-01", "to", "1999-01-02")));
    }

    private static Case active(Map<String, String> given) {
        return Case.of("active_people", given, histories -> {
            var reading = new Reading(given, histories.seen());
            NavigableMap<LocalDate, Map<String, Set<Long>>> people = peopleOfDays(reading);
            List<List<@Nullable Object>> rows = new ArrayList<>();
            if (people.isEmpty()) {
                return rows;
            }
            ZoneId zone = reading.zone();
            long known = reading.knownUpTo("to");
            LocalDate knownDay = known == Long.MIN_VALUE ? LocalDate.MIN : Reading.date(known, zone);
            Long from = reading.moment("from");
            Long to = reading.moment("to");
            LocalDate first = from == null ? people.firstKey() : Reading.date(from, zone);
            LocalDate last = to == null ? LocalDate.MAX : Reading.date(to - 1, zone);
            LocalDate end = people.lastKey().isAfter(knownDay) ? people.lastKey() : knownDay;
            for (LocalDate day = first; !day.isAfter(end) && !day.isAfter(last); day = day.plusDays(1)) {
                boolean complete =
                        known >= day.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
                for (String segment : segments(people, day)) {
                    long today = people(people, day, 1, segment);
                    long days28 = people(people, day, 28, segment);
                    if (today > 0 || !day.isAfter(knownDay)) {
                        rows.add(Case.row(
                                day.toString(),
                                segment,
                                today,
                                people(people, day, 7, segment),
                                days28,
                                Case.percent(today, days28),
                                complete));
                    }
                }
            }
            return rows;
        });
    }

    /** Who was active on each day before the end of the range, in each segment. */
    private static NavigableMap<LocalDate, Map<String, Set<Long>>> peopleOfDays(Reading reading) {
        var people = new TreeMap<LocalDate, Map<String, Set<Long>>>();
        Collection<List<PersonEvent>> everybody =
                reading.history().byPerson(null, reading.moment("to")).values();
        for (List<PersonEvent> events : everybody) {
            for (PersonEvent event : events) {
                if (reading.isType(event, "event") && reading.counts(event)) {
                    for (String segment : reading.segments(event)) {
                        people.computeIfAbsent(Reading.date(event.ms(), reading.zone()), day -> new TreeMap<>())
                                .computeIfAbsent(segment, name -> new HashSet<>())
                                .add(event.amplitudeId());
                    }
                }
            }
        }
        return people;
    }

    /** The segments of the 28 days that end with one. */
    private static Set<String> segments(NavigableMap<LocalDate, Map<String, Set<Long>>> people, LocalDate day) {
        var segments = new TreeSet<String>();
        people.subMap(day.minusDays(27), true, day, true).values().forEach(of -> segments.addAll(of.keySet()));
        return segments;
    }

    /** How many there are in a segment in a number of days that end with one. */
    private static long people(
            NavigableMap<LocalDate, Map<String, Set<Long>>> people, LocalDate day, int days, String segment) {
        var several = new HashSet<Long>();
        people.subMap(day.minusDays(days - 1L), true, day, true)
                .values()
                .forEach(of -> several.addAll(of.getOrDefault(segment, Set.of())));
        return several.size();
    }
}
