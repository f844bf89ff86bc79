package io.tidemark.job.answers;

import io.tidemark.job.model.History;
import io.tidemark.job.model.PersonEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Why a number changed: the two answers, and each event and person that is in one of them alone. */
final class ChangeCases {
    private ChangeCases() {}

    static List<Case> all() {
        return List.of(
                change("half", "whole", "all", Map.of()),
                change("whole", "half", "all", Map.of()),
                change("half", "whole", "Purchase", Map.of()),
                change("half", "whole", "all", Map.of("from", "2018-11-10", "to", "2024-01-11 12:00")),
                change("half", "half", "all", Map.of()),
                change("half", "whole", "it's \\ \"no\" event", Map.of()));
    }

    private static Map<String, Map<Integer, Long>> days(History history, String type, Map<String, String> range) {
        var days = new TreeMap<String, Map<Integer, Long>>();
        for (PersonEvent event : history.events()) {
            boolean asked = type.equals("all")
                    ? !event.type().startsWith("$")
                    : event.type().equals(type);
            if (asked
                    && event.amplitudeId() != null
                    && !event.suspect()
                    && event.isWithin(FunnelCases.bound(range, "from"), FunnelCases.bound(range, "to"))) {
                days.computeIfAbsent(
                                Instant.ofEpochMilli(event.ms()).toString().substring(0, 10), day -> new HashMap<>())
                        .put(event.offset(), event.amplitudeId());
            }
        }
        return days;
    }

    private static Case change(String before, String after, String type, Map<String, String> range) {
        var given = new TreeMap<>(range);
        given.put("before", before);
        given.put("after", after);
        given.put("type", type);
        return Case.of("why_changed", given, histories -> {
            var first = days(histories.at(before), type, range);
            var second = days(histories.at(after), type, range);
            var merges = new HashMap<Long, Long>();
            histories
                    .at(after)
                    .merges()
                    .forEach((device, user) -> merges.put(History.amplitudeId(device), History.amplitudeId(user)));
            var all = new TreeSet<>(first.keySet());
            all.addAll(second.keySet());
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (String day : all) {
                row(day, first.getOrDefault(day, Map.of()), second.getOrDefault(day, Map.of()), merges, rows);
            }
            return rows;
        });
    }

    private static void row(
            String day,
            Map<Integer, Long> first,
            Map<Integer, Long> second,
            Map<Long, Long> merges,
            List<List<@Nullable Object>> rows) {
        long added =
                second.keySet().stream().filter(at -> !first.containsKey(at)).count();
        long removed =
                first.keySet().stream().filter(at -> !second.containsKey(at)).count();
        Set<Long> people = new HashSet<>(first.values());
        Set<Long> known = new HashSet<>();
        people.forEach(person -> known.add(merges.getOrDefault(person, person)));
        Set<Long> later = new HashSet<>(second.values());
        if (added + removed > 0 || people.size() != known.size() || people.size() != later.size()) {
            rows.add(Case.row(
                    day,
                    first.size(),
                    added,
                    removed,
                    0,
                    0,
                    second.size(),
                    people.size(),
                    people.size() - known.size(),
                    later.size() - known.size(),
                    later.size()));
        }
    }
}
