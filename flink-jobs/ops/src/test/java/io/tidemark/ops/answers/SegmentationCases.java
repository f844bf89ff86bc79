package io.tidemark.ops.answers;

import io.tidemark.rules.model.PersonEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How much of something was done over time, and what was received in the last minutes. */
final class SegmentationCases {
    private static final String PRICE = "event_properties.price";

    private SegmentationCases() {}

    static List<Case> all() {
        Case all = segmentation(Map.of());
        Case listened = segmentation(Map.of(
                "event",
                "NextSong",
                "interval",
                "week",
                "by",
                "user_properties.level",
                "where",
                "platform",
                "is",
                "Web"));
        Case bought = segmentation(Map.of(
                "event", "Add*", "number", PRICE, "interval", "week", "zone", "Asia/Kolkata", "percentile", "75"));
        Case active = segmentation(Map.of(
                "event", "View Item",
                "filter", "platform is Web",
                "by", "country",
                "zone", "America/New_York",
                "active", "tell",
                "complete", "tell"));
        return List.of(
                all,
                all.asOf("half"),
                listened,
                listened.asOf("half"),
                segmentation(Map.of(
                        "event", "View Item",
                        "interval", "hour",
                        "by", "platform",
                        "number", "event_properties.price",
                        "percentile", "90",
                        "from", "2024-01-10 06:30",
                        "to", "2024-01-11")),
                segmentation(Map.of(
                        "by",
                        "event_properties.category",
                        "number",
                        "event_properties.item_in_session",
                        "percentile",
                        "50")),
                segmentation(Map.of("number", "platform", "interval", "week")),
                segmentation(Map.of("by", "event_properties.n", "number", "event_properties.n")),
                segmentation(Map.of("where", "user_properties.n", "is", "1.1", "by", "event_properties.n")),
                segmentation(Map.of("interval", "month", "zone", "America/New_York", "by", "platform")),
                segmentation(Map.of(
                        "interval", "all", "zone", "Asia/Kolkata", "from", "2018-11-03", "to", "2018-11-20 08:15")),
                segmentation(Map.of("interval", "week", "week_begins", "sunday", "zone", "Europe/Berlin"))
                        .asOf("half"),
                segmentation(Map.of("interval", "hour", "zone", "America/St_Johns", "event", "NextSong")),
                segmentation(Map.of("event", "View Item | Add to Cart", "week_begins", "friday", "interval", "week")),
                segmentation(Map.of("event", "Add*", "by", "platform")),
                segmentation(Map.of("inactive", "View Item, NextSong")),
                segmentation(Map.of(
                        "filter",
                        "platform is one of Web, iOS and event_properties.price >= 20.5 and country is not Germany")),
                segmentation(Map.of("filter", "event_properties.category contains OO and city does not contain ber")),
                segmentation(Map.of("filter", "platform is not set and event_properties.n < 1e1", "by", "country")),
                segmentation(Map.of("filter", "event_properties.tags is 'it''s \\ \"b\"'")),
                segmentation(Map.of(
                        "filter",
                        "event_properties.title is 'island and north' and event_properties.price > 20",
                        "by",
                        "event_properties.title")),
                segmentation(Map.of(
                        "filter",
                        "platform is set and event_properties.artist is one of 'Angels and Airwaves',"
                                + " 'the bird and the bee', Girl Talk",
                        "interval",
                        "all")),
                segmentation(Map.of("cohort", "cohort(did=View Item; at_least=3; where=platform; is=Web)")),
                segmentation(Map.of("cohort", "cohort(did=NextSong; at_least=5; window=1 hour)", "event", "Logout"))
                        .asOf("half"),
                segmentation(Map.of(
                        "cohort",
                        "cohort(did=View Item [event_properties.price >= 30 and event_properties.title is not 'a; b'];"
                                + " at_least=2; not_did=Check* | Purchase)",
                        "interval",
                        "week")),
                segmentation(Map.of("from", "1999-01-01", "to", "1999-01-02")),
                segmentation(Map.of("event", "it's \\ \"no\" event")),
                segmentation(Map.of("where", "city", "is", "L'Aquila \\ \"Süd\"")),
                bought,
                bought.asOf("half"),
                segmentation(Map.of("number", PRICE, "percentile", "100", "by", "platform", "interval", "week")),
                segmentation(Map.of("number", PRICE, "percentile", "1", "interval", "all", "event", "View Item")),
                segmentation(Map.of(
                        "number", PRICE, "percentile", "33", "by", "event_properties.tags", "interval", "month")),
                active,
                active.asOf("half"),
                segmentation(Map.of("event", "Buy a Plan", "by", "event_properties.tags", "active", "tell")),
                segmentation(Map.of("active", "tell", "inactive", "View Item, NextSong", "event", "View Item | Home")),
                segmentation(Map.of(
                        "active",
                        "tell",
                        "cohort",
                        "cohort(did=View Item; at_least=3)",
                        "where",
                        "platform",
                        "is",
                        "Web")),
                segmentation(Map.of("complete", "tell", "event", "Logout")).asOf("half"),
                segmentation(
                        Map.of("complete", "tell", "interval", "month", "zone", "Asia/Kolkata", "to", "2024-01-10")),
                segmentation(Map.of(
                        "complete", "tell",
                        "interval", "hour",
                        "zone", "America/New_York",
                        "from", "2018-11-04",
                        "to", "2018-11-05 09:30")),
                segmentation(Map.of("complete", "tell", "interval", "all")),
                segmentation(Map.of("complete", "tell", "interval", "all", "to", "2018-11-20")),
                segmentation(Map.of(
                        "complete", "tell",
                        "active", "tell",
                        "number", "user_properties.seats",
                        "by", "user_properties.plan",
                        "interval", "week",
                        "cohort", "cohort(did=Buy a Plan)")),
                realtime(Map.of()),
                realtime(Map.of("now", "2018-11-15 18:00:30", "window", "90 minutes")),
                realtime(Map.of("now", "2018-11-15 18:00", "window", "90 minutes", "event", "NextSong")),
                realtime(Map.of("now", "2024-01-15 20:00", "window", "1 day")).asOf("half"),
                realtime(Map.of(
                        "now",
                        "2018-11-04 01:40",
                        "window",
                        "150 minutes",
                        "zone",
                        "America/New_York",
                        "event",
                        "NextSong | Home")),
                realtime(Map.of("now", "2024-01-12 20:00", "zone", "Asia/Kolkata", "filter", "platform is Web"))
                        .asOf("half"),
                realtime(Map.of("now", "2024-01-12 20:00", "inactive", "View Item, Home", "window", "45 minutes")),
                realtime(Map.of(
                        "now",
                        "2024-01-12 20:00",
                        "window",
                        "300 minutes",
                        "cohort",
                        "cohort(did=View Item; at_least=3)")));
    }

    static Case segmentation(Map<String, String> given) {
        return Case.of("segmentation", given, histories -> {
            var reading = new Reading(given, histories.seen());
            Cells cells = reading.cells("day");
            Map<LocalDateTime, Set<Long>> active = active(reading, cells);
            List<List<@Nullable Object>> rows = new ArrayList<>();
            toldApart(reading, cells)
                    .forEach((cell, segments) -> segments.forEach((segment, events) -> {
                        List<@Nullable Object> row = Case.row(cells.text(cell), segment);
                        row.addAll(row(reading, events));
                        row.add(
                                tells(reading, "active")
                                        ? Case.percent(
                                                people(events), active.get(cell).size())
                                        : null);
                        row.add(tells(reading, "complete") ? isComplete(reading, cells, cell) : null);
                        rows.add(row);
                    }));
            return rows;
        });
    }

    /** The events that are chosen, by the hour, day, week or month, and by the segment. */
    static Map<LocalDateTime, Map<String, List<PersonEvent>>> toldApart(Reading reading, Cells cells) {
        Map<LocalDateTime, Map<String, List<PersonEvent>>> byTime = new TreeMap<>();
        for (PersonEvent event : reading.events()) {
            if (reading.isType(event, "event") && reading.passes(event) && reading.counts(event)) {
                var segments = byTime.computeIfAbsent(cells.begin(event.ms()), cell -> new TreeMap<>());
                for (String segment : reading.segments(event)) {
                    segments.computeIfAbsent(segment, name -> new ArrayList<>()).add(event);
                }
            }
        }
        return byTime;
    }

    /** Who did anything that makes a person active, or what is counted, whatever its properties. */
    private static Map<LocalDateTime, Set<Long>> active(Reading reading, Cells cells) {
        Map<LocalDateTime, Set<Long>> active = new HashMap<>();
        for (PersonEvent event : reading.events()) {
            boolean counted = reading.isActive(event) || reading.isType(event, "event");
            if (counted && reading.isOfCohort(event.amplitudeId())) {
                active.computeIfAbsent(cells.begin(event.ms()), cell -> new HashSet<>())
                        .add(event.amplitudeId());
            }
        }
        return active;
    }

    private static boolean tells(Reading reading, String parameter) {
        return reading.text(parameter, "skip").equals("tell");
    }

    /** Whether a cell is known to be over; of all times, whether the range is. */
    private static boolean isComplete(Reading reading, Cells cells, LocalDateTime cell) {
        long known = reading.knownUpTo("to");
        if (cells.interval().equals("all")) {
            Long to = reading.moment("to");
            return to != null && known >= to;
        }
        return cells.hasBegun(cells.after(cell, 1), known);
    }

    private static List<@Nullable Object> row(Reading reading, List<PersonEvent> events) {
        List<BigDecimal> numbers = new ArrayList<>();
        for (PersonEvent event : events) {
            BigDecimal value = number(reading.property(event, reading.text("number", "none")));
            if (value != null) {
                numbers.add(value);
            }
        }
        numbers.sort(Comparator.naturalOrder());
        BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return Case.row(
                events.size(),
                people(events),
                Reading.ratio(BigDecimal.valueOf(events.size()), people(events)),
                numbers.isEmpty() ? null : Case.stripped(sum),
                Reading.ratio(sum, numbers.size()),
                percentile(numbers, reading, "50"),
                percentile(numbers, reading, reading.text("percentile", "none")));
    }

    /**
     * The first of some numbers in order that leaves no more of them behind it than a percentile may; null of no numbers, and
     * where no percentile is wanted.
     */
    private static @Nullable BigDecimal percentile(List<BigDecimal> sorted, Reading reading, String percent) {
        if (sorted.isEmpty() || reading.text("percentile", "none").equals("none")) {
            return null;
        }
        int rank = (Integer.parseInt(percent) * sorted.size() + 99) / 100;
        return Case.stripped(sorted.get(rank - 1));
    }

    private static long people(List<PersonEvent> events) {
        return events.stream().map(PersonEvent::amplitudeId).distinct().count();
    }

    private static @Nullable BigDecimal number(@Nullable String text) {
        if (text == null || !text.strip().matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")) {
            return null;
        }
        BigDecimal number = new BigDecimal(text.strip()).setScale(6, RoundingMode.HALF_UP);
        return number.precision() <= 20 ? number : null;
    }

    private static Case realtime(Map<String, String> given) {
        return Case.of("realtime", given, histories -> {
            var reading = new Reading(given, histories.seen());
            Long asked = reading.moment("now");
            long now = asked == null ? Case.NOW.toEpochMilli() : asked;
            long minutes = reading.text("window", "60 minutes").equals("1 day")
                    ? 1440
                    : Long.parseLong(reading.text("window", "60 minutes").split(" ")[0]);
            long from = Math.floorDiv(now - minutes * Reading.MINUTE, Reading.MINUTE) * Reading.MINUTE;
            List<PersonEvent> chosen = histories.seen().events().stream()
                    .filter(event -> event.person() != null
                            && event.received() < now
                            && !event.type().startsWith("$")
                            && reading.isType(event, "event"))
                    .filter(reading::counts)
                    .toList();
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (long minute = from; minute < now; minute += Reading.MINUTE) {
                String text = Instant.ofEpochMilli(minute)
                        .atZone(reading.zone())
                        .toLocalDateTime()
                        .toString()
                        .replace('T', ' ');
                long end = minute + Reading.MINUTE;
                rows.add(Case.row(
                        text,
                        received(chosen, minute, end).size(),
                        people(chosen, minute, end),
                        people(chosen, end - 5 * Reading.MINUTE, end),
                        people(chosen, end - 30 * Reading.MINUTE, end)));
            }
            return rows;
        });
    }

    private static List<PersonEvent> received(List<PersonEvent> events, long from, long to) {
        return events.stream()
                .filter(event -> event.received() >= from && event.received() < to)
                .toList();
    }

    private static long people(List<PersonEvent> events, long from, long to) {
        return people(received(events, from, to));
    }
}
