package io.tidemark.ops.answers;

import io.tidemark.rules.model.PersonEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The funnel, at once and over time: tries of a person, one after the other, each looked at as far as it gets. */
final class FunnelCases {
    private FunnelCases() {}

    static List<Case> all() {
        Case shop =
                funnel(List.of("View Item", "Add to Cart", "Checkout", "Purchase"), "7 days", false, "none", Map.of());
        Case music = funnel(List.of("Home", "NextSong", "Thumbs Up"), "1 hour", false, "none", Map.of());
        return List.of(
                shop,
                shop.asOf("half"),
                music,
                funnel(List.of("Home", "NextSong", "NextSong", "NextSong"), "30 minutes", true, "platform", Map.of()),
                funnel(List.of("View Item", "View Item"), "1 day", false, "platform", Map.of()),
                funnel(
                        List.of("View Item", "Add to Cart", "Purchase"),
                        "2 hours",
                        false,
                        "country",
                        Map.of("from", "2024-01-10", "to", "2024-01-12 12:00")),
                funnel(List.of("View Item", "it's \\ \"no\" event"), "7 days", false, "none", Map.of()),
                funnel(List.of("nothing", "View Item"), "7 days", false, "none", Map.of()),
                funnel(List.of("View Item"), "7 days", false, "none", Map.of("from", "1999-01-01", "to", "1999-01-02")),
                funnel(Map.of(
                        "steps",
                        "View Item [event_properties.price >= 20 and platform is one of Web, iOS], Add* | Checkout,"
                                + " Purchase",
                        "by",
                        "platform")),
                funnel(Map.of("steps", "View Item, Add to Cart", "filter", "platform is Web", "order", "strict"))
                        .asOf("half"),
                funnel(Map.of("steps", "View Item, Add to Cart", "cohort", "cohort(did=View Item; at_least=3)")),
                funnel(Map.of(
                        "from", "2024-01-10", "to", "2024-01-11 08:15", "zone", "Asia/Kolkata", "later", "window")),
                funnel(Map.of(
                        "steps", "View Item, Add to Cart", "window", "1 hour", "count", "times", "by", "platform")),
                funnel(Map.of("who", "new", "from", "2024-01-10", "by", "country")),
                funnel(Map.of("without", "Checkout | Add* [platform is Web]", "steps", "View Item, Purchase")),
                funnel(Map.of("without", "Logout", "steps", "Home, NextSong, NextSong, Thumbs Up", "count", "times")),
                funnel(Map.of("steps", "View Item, Add to Cart, Purchase", "same", "event_properties.price")),
                funnel(Map.of("steps", "Home, NextSong", "same", "platform", "without", "Logout", "order", "strict")),
                overTime(Map.of("steps", "Home, NextSong, Thumbs Up", "window", "1 hour", "zone", "America/New_York")),
                overTime(Map.of("interval", "week", "week_begins", "sunday", "count", "times", "by", "platform"))
                        .asOf("half"),
                overTime(Map.of("steps", "View Item, Add to Cart", "from", "2024-01-10", "interval", "all")));
    }

    static Case funnel(List<String> steps, String window, boolean strict, String by, Map<String, String> range) {
        var given = new TreeMap<>(range);
        given.put("steps", String.join(", ", steps));
        given.put("window", window);
        given.put("order", strict ? "strict" : "loose");
        given.put("by", by);
        return funnel(given);
    }

    private static Case funnel(Map<String, String> given) {
        return Case.of("funnel", given, histories -> {
            var reading = new Reading(given, histories.seen());
            var bySegment = new TreeMap<String, List<List<PersonEvent>>>();
            counted(reading).forEach(one -> reading.segments(one.get(0)).forEach(segment -> bySegment
                    .computeIfAbsent(segment, name -> new ArrayList<>())
                    .add(one)));
            return rows(steps(reading), bySegment);
        });
    }

    /** A bound of a range in the shortest of its forms. */
    static @Nullable Long bound(Map<String, String> range, String name) {
        String text = range.get(name);
        if (text == null) {
            return null;
        }
        return Instant.parse(text.length() == 10 ? text + "T00:00:00Z" : text.replace(' ', 'T') + ":00Z")
                .toEpochMilli();
    }

    private static Case overTime(Map<String, String> given) {
        return Case.of("funnel_over_time", given, histories -> {
            var reading = new Reading(given, histories.seen());
            Cells cells = reading.cells("day");
            var byTime = new TreeMap<String, Map<String, List<List<PersonEvent>>>>();
            tries(reading).forEach((person, tries) -> byCell(cells, tries)
                    .forEach((time, begun) -> chosen(reading, begun).forEach(one -> reading.segments(one.get(0))
                            .forEach(segment -> byTime.computeIfAbsent(time, name -> new TreeMap<>())
                                    .computeIfAbsent(segment, name -> new ArrayList<>())
                                    .add(one)))));
            var all = new ArrayList<List<@Nullable Object>>();
            byTime.forEach((time, bySegment) -> rows(steps(reading), bySegment).forEach(row -> {
                row.add(0, time);
                row.remove(row.size() - 1);
                all.add(row);
            }));
            return all;
        });
    }

    private static Map<String, List<List<PersonEvent>>> byCell(Cells cells, List<List<PersonEvent>> tries) {
        var byCell = new TreeMap<String, List<List<PersonEvent>>>();
        tries.forEach(
                one -> byCell.computeIfAbsent(cells.text(cells.begin(one.get(0).ms())), time -> new ArrayList<>())
                        .add(one));
        return byCell;
    }

    /** The steps that are given; a comma in the conditions of one divides nothing. */
    private static List<String> steps(Reading reading) {
        return List.of(reading.text("steps", "View Item, Add to Cart, Checkout, Purchase")
                .split(", (?![^\\[]*\\])"));
    }

    /** The tries that count: the events of the steps of each, person by person. */
    static List<List<PersonEvent>> counted(Reading reading) {
        var counted = new ArrayList<List<PersonEvent>>();
        tries(reading).values().forEach(tries -> counted.addAll(chosen(reading, tries)));
        return counted;
    }

    /** Of the tries of a person, those that count: the first that got furthest, or all. */
    private static List<List<PersonEvent>> chosen(Reading reading, List<List<PersonEvent>> tries) {
        if (reading.text("count", "people").equals("times")) {
            return tries;
        }
        List<PersonEvent> best = List.of();
        for (List<PersonEvent> one : tries) {
            best = one.size() > best.size() ? one : best;
        }
        return best.isEmpty() ? List.of() : List.of(best);
    }

    /** All tries of each person, in the order in which they began. */
    private static Map<Long, List<List<PersonEvent>>> tries(Reading reading) {
        Long from = reading.moment("from");
        Long to = reading.moment("to");
        boolean further = reading.text("later", "in_range").equals("window");
        Long until = to != null && further ? Long.valueOf(to + window(reading)) : to;
        List<String> steps = steps(reading);
        Map<Long, Long> first = reading.firstEvents();
        var tries = new TreeMap<Long, List<List<PersonEvent>>>();
        reading.history().byPerson(from, until).forEach((person, events) -> {
            boolean late = from != null && first.get(person) < from;
            if ((reading.text("who", "all").equals("new") && late) || !reading.isOfCohort(person)) {
                return;
            }
            for (int i = 0; i < events.size() && (to == null || events.get(i).ms() < to); i++) {
                if (isStep(reading, steps, events.get(i), 0)
                        && reading.property(events.get(i), same(reading)) != null) {
                    tries.computeIfAbsent(person, one -> new ArrayList<>()).add(begun(reading, steps, events, i));
                }
            }
        });
        return tries;
    }

    /** The events of the try that begins with one of a person's events. */
    private static List<PersonEvent> begun(Reading reading, List<String> steps, List<PersonEvent> events, int begin) {
        PersonEvent first = events.get(begin);
        String without = reading.text("without", "none");
        boolean strict = reading.text("order", "loose").equals("strict");
        var done = new ArrayList<>(List.of(first));
        for (PersonEvent event : events.subList(begin + 1, events.size())) {
            boolean fits = isStep(reading, steps, event, done.size())
                    && Objects.equals(reading.property(first, same(reading)), reading.property(event, same(reading)));
            if (event.ms() - first.ms() > window(reading) || (strict && !fits)) {
                break;
            }
            if (fits) {
                done.add(event);
            }
            if (!without.equals("none") && reading.isKind(event, without)) {
                break;
            }
        }
        return done;
    }

    private static String same(Reading reading) {
        return reading.text("same", "none");
    }

    private static boolean isStep(Reading reading, List<String> steps, PersonEvent event, int done) {
        return done < steps.size() && reading.isKind(event, steps.get(done)) && reading.meetsFilter(event);
    }

    private static long window(Reading reading) {
        String[] words = reading.text("window", "7 days").split(" ");
        String unit = words[1].endsWith("s") ? words[1] : words[1] + "s";
        return Duration.of(Long.parseLong(words[0]), ChronoUnit.valueOf(unit.toUpperCase(Locale.ROOT)))
                .toMillis();
    }

    private static List<List<@Nullable Object>> rows(
            List<String> steps, Map<String, List<List<PersonEvent>>> bySegment) {
        var rows = new ArrayList<List<@Nullable Object>>();
        bySegment.forEach((segment, tries) -> {
            for (int step = 0; step < steps.size(); step++) {
                int index = step;
                List<Long> times = tries.stream()
                        .filter(one -> one.size() > index)
                        .map(one -> one.get(index).ms() - one.get(0).ms())
                        .sorted()
                        .toList();
                Long median = times.isEmpty() ? null : times.get((times.size() + 1) / 2 - 1) / 1000;
                rows.add(Case.row(
                        segment,
                        step + 1,
                        steps.get(step),
                        times.size(),
                        Case.percent(times.size(), tries.size()),
                        median));
            }
        });
        return rows;
    }
}
