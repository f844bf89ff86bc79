package io.tidemark.ops.answers;

import io.tidemark.rules.model.PersonEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people do next. */
final class PathCases {
    private PathCases() {}

    static List<Case> all() {
        Case shop = paths(Map.of(), 30);
        return List.of(
                shop,
                shop.asOf("half"),
                paths(Map.of("after", "Home", "depth", "5", "window", "10 minutes", "rows", "1000"), 10),
                paths(Map.of("after", "Search", "depth", "1", "from", "2024-01-10 06:30", "to", "2024-01-11"), 30),
                paths(Map.of("after", "NextSong", "depth", "2", "rows", "3"), 30),
                paths(Map.of("after", "it's \\ \"no\" event"), 30),
                paths(Map.of("from", "1999-01-01", "to", "1999-01-02"), 30));
    }

    private static Case paths(Map<String, String> given, int minutes) {
        return Case.of("paths", given, histories -> {
            var reading = new Reading(given, histories.seen());
            String after = reading.text("after", "View Item");
            var ways = new HashMap<String, List<Long>>();
            reading.people().forEach((person, events) -> {
                for (int i = 0; i < events.size(); i++) {
                    if (events.get(i).type().equals(after)) {
                        String way = way(events, i, reading.number("depth", 3), minutes * Reading.MINUTE);
                        ways.computeIfAbsent(way, key -> new ArrayList<>()).add(person);
                    }
                }
            });
            Comparator<List<@Nullable Object>> often =
                    Comparator.comparing((List<@Nullable Object> row) -> -((Long) row.get(1)));
            return ways.entrySet().stream()
                    .map(way -> Case.row(
                            way.getKey(),
                            way.getValue().size(),
                            way.getValue().stream().distinct().count()))
                    .sorted(often.thenComparing(row -> (String) row.get(0)))
                    .limit(reading.number("rows", 100))
                    .toList();
        });
    }

    private static String way(List<PersonEvent> events, int first, int depth, long window) {
        var way = new StringBuilder(events.get(first).type());
        for (int i = first + 1; i <= first + depth; i++) {
            boolean timely =
                    i < events.size() && events.get(i).ms() - events.get(first).ms() <= window;
            way.append(" > ").append(timely ? events.get(i).type() : "(end)");
            if (!timely) {
                break;
            }
        }
        return way.toString();
    }
}
