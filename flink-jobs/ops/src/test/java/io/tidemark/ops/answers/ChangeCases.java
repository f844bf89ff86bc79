package io.tidemark.ops.answers;

import io.tidemark.rules.model.History;
import io.tidemark.rules.model.PersonEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    /** Those of a lake in which events have moved to other days. */
    static List<Case> moved() {
        return List.of(
                change("half", "whole", "all", Map.of()),
                change("whole", "half", "all", Map.of()),
                change("half", "whole", "Purchase", Map.of()),
                change("half", "whole", "all", Map.of("from", "2024-01-10", "to", "2024-01-12 06:00")));
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
                Change change = new Change(
                        new Counted(first.getOrDefault(day, Map.of()), offsets(first), older),
                        new Counted(second.getOrDefault(day, Map.of()), offsets(second), newer));
                change.row(day).ifPresent(rows::add);
            }
            return rows;
        });
    }

    private static Set<Integer> offsets(Map<String, Map<Integer, PersonEvent>> days) {
        return days.values().stream().flatMap(day -> day.keySet().stream()).collect(Collectors.toSet());
    }

    /** The events of a day in one of the answers, by offset, and the offsets of all days. */
    private record Counted(Map<Integer, PersonEvent> events, Set<Integer> anyDay, History history) {
        long people(Function<PersonEvent, @Nullable String> person) {
            return events.values().stream().map(person).distinct().count();
        }

        /** How many are here and not on that day of the other answer, and on another one or on none. */
        long notIn(Counted other, boolean onAnotherDay) {
            return events.keySet().stream()
                    .filter(at -> !other.events.containsKey(at) && other.anyDay.contains(at) == onAnotherDay)
                    .count();
        }
    }

    /** A day in both answers. */
    private record Change(Counted first, Counted second) {
        Optional<List<@Nullable Object>> row(String day) {
            long added = second.notIn(first, false);
            long removed = first.notIn(second, false);
            long here = second.notIn(first, true);
            long away = first.notIn(second, true);
            Map<String, String> merges = second.history.merges();
            long before = first.people(PersonEvent::person);
            long merged = first.people(event -> first.history.corrections().person(event.owner(), merges));
            long corrected = first.people(event -> second.history.corrections().person(event.owner(), merges));
            long after = second.people(PersonEvent::person);
            boolean changed = added + removed + here + away > 0 || merged != corrected;
            return changed || before != merged || before != after
                    ? Optional.of(Case.row(
                            day,
                            first.events.size(),
                            added,
                            removed,
                            here,
                            away,
                            second.events.size(),
                            before,
                            before - merged,
                            corrected - merged,
                            after - corrected,
                            after))
                    : Optional.empty();
        }
    }
}
