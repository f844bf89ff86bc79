package io.tidemark.ops.answers;

import io.tidemark.rules.model.PersonEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whether people come back, and who they are. */
final class RetentionCases {
    private RetentionCases() {}

    static List<Case> all() {
        Case all = retention(Map.of());
        Case one = microscope(Map.of("start_event", "View Item", "return_event", "Purchase", "last_day", "3"));
        return List.of(
                all,
                all.asOf("half"),
                retention(Map.of("mode", "unbounded", "who", "new", "return_event", "Logout")),
                retention(Map.of("mode", "bracketed", "days", "0, 1, 3, 7", "who", "returning", "show", "overall")),
                retention(Map.of("mode", "bracketed", "days", "2,5", "start_event", "View Item", "show", "cohorts")),
                retention(Map.of(
                        "from", "2018-11-05", "to", "2018-11-07 12:00", "until", "2018-11-14", "days", "0,1,6,7,8")),
                retention(Map.of("from", "2024-03-04", "to", "2024-03-05", "until", "2024-03-07", "days", "0,1,2,3")),
                retention(Map.of("start_event", "View Item", "return_event", "it's \\ \"no\" event", "who", "new")),
                retention(Map.of("start_event", "it's \\ \"no\" event")),
                retention(Map.of("from", "1999-01-01", "until", "1999-02-01")),
                one,
                one.asOf("half"),
                microscope(Map.of("outcome", "lost", "who", "new", "from", "2018-11-05", "to", "2018-11-06")),
                microscope(Map.of("outcome", "both", "who", "returning", "first_day", "0", "last_day", "0")),
                microscope(Map.of("first_day", "7", "last_day", "999999", "from", "2024-01-08", "until", "2024-01-18")),
                microscope(Map.of("start_event", "it's \\ \"no\" event", "outcome", "both")));
    }

    /** Somebody in the cohort of a day. */
    private record Member(LocalDate day, PersonEvent start, List<PersonEvent> after) {
        /** The first return event from one day after the start to another. */
        @Nullable
        PersonEvent returned(Reading reading, long firstDay, long lastDay) {
            for (PersonEvent event : after) {
                long days = ChronoUnit.DAYS.between(day, Reading.date(event.ms()));
                if (event.ms() > start.ms()
                        && days >= firstDay
                        && days <= lastDay
                        && reading.isType(event, "return_event")) {
                    return event;
                }
            }
            return null;
        }
    }

    private static Map<Long, List<PersonEvent>> active(Reading reading) {
        return reading.history().byPerson(reading.moment("from"), reading.moment("until"));
    }

    /** The members of each day's cohort. */
    private static SortedMap<LocalDate, List<Member>> cohorts(Reading reading) {
        Map<Long, Long> firstEvents = reading.firstEvents();
        Long to = reading.moment("to");
        var cohorts = new TreeMap<LocalDate, List<Member>>();
        active(reading).forEach((person, events) -> {
            LocalDate last = null;
            for (PersonEvent event : events) {
                LocalDate day = Reading.date(event.ms());
                if (!event.isWithin(null, to) || !reading.isType(event, "start_event") || day.equals(last)) {
                    continue;
                }
                last = day;
                boolean isNew = !day.isAfter(Reading.date(firstEvents.get(person)));
                String who = reading.text("who", "all");
                if (who.equals("all") || who.equals("new") == isNew) {
                    cohorts.computeIfAbsent(day, key -> new ArrayList<>()).add(new Member(day, event, events));
                }
            }
        });
        return cohorts;
    }

    private static Case retention(Map<String, String> given) {
        return Case.of("retention", given, histories -> {
            var reading = new Reading(given, histories.seen());
            String[] days = reading.text("days", "0, 1, 2, 3, 7, 14, 30").split(", ?");
            String mode = reading.text("mode", "n_day");
            long known = reading.knownUpTo("until");
            List<List<@Nullable Object>> rows = new ArrayList<>();
            var overall = new HashMap<Integer, long[]>();
            SortedMap<LocalDate, List<Member>> cohorts = cohorts(reading);
            cohorts.forEach((day, members) -> {
                for (int i = 0; i < days.length; i++) {
                    long lastDay = Long.parseLong(days[i]);
                    long firstDay = firstDay(mode, days, i);
                    long until = mode.equals("unbounded") ? Long.MAX_VALUE : lastDay;
                    long returned = members.stream()
                            .filter(member -> member.returned(reading, firstDay, until) != null)
                            .count();
                    boolean complete = known
                            >= day.plusDays(lastDay + 1)
                                    .atStartOfDay()
                                    .toInstant(ZoneOffset.UTC)
                                    .toEpochMilli();
                    rows.add(Case.row(
                            day.toString(),
                            label(mode, firstDay, lastDay),
                            members.size(),
                            returned,
                            Case.percent(returned, members.size()),
                            complete));
                    long[] sums = overall.computeIfAbsent(i, cell -> new long[2]);
                    sums[0] += complete ? members.size() : 0;
                    sums[1] += complete ? returned : 0;
                }
            });
            return shown(reading.text("show", "both"), rows, mode, days, overall);
        });
    }

    private static long firstDay(String mode, String[] days, int i) {
        long lastDay = Long.parseLong(days[i]);
        if (!mode.equals("bracketed")) {
            return lastDay;
        }
        return i > 0 ? Long.parseLong(days[i - 1]) + 1 : Math.min(lastDay, 1);
    }

    private static String label(String mode, long firstDay, long lastDay) {
        return mode.equals("unbounded") ? lastDay + "+" : firstDay < lastDay ? firstDay + "-" + lastDay : "" + lastDay;
    }

    private static List<List<@Nullable Object>> shown(
            String show,
            List<List<@Nullable Object>> cohorts,
            String mode,
            String[] days,
            Map<Integer, long[]> overall) {
        List<List<@Nullable Object>> rows = new ArrayList<>(show.equals("overall") ? List.of() : cohorts);
        if (!show.equals("cohorts")) {
            for (int i = 0; i < overall.size(); i++) {
                long[] sums = overall.get(i);
                rows.add(Case.row(
                        "all",
                        label(mode, firstDay(mode, days, i), Long.parseLong(days[i])),
                        sums[0],
                        sums[1],
                        Case.percent(sums[1], sums[0]),
                        true));
            }
        }
        return rows;
    }

    private static Case microscope(Map<String, String> given) {
        return Case.of("microscope_retention", given, histories -> {
            var reading = new Reading(given, histories.seen());
            List<List<@Nullable Object>> rows = new ArrayList<>();
            cohorts(reading).forEach((day, members) -> {
                var byPerson = new TreeMap<Long, Member>();
                members.forEach(member -> byPerson.put(member.start().amplitudeId(), member));
                byPerson.forEach((person, member) -> {
                    PersonEvent returned =
                            member.returned(reading, reading.number("first_day", 1), reading.number("last_day", 1));
                    String outcome = reading.text("outcome", "returned");
                    if (outcome.equals("both") || outcome.equals("returned") == (returned != null)) {
                        rows.add(Case.row(
                                day.toString(),
                                person,
                                Reading.user(member.start()),
                                Instant.ofEpochMilli(member.start().ms()),
                                returned == null ? null : Instant.ofEpochMilli(returned.ms())));
                    }
                });
            });
            return rows;
        });
    }
}
