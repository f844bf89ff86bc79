package io.tidemark.ops.answers;

import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import io.tidemark.rules.model.History;
import io.tidemark.rules.model.PersonEvent;
import io.tidemark.rules.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the data is worth: clocks, collisions, and everything that must hold in a lake that was written honestly. */
final class QualityCases {
    private QualityCases() {}

    static List<Case> all() {
        var cases = new ArrayList<Case>();
        cases.add(clocks(Map.of()));
        cases.add(clocks(Map.of()).asOf("half"));
        cases.add(clocks(Map.of("from", "2023-11-20", "to", "2024-01-10 12:00")));
        cases.add(clocks(Map.of("from", "1999-01-01", "to", "1999-01-02")));
        cases.add(none("id_collisions"));
        cases.add(none("throttled_devices"));
        cases.add(outcomes(Map.of()));
        cases.add(outcomes(Map.of()).asOf("half"));
        cases.add(outcomes(Map.of("from", "2024-01-09", "to", "2024-01-12 12:00")));
        cases.add(outcomes(Map.of("from", "1999-01-01", "to", "1999-01-02")));
        for (Question check : Questions.checks()) {
            cases.add(none(check.name()));
            cases.add(none(check.name()).asOf("half"));
        }
        return cases;
    }

    static Case none(String question) {
        return Case.of(question, Map.of(), histories -> List.of());
    }

    private static Case outcomes(Map<String, String> range) {
        return Case.of("data_quality", range, histories -> {
            History history = histories.seen();
            var days = new TreeMap<String, TreeMap<String, List<Integer>>>();
            for (int offset = 0; offset < history.log().size(); offset++) {
                long stamp = history.log().get(offset).timestamp();
                Long from = FunnelCases.bound(range, "from");
                Long to = FunnelCases.bound(range, "to");
                if ((from == null || stamp >= from) && (to == null || stamp < to)) {
                    Verdict verdict = history.verdicts().get(offset);
                    String why = verdict.outcome() + (verdict.reason() == null ? "" : " " + verdict.reason());
                    days.computeIfAbsent(
                                    Instant.ofEpochMilli(stamp).toString().substring(0, 10), day -> new TreeMap<>())
                            .computeIfAbsent(why, outcome -> new ArrayList<>())
                            .add(offset);
                }
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            days.forEach((day, outcomes) -> {
                int whole = outcomes.values().stream().mapToInt(List::size).sum();
                outcomes.forEach((why, offsets) -> {
                    String[] words = why.split(" ");
                    rows.add(Case.row(
                            day,
                            words[0],
                            words.length > 1 ? words[1] : null,
                            offsets.size(),
                            words.length > 1 ? null : devices(history, offsets),
                            Case.percent(offsets.size(), whole)));
                });
            });
            return rows;
        });
    }

    private static long devices(History history, List<Integer> offsets) {
        return offsets.stream()
                .map(offset -> history.record(offset).path("device_id"))
                .filter(id -> id.isTextual() && !id.textValue().isEmpty())
                .distinct()
                .count();
    }

    private static Case clocks(Map<String, String> range) {
        return Case.of("suspicious_clocks", range, histories -> {
            var groups = new TreeMap<String, TreeMap<String, List<PersonEvent>>>();
            for (PersonEvent event : histories.seen().events()) {
                Long from = FunnelCases.bound(range, "from");
                Long to = FunnelCases.bound(range, "to");
                if ((from == null || event.received() >= from) && (to == null || event.received() < to)) {
                    groups.computeIfAbsent(orNone(event.text("platform")), platform -> new TreeMap<>())
                            .computeIfAbsent(orNone(event.text("app_version")), version -> new ArrayList<>())
                            .add(event);
                }
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            groups.forEach((platform, versions) ->
                    versions.forEach((version, events) -> rows.add(clocks(platform, version, events))));
            rows.sort(Comparator.comparingLong(row -> -(Long) Objects.requireNonNull(row.get(3))));
            return rows;
        });
    }

    private static String orNone(@Nullable String text) {
        return text == null ? "(none)" : text;
    }

    private static List<@Nullable Object> clocks(String platform, String version, List<PersonEvent> events) {
        int suspect = 0;
        int future = 0;
        int corrected = 0;
        Long behind = null;
        Long ahead = null;
        Set<String> devices = new HashSet<>();
        for (PersonEvent event : events) {
            if (event.suspect()) {
                suspect++;
                future += event.ms() > event.received() ? 1 : 0;
                if (event.text("device_id") != null) {
                    devices.add(event.text("device_id"));
                }
            }
            if (event.event().path("client_upload_time").isNumber()) {
                long late = event.received()
                        - event.event()
                                .path("client_upload_time")
                                .decimalValue()
                                .longValue();
                corrected += Math.abs(late) >= 60_000 ? 1 : 0;
                behind = behind == null ? late : Math.max(behind, late);
                ahead = ahead == null ? -late : Math.max(ahead, -late);
            }
        }
        return Case.row(
                platform,
                version,
                events.size(),
                suspect,
                Case.percent(suspect, events.size()),
                devices.size(),
                future,
                suspect - future,
                corrected,
                behind == null ? null : behind / 1000,
                ahead == null ? null : ahead / 1000);
    }
}
