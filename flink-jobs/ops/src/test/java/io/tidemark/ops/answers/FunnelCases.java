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
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The funnel, at once and over time: tries of a person, one after the other, each looked at as far as it gets. */
final class FunnelCases {
    private FunnelCases() {}

    static List<Case> all() {
        Case shop =
                funnel(List.of("View Item", "Add to Cart", "Checkout", "Purchase"), "7 days", false, "none", Map.of());
        Case music = funnel(List.of("Home", "NextSong", "Thumbs Up"), "1 hour", false, "none", Map.of());
        Case any = inAnyOrder(Map.of("steps", "Purchase, Checkout, Add to Cart, View Item"));
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
                overTime(Map.of("steps", "View Item, Add to Cart", "from", "2024-01-10", "interval", "all")),
                any,
                any.asOf("half"),
                inAnyOrder(Map.of("steps", "Purchase, View Item", "by", "platform")),
                inAnyOrder(Map.of("steps", "Logout, Home, NextSong", "window", "10 minutes", "count", "times")),
                inAnyOrder(Map.of(
                        "steps",
                        "Add to Cart, View*, Add*, Add to Cart, View Item | Search, Purchase",
                        "window",
                        "1 hour")),
                inAnyOrder(
                        Map.of("steps", "Add to Cart, View Item", "same", "event_properties.price", "by", "country")),
                inAnyOrder(Map.of(
                        "steps", "Checkout, View Item, Search", "without", "View Item | Add*", "window", "1 day")),
                inAnyOrder(Map.of("steps", "Logout, Home, NextSong", "without", "NextSong", "count", "times")),
                inAnyOrder(Map.of(
                        "steps", "Purchase, View Item", "from", "2024-01-10", "to", "2024-01-11", "later", "window")),
                inAnyOrder(Map.of("steps", "Purchase, Search", "who", "new", "from", "2024-01-10", "by", "city")),
                inAnyOrder(Map.of(
                        "steps",
                        "Purchase | Checkout, View Item [event_properties.price >= 20]",
                        "filter",
                        "platform is one of Web, iOS",
                        "cohort",
                        "cohort(did=View Item; at_least=3)",
                        "without",
                        "Search")),
                overTime(Map.of("steps", "Purchase, View Item", "order", "any", "by", "platform", "interval", "week")),
                overTime(Map.of("steps", "NextSong, Home", "order", "any", "window", "1 hour", "count", "times"))
                        .asOf("half"));
    }

    static Case inAnyOrder(Map<String, String> given) {
        var any = new TreeMap<>(given);
        any.put("order", "any");
        return funnel(any);
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
            var bySegment = new TreeMap<String, List<Try>>();
            counted(reading).forEach(one -> reading.segments(one.toldBy()).forEach(segment -> bySegment
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
            var byTime = new TreeMap<String, Map<String, List<Try>>>();
            tries(reading).forEach((person, tries) -> byCell(cells, tries)
                    .forEach((time, begun) -> chosen(reading, begun).forEach(one -> reading.segments(one.toldBy())
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

    private static Map<String, List<Try>> byCell(Cells cells, List<Try> tries) {
        var byCell = new TreeMap<String, List<Try>>();
        tries.forEach(
                one -> byCell.computeIfAbsent(cells.text(cells.begin(one.first().ms())), time -> new ArrayList<>())
                        .add(one));
        return byCell;
    }

    /** The steps that are given; a comma in the conditions of one divides nothing. */
    private static List<String> steps(Reading reading) {
        return List.of(reading.text("steps", "View Item, Add to Cart, Checkout, Purchase")
                .split(", (?![^\\[]*\\])"));
    }

    /**
     * A try.
     *
     * @param first the event that it begins with
     * @param toldBy the event by which it is told apart: the first of step 1
     * @param reached when each step was reached that was, in order
     */
    record Try(PersonEvent first, PersonEvent toldBy, List<Long> reached) {
        int steps() {
            return reached.size();
        }
    }

    /** The tries that count, person by person. */
    static List<Try> counted(Reading reading) {
        var counted = new ArrayList<Try>();
        tries(reading).values().forEach(tries -> counted.addAll(chosen(reading, tries)));
        return counted;
    }

    /** Of the tries of a person, those that count: the first that got furthest, or all. */
    private static List<Try> chosen(Reading reading, List<Try> tries) {
        if (reading.text("count", "people").equals("times")) {
            return tries;
        }
        int furthest = tries.stream().mapToInt(Try::steps).max().orElse(0);
        return tries.stream().filter(one -> one.steps() == furthest).limit(1).toList();
    }

    /** All tries of each person, in the order in which they began. */
    private static Map<Long, List<Try>> tries(Reading reading) {
        Long from = reading.moment("from");
        Long to = reading.moment("to");
        boolean further = reading.text("later", "in_range").equals("window");
        Long until = to != null && further ? Long.valueOf(to + window(reading)) : to;
        boolean any = reading.text("order", "loose").equals("any");
        List<String> steps = steps(reading);
        Map<Long, Long> first = reading.firstEvents();
        var tries = new TreeMap<Long, List<Try>>();
        reading.history().byPerson(from, until).forEach((person, events) -> {
            boolean late = from != null && first.get(person) < from;
            if ((reading.text("who", "all").equals("new") && late) || !reading.isOfCohort(person)) {
                return;
            }
            for (int i = 0; i < events.size() && (to == null || events.get(i).ms() < to); i++) {
                if (reading.property(events.get(i), same(reading)) != null) {
                    Optional<Try> begun =
                            any ? inAnyOrder(reading, steps, events, i) : inOrder(reading, steps, events, i);
                    begun.ifPresent(one -> tries.computeIfAbsent(person, key -> new ArrayList<>())
                            .add(one));
                }
            }
        });
        return tries;
    }

    /** The try that begins with one of a person's events: one of step 1. */
    private static Optional<Try> inOrder(Reading reading, List<String> steps, List<PersonEvent> events, int begin) {
        PersonEvent first = events.get(begin);
        String without = reading.text("without", "none");
        boolean strict = reading.text("order", "loose").equals("strict");
        if (!isStep(reading, steps, first, 0)) {
            return Optional.empty();
        }
        var reached = new ArrayList<>(List.of(first.ms()));
        for (PersonEvent event : events.subList(begin + 1, events.size())) {
            boolean fits = isStep(reading, steps, event, reached.size()) && isHeld(reading, first, event);
            if (event.ms() - first.ms() > window(reading) || (strict && !fits)) {
                break;
            }
            if (fits) {
                reached.add(event.ms());
            }
            if (!without.equals("none") && reading.isKind(event, without)) {
                break;
            }
        }
        return Optional.of(new Try(first, first, reached));
    }

    /**
     * The try that begins with one of a person's events, of whichever step: all events of its window, those of its ms too,
     * are looked through for each step, as long as the steps before have one.
     */
    private static Optional<Try> inAnyOrder(Reading reading, List<String> steps, List<PersonEvent> events, int begin) {
        PersonEvent first = events.get(begin);
        String without = reading.text("without", "none");
        long end = events.stream()
                .filter(event -> event.ms() > first.ms() && !without.equals("none") && reading.isKind(event, without))
                .mapToLong(PersonEvent::ms)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        List<PersonEvent> within = events.stream()
                .filter(event -> event.ms() >= first.ms() && event.ms() - first.ms() <= window(reading))
                .filter(event -> event.ms() <= end && isHeld(reading, first, event))
                .toList();
        var found = new ArrayList<PersonEvent>();
        var reached = new ArrayList<Long>();
        boolean begins = false;
        for (int i = 0; i < steps.size(); i++) {
            int step = i;
            Optional<PersonEvent> done = within.stream()
                    .filter(event -> isStep(reading, steps, event, step))
                    .findFirst();
            if (done.isEmpty()) {
                break;
            }
            begins |= isStep(reading, steps, first, step);
            found.add(done.get());
            reached.add(found.stream().mapToLong(PersonEvent::ms).max().orElseThrow());
        }
        return begins ? Optional.of(new Try(first, found.get(0), reached)) : Optional.empty();
    }

    private static boolean isHeld(Reading reading, PersonEvent first, PersonEvent event) {
        return Objects.equals(reading.property(first, same(reading)), reading.property(event, same(reading)));
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

    private static List<List<@Nullable Object>> rows(List<String> steps, Map<String, List<Try>> bySegment) {
        var rows = new ArrayList<List<@Nullable Object>>();
        bySegment.forEach((segment, tries) -> {
            for (int step = 0; step < steps.size(); step++) {
                int index = step;
                List<Long> times = tries.stream()
                        .filter(one -> one.steps() > index)
                        .map(one -> one.reached().get(index) - one.first().ms())
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
