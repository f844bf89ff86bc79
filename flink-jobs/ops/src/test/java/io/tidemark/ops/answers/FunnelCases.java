package io.tidemark.ops.answers;

import io.tidemark.rules.model.PersonEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The funnel: tries of a person, one after the other, each looked at as far as it gets. */
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
                funnel(
                        List.of("View Item"),
                        "7 days",
                        false,
                        "none",
                        Map.of("from", "1999-01-01", "to", "1999-01-02")));
    }

    static Case funnel(List<String> steps, String window, boolean strict, String by, Map<String, String> range) {
        var given = new TreeMap<>(range);
        given.put("steps", String.join(", ", steps));
        given.put("window", window);
        given.put("order", strict ? "strict" : "loose");
        given.put("by", by);
        long millis = window.startsWith("7 d")
                ? Duration.ofDays(7).toMillis()
                : window.startsWith("1 d")
                        ? Duration.ofDays(1).toMillis()
                        : window.startsWith("30")
                                ? Duration.ofMinutes(30).toMillis()
                                : Duration.ofHours(Long.parseLong(window.substring(0, 1)))
                                        .toMillis();
        return Case.of("funnel", given, histories -> {
            var reading = new Reading(given, histories.seen());
            var people = histories.seen().byPerson(bound(range, "from"), bound(range, "to"));
            Map<String, List<List<Long>>> bySegment = new TreeMap<>();
            people.values().forEach(events -> best(reading, events, steps, millis, strict, bySegment));
            return rows(steps, bySegment);
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

    /** Adds the times after the first step of a person's try that got furthest. */
    private static void best(
            Reading reading,
            List<PersonEvent> events,
            List<String> steps,
            long window,
            boolean strict,
            Map<String, List<List<Long>>> bySegment) {
        List<Long> best = List.of();
        Set<String> segments = Set.of();
        for (int i = 0; i < events.size(); i++) {
            PersonEvent first = events.get(i);
            if (!first.type().equals(steps.get(0))) {
                continue;
            }
            var times = new ArrayList<>(List.of(0L));
            for (int next = i + 1; next < events.size() && times.size() < steps.size(); next++) {
                long after = events.get(next).ms() - first.ms();
                boolean fits = events.get(next).type().equals(steps.get(times.size()));
                if (after > window || (strict && !fits)) {
                    break;
                } else if (fits) {
                    times.add(after);
                }
            }
            if (times.size() > best.size()) {
                best = times;
                segments = reading.segments(first);
            }
        }
        for (String segment : segments) {
            bySegment.computeIfAbsent(segment, s -> new ArrayList<>()).add(best);
        }
    }

    private static List<List<@Nullable Object>> rows(List<String> steps, Map<String, List<List<Long>>> bySegment) {
        var rows = new ArrayList<List<@Nullable Object>>();
        bySegment.forEach((segment, tries) -> {
            for (int step = 0; step < steps.size(); step++) {
                int index = step;
                List<Long> times = tries.stream()
                        .filter(times1 -> times1.size() > index)
                        .map(times1 -> times1.get(index))
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
