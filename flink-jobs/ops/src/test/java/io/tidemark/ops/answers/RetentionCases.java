package io.tidemark.ops.answers;

import io.tidemark.rules.model.PersonEvent;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether people come back, and who they are. */
final class RetentionCases {
    private RetentionCases() {}

    static List<Case> all() {
        Case all = retention(Map.of());
        Case one = microscope(Map.of("start_event", "View Item", "return_event", "Purchase", "last_day", "3"));
        Case bought = retention(Map.of("start_event", "View Item", "return_event", "Purchase", "by", "platform"));
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
                retention(Map.of(
                        "zone", "America/New_York", "from", "2018-11-03", "to", "2018-11-06", "days", "0,1,2,3")),
                retention(Map.of(
                                "interval",
                                "week",
                                "week_begins",
                                "sunday",
                                "zone",
                                "Europe/Berlin",
                                "days",
                                "0,1,2,4"))
                        .asOf("half"),
                retention(Map.of("interval", "month", "zone", "Asia/Kolkata", "mode", "bracketed", "days", "0,2,64")),
                retention(Map.of("interval", "month", "mode", "unbounded", "who", "returning", "days", "0,1,2")),
                retention(Map.of(
                        "clock", "hours24", "from", "2018-11-01", "to", "2018-11-13", "until", "2018-11-14 09:30")),
                retention(Map.of(
                                "clock",
                                "hours24",
                                "mode",
                                "unbounded",
                                "interval",
                                "week",
                                "zone",
                                "America/New_York"))
                        .asOf("half"),
                retention(Map.of("start_event", "NextSong", "who", "first_time", "from", "2018-11-05 12:00")),
                retention(Map.of(
                        "start_event",
                        "View Item | Add*",
                        "return_event",
                        "Purchase | Add*",
                        "who",
                        "first_time",
                        "filter",
                        "platform is Web",
                        "show",
                        "overall")),
                retention(Map.of("inactive", "NextSong, View Item", "cohort", "cohort(did=NextSong; at_least=3)")),
                bought,
                bought.asOf("half"),
                retention(Map.of(
                        "start_event", "Buy a Plan", "by", "event_properties.tags", "who", "new", "days", "0,1")),
                retention(Map.of(
                        "start_event",
                        "Buy a Plan | Use a Plan",
                        "by",
                        "user_properties.plan",
                        "who",
                        "first_time",
                        "days",
                        "0,1,2")),
                retention(Map.of("by", "user_properties.teams", "start_event", "Buy a Plan", "interval", "week"))
                        .asOf("half"),
                retention(Map.of("by", "platform", "clock", "hours24", "from", "2018-11-05", "to", "2018-11-08")),
                retention(Map.of(
                        "by",
                        "event_properties.category",
                        "interval",
                        "week",
                        "mode",
                        "bracketed",
                        "days",
                        "0,1,3",
                        "zone",
                        "America/New_York")),
                retention(Map.of("by", "country", "show", "overall", "filter", "platform is Web", "mode", "unbounded")),
                one,
                one.asOf("half"),
                microscope(Map.of("by", "platform", "segment", "Web", "start_event", "View Item", "outcome", "both"))
                        .asOf("half"),
                microscope(Map.of(
                        "by",
                        "event_properties.tags",
                        "segment",
                        "b",
                        "start_event",
                        "Buy a Plan",
                        "first_day",
                        "0",
                        "last_day",
                        "1",
                        "outcome",
                        "both")),
                microscope(Map.of(
                        "by",
                        "user_properties.plan",
                        "segment",
                        "pro",
                        "start_event",
                        "Buy a Plan",
                        "first_day",
                        "0",
                        "who",
                        "first_time",
                        "clock",
                        "hours24",
                        "interval",
                        "week")),
                microscope(Map.of("outcome", "lost", "who", "new", "from", "2018-11-05", "to", "2018-11-06")),
                microscope(Map.of("outcome", "both", "who", "returning", "first_day", "0", "last_day", "0")),
                microscope(Map.of("first_day", "7", "last_day", "999999", "from", "2024-01-08", "until", "2024-01-18")),
                microscope(Map.of(
                        "zone", "America/New_York", "from", "2018-11-03", "to", "2018-11-05", "outcome", "both")),
                microscope(Map.of(
                                "interval",
                                "month",
                                "start_event",
                                "NextSong | Add*",
                                "who",
                                "first_time",
                                "first_day",
                                "0"))
                        .asOf("half"),
                microscope(
                        Map.of("clock", "hours24", "first_day", "0", "last_day", "1", "filter", "platform is not Web")),
                microscope(Map.of(
                        "interval",
                        "week",
                        "week_begins",
                        "sunday",
                        "inactive",
                        "NextSong",
                        "cohort",
                        "cohort(did=View Item; at_least=3)")),
                microscope(Map.of("start_event", "it's \\ \"no\" event", "outcome", "both")));
    }

    /** Somebody in the cohort of a day, a week or a month. */
    private record Member(LocalDateTime cell, PersonEvent start, List<PersonEvent> after) {
        /** The first return event from one day, week or month after the start to another. */
        @Nullable
        PersonEvent returned(Reading reading, long first, long last) {
            for (PersonEvent event : after) {
                long number = after(reading, event);
                if (event.ms() > start.ms()
                        && number >= first
                        && number <= last
                        && reading.isType(event, "return_event")) {
                    return event;
                }
            }
            return null;
        }

        private long after(Reading reading, PersonEvent event) {
            Cells cells = reading.cells("day");
            return isByHours(reading)
                    ? Math.floorDiv(event.ms() - start.ms(), Reading.DAY)
                    : cells.between(cell, cells.begin(event.ms()));
        }
    }

    private static boolean isByHours(Reading reading) {
        return reading.text("clock", "calendar").equals("hours24");
    }

    /** The events of each person that may be start or return events. */
    private static Map<Long, List<PersonEvent>> active(Reading reading) {
        Map<Long, List<PersonEvent>> active =
                reading.history().byPerson(reading.moment("from"), reading.moment("until"));
        Predicate<PersonEvent> counting = reading::counts;
        active.values().forEach(events -> events.removeIf(counting.negate()));
        return active;
    }

    private static boolean isStart(Reading reading, PersonEvent event) {
        return event.isWithin(null, reading.moment("to")) && reading.isType(event, "start_event");
    }

    /** When each person did what makes them new; the first start event ever, or the first event of any type. */
    private static Map<Long, Long> firsts(Reading reading) {
        if (!reading.text("who", "all").equals("first_time")) {
            return reading.firstEvents();
        }
        var firsts = new HashMap<Long, Long>();
        Predicate<PersonEvent> counting = reading::counts;
        for (PersonEvent event : reading.history().events()) {
            if (event.isCounted() && isStart(reading, event) && counting.test(event)) {
                firsts.merge(event.amplitudeId(), event.ms(), Math::min);
            }
        }
        return firsts;
    }

    /** The members of each cohort. */
    private static SortedMap<LocalDateTime, List<Member>> cohorts(Reading reading) {
        Cells cells = reading.cells("day");
        Map<Long, Long> firsts = firsts(reading);
        String who = reading.text("who", "all");
        var cohorts = new TreeMap<LocalDateTime, List<Member>>();
        active(reading).forEach((person, events) -> {
            LocalDateTime last = null;
            for (PersonEvent event : events) {
                LocalDateTime cell = cells.begin(event.ms());
                if (cell.equals(last) || !isStart(reading, event)) {
                    continue;
                }
                last = cell;
                boolean isNew = !cell.isAfter(cells.begin(firsts.get(person)));
                if (who.equals("all") || who.equals("returning") != isNew) {
                    cohorts.computeIfAbsent(cell, key -> new ArrayList<>()).add(new Member(cell, event, events));
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
            var overall = new TreeMap<String, Map<Integer, long[]>>();
            cohorts(reading).forEach((cell, all) -> bySegment(reading, all).forEach((segment, members) -> {
                for (int i = 0; i < days.length; i++) {
                    long lastDay = Long.parseLong(days[i]);
                    long firstDay = firstDay(mode, days, i);
                    long until = mode.equals("unbounded") ? Long.MAX_VALUE : lastDay;
                    long returned = members.stream()
                            .filter(member -> member.returned(reading, firstDay, until) != null)
                            .count();
                    boolean complete = isComplete(reading, cell, members, lastDay, known);
                    rows.add(Case.row(
                            reading.cells("day").text(cell),
                            segment,
                            label(mode, firstDay, lastDay),
                            members.size(),
                            returned,
                            Case.percent(returned, members.size()),
                            complete));
                    long[] sums = overall.computeIfAbsent(segment, name -> new HashMap<>())
                            .computeIfAbsent(i, number -> new long[2]);
                    sums[0] += complete ? members.size() : 0;
                    sums[1] += complete ? returned : 0;
                }
            }));
            return shown(reading.text("show", "both"), rows, mode, days, overall);
        });
    }

    /** The members of a cohort by what their start events have of the property. */
    private static SortedMap<String, List<Member>> bySegment(Reading reading, List<Member> members) {
        var segments = new TreeMap<String, List<Member>>();
        for (Member member : members) {
            reading.segments(member.start())
                    .forEach(segment -> segments.computeIfAbsent(segment, name -> new ArrayList<>())
                            .add(member));
        }
        return segments;
    }

    private static boolean isComplete(
            Reading reading, LocalDateTime cell, List<Member> members, long lastDay, long known) {
        Cells cells = reading.cells("day");
        if (!isByHours(reading)) {
            return cells.hasBegun(cells.after(cell, lastDay + 1), known);
        }
        return cells.hasBegun(cells.after(cell, 1), known)
                && members.stream().allMatch(member -> known >= member.start().ms() + (lastDay + 1) * Reading.DAY);
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
            SortedMap<String, Map<Integer, long[]>> overall) {
        List<List<@Nullable Object>> rows = new ArrayList<>(show.equals("overall") ? List.of() : cohorts);
        if (!show.equals("cohorts")) {
            overall.forEach((segment, numbers) -> {
                for (int i = 0; i < days.length; i++) {
                    long[] sums = numbers.get(i);
                    rows.add(Case.row(
                            "all",
                            segment,
                            label(mode, firstDay(mode, days, i), Long.parseLong(days[i])),
                            sums[0],
                            sums[1],
                            Case.percent(sums[1], sums[0]),
                            true));
                }
            });
        }
        return rows;
    }

    private static Case microscope(Map<String, String> given) {
        return Case.of("microscope_retention", given, histories -> {
            var reading = new Reading(given, histories.seen());
            List<List<@Nullable Object>> rows = new ArrayList<>();
            cohorts(reading).forEach((cell, members) -> {
                var byPerson = new TreeMap<Long, Member>();
                members.stream()
                        .filter(member -> reading.segments(member.start()).contains(reading.text("segment", "all")))
                        .forEach(member -> byPerson.put(member.start().amplitudeId(), member));
                byPerson.forEach((person, member) -> {
                    PersonEvent returned =
                            member.returned(reading, reading.number("first_day", 1), reading.number("last_day", 1));
                    String outcome = reading.text("outcome", "returned");
                    if (outcome.equals("both") || outcome.equals("returned") == (returned != null)) {
                        rows.add(Case.row(
                                reading.cells("day").text(cell),
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
