package io.tidemark.ops.answers;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.rules.model.PersonEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What people do next, and what they did before. */
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
                paths(Map.of("direction", "before", "after", "Purchase", "depth", "5"), 30),
                paths(Map.of("direction", "before", "after", "Logout", "depth", "2", "rows", "1000"), 30)
                        .asOf("half"),
                paths(Map.of("without", "View Item, Search", "after", "Home"), 30),
                paths(Map.of("without", "Home", "direction", "before", "after", "Add to Cart", "rows", "1000"), 30),
                paths(Map.of("repeats", "collapse", "after", "NextSong", "depth", "4", "rows", "1000"), 30),
                paths(Map.of("repeats", "collapse", "after", "*", "direction", "before", "rows", "1000"), 30),
                paths(Map.of("session", "same", "after", "View Item", "window", "1440 minutes", "rows", "1000"), 1440),
                paths(
                        Map.of(
                                "session",
                                "same",
                                "after",
                                "Purchase | Add to Cart",
                                "direction",
                                "before",
                                "repeats",
                                "collapse",
                                "window",
                                "1440 minutes",
                                "rows",
                                "1000"),
                        1440),
                paths(
                        Map.of(
                                "after",
                                "NextSong",
                                "zone",
                                "America/New_York",
                                "from",
                                "2018-11-04",
                                "to",
                                "2018-11-05",
                                "rows",
                                "1000"),
                        30),
                paths(Map.of("after", "*", "inactive", "Home, NextSong", "filter", "platform is not Web"), 30),
                paths(Map.of("after", "Add*", "cohort", "cohort(did=View Item; at_least=3)"), 30)
                        .asOf("half"),
                paths(Map.of("from", "1999-01-01", "to", "1999-01-02"), 30),
                paths(Map.of("ends", "Checkout | Purchase", "depth", "5", "rows", "1000"), 30),
                paths(
                                Map.of(
                                        "ends",
                                        "Purchase",
                                        "direction",
                                        "before",
                                        "after",
                                        "Search",
                                        "depth",
                                        "4",
                                        "window",
                                        "720 minutes"),
                                720)
                        .asOf("half"),
                paths(Map.of("ends", "View Item", "direction", "before", "after", "Checkout", "depth", "5"), 30),
                paths(
                        Map.of(
                                "after",
                                "NextSong",
                                "ends",
                                "Home",
                                "repeats",
                                "collapse",
                                "depth",
                                "3",
                                "without",
                                "Help",
                                "rows",
                                "1000"),
                        30),
                paths(
                        Map.of(
                                "after",
                                "Log*",
                                "ends",
                                "NextSong | Home",
                                "direction",
                                "before",
                                "repeats",
                                "collapse",
                                "rows",
                                "1000"),
                        30),
                paths(
                        Map.of(
                                "session",
                                "same",
                                "after",
                                "View Item",
                                "ends",
                                "View Item [event_properties.price >= 20]",
                                "window",
                                "1440 minutes",
                                "rows",
                                "1000"),
                        1440));
    }

    private static Case paths(Map<String, String> given, int minutes) {
        return Case.of("paths", given, histories -> {
            var reading = new Reading(given, histories.seen());
            var afterwards = new TreeMap<>(given);
            afterwards.putIfAbsent("after", "View Item");
            var begins = new Reading(afterwards, histories.seen());
            boolean before = reading.text("direction", "after").equals("before");
            var ways = new HashMap<String, List<Long>>();
            reading.countedPeople().forEach((person, all) -> {
                for (List<PersonEvent> events : rows(reading, all)) {
                    for (int i = 0; i < events.size(); i++) {
                        if (begins.isType(events.get(i), "after")) {
                            way(reading, events, i, minutes * Reading.MINUTE, before)
                                    .ifPresent(way -> ways.computeIfAbsent(way, key -> new ArrayList<>())
                                            .add(person));
                        }
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

    /** The events in which the ways of a person are found: all in a row, or those of each session. */
    private static Collection<List<PersonEvent>> rows(Reading reading, List<PersonEvent> all) {
        boolean same = reading.text("session", "any").equals("same");
        List<String> without = List.of(reading.text("without", "none").split(", "));
        var rows = new LinkedHashMap<List<@Nullable Object>, List<PersonEvent>>();
        for (PersonEvent event : all) {
            JsonNode session = event.event().path("session_id");
            boolean outside = !session.isNumber() || session.decimalValue().longValue() < 0;
            if (without.contains(event.type()) || (same && outside)) {
                continue;
            }
            List<@Nullable Object> row = !same
                    ? List.of()
                    : Case.row(
                            SessionCases.project(event),
                            event.text("device_id"),
                            session.decimalValue().longValue());
            List<PersonEvent> events = rows.computeIfAbsent(row, key -> new ArrayList<>());
            boolean repeats =
                    !events.isEmpty() && events.get(events.size() - 1).type().equals(event.type());
            if (!repeats || reading.text("repeats", "keep").equals("keep")) {
                events.add(event);
            }
        }
        return rows.values();
    }

    /** The way of an event; nothing if it does not come to an event that it must come to. */
    private static Optional<String> way(
            Reading reading, List<PersonEvent> events, int first, long window, boolean before) {
        String ends = reading.text("ends", "none");
        var steps = new ArrayList<String>(List.of(events.get(first).type()));
        boolean comes = ends.equals("none");
        int direction = before ? -1 : 1;
        for (int n = 1; n <= reading.number("depth", 3); n++) {
            int i = first + n * direction;
            boolean timely = i >= 0
                    && i < events.size()
                    && Math.abs(events.get(i).ms() - events.get(first).ms()) <= window;
            steps.add(timely ? events.get(i).type() : before ? "(begin)" : "(end)");
            boolean ended = timely && !ends.equals("none") && reading.isKind(events.get(i), ends);
            comes |= ended;
            if (!timely || ended) {
                break;
            }
        }
        if (before) {
            Collections.reverse(steps);
        }
        return comes ? Optional.of(String.join(" > ", steps)) : Optional.empty();
    }
}
