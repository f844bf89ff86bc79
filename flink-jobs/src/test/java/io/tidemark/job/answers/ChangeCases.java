package io.tidemark.job.answers;

import io.tidemark.job.model.History;
import io.tidemark.job.model.PersonEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
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
                change("half", "whole", "it's \\ \"no\" event", Map.of()),
                said("half", "whole"),
                said("whole", "half"));
    }

    /** What people said between two marks. */
    private static Case said(String before, String after) {
        return Case.of("corrections_between", Map.of("before", before, "after", after), histories -> {
            int from = histories.said(before).size();
            return histories.said(after).stream()
                    .skip(from)
                    .map(SaidByPeople.Word::row)
                    .toList();
        });
    }

    private static Map<String, Map<Integer, PersonEvent>> days(
            History history, String type, Map<String, String> range) {
        var days = new TreeMap<String, Map<Integer, PersonEvent>>();
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
                        .put(event.offset(), event);
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
            History older = histories.at(before);
            History newer = histories.at(after);
            var first = days(older, type, range);
            var second = days(newer, type, range);
            var all = new TreeSet<>(first.keySet());
            all.addAll(second.keySet());
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (String day : all) {
                Day change =
                        new Day(first.getOrDefault(day, Map.of()), second.getOrDefault(day, Map.of()), older, newer);
                change.row(day).ifPresent(rows::add);
            }
            return rows;
        });
    }

    /** The events of a day in both answers, by offset. No event of these logs moves to another day. */
    private record Day(
            Map<Integer, PersonEvent> first, Map<Integer, PersonEvent> second, History older, History newer) {
        Optional<List<@Nullable Object>> row(String day) {
            long added = second.keySet().stream()
                    .filter(at -> !first.containsKey(at))
                    .count();
            long removed = first.keySet().stream()
                    .filter(at -> !second.containsKey(at))
                    .count();
            long before = people(first, PersonEvent::person);
            long merged = people(first, event -> older.corrections().person(event.owner(), newer.merges()));
            long corrected = people(first, event -> newer.corrections().person(event.owner(), newer.merges()));
            long after = people(second, PersonEvent::person);
            return added + removed > 0 || before != merged || merged != corrected || before != after
                    ? Optional.of(Case.row(
                            day,
                            first.size(),
                            added,
                            removed,
                            0,
                            0,
                            second.size(),
                            before,
                            before - merged,
                            corrected - merged,
                            after - corrected,
                            after))
                    : Optional.empty();
        }

        private static long people(Map<Integer, PersonEvent> events, Function<PersonEvent, @Nullable String> person) {
            return events.values().stream().map(person).distinct().count();
        }
    }
}
