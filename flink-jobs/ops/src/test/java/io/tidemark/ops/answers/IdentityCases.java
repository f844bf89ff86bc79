package io.tidemark.ops.answers;

import io.tidemark.rules.model.History;
import io.tidemark.rules.model.PersonEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who used a device, when, and what merged: each device's log is walked once, with the rules of identity.md in hand. */
final class IdentityCases {
    private static final String VIEW = """
            SELECT project_id, device_key, device_id, seq, user_id, amplitude_id, EPOCH_MS(began) AS began, EPOCH_MS(ended) AS ended,
              EPOCH_MS(event_time) AS event_ms, why, merged_away, cause_uuid, kafka_offset
            FROM identity_timeline
            ORDER BY device_key, seq, project_id
            """;
    private static final Comparator<List<@Nullable Object>> BY_DEVICE =
            Comparator.<List<@Nullable Object>, String>comparing(row -> (String) row.get(1))
                    .thenComparing(row -> (Long) row.get(3))
                    .thenComparing(row -> (String) row.get(0));

    private IdentityCases() {}

    static List<Case> all() {
        return List.of(
                view(),
                view().asOf("half"),
                firstSeen(),
                firstSeen().asOf("half"),
                between("half", "whole"),
                between("whole", "half"),
                between("half", "half"));
    }

    /** The view {@code identity_timeline}. */
    static Case view() {
        return Case.of(VIEW, Map.of(), histories -> {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (List<Change> changes : changes(histories.seen()).values()) {
                for (int i = 0; i < changes.size(); i++) {
                    rows.add(row(
                            histories.seen(),
                            changes.get(i),
                            i + 1,
                            i + 1 < changes.size() ? changes.get(i + 1) : null));
                }
            }
            rows.sort(BY_DEVICE);
            return rows;
        });
    }

    /** The view {@code first_seen}. */
    static Case firstSeen() {
        String text = """
                SELECT resolved_amplitude_id, EPOCH_MS(first_seen_time) AS first_seen_ms
                FROM first_seen
                ORDER BY resolved_amplitude_id
                """;
        return Case.of(text, Map.of(), histories -> {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            new TreeMap<>(new Reading(Map.of(), histories.seen()).firstSeen())
                    .forEach((person, first) -> rows.add(Case.row(person, first)));
            return rows;
        });
    }

    /** A change of who is behind a device; the user is null while it is nobody. */
    private record Change(PersonEvent cause, @Nullable String user, boolean merges) {
        private String person() {
            return cause.owner();
        }

        private String deviceKey() {
            String id = cause.text("device_id");
            return id != null ? id : "\u001Fuser:" + cause.text("user_id");
        }

        /** The device's own identity, which a merge takes away. */
        private String device() {
            return cause.scope() + "device:" + deviceKey();
        }
    }

    private static Map<String, List<Change>> changes(History history) {
        var devices = new TreeMap<String, List<Change>>();
        for (PersonEvent event : history.events()) {
            if (event.owner() == null) {
                continue;
            }
            String user = event.text("user_id");
            Change seen = new Change(event, user, false);
            List<Change> changes = devices.computeIfAbsent(seen.device(), device -> new ArrayList<>());
            if (changes.isEmpty()) {
                changes.add(seen);
            } else if (user != null
                    && !user.equals(changes.get(changes.size() - 1).user())) {
                changes.add(
                        new Change(event, user, changes.get(changes.size() - 1).user() == null));
            }
        }
        return devices;
    }

    private static List<@Nullable Object> row(History history, Change change, int seq, @Nullable Change next) {
        PersonEvent cause = change.cause();
        String why = change.user() == null
                ? "first seen"
                : holds(history, change)
                        ? "first user, merged"
                        : change.merges() ? "first user, kept apart" : seq == 1 ? "first user" : "another user";
        String project = cause.text("project_id");
        return Case.row(
                project == null ? "default" : project,
                change.deviceKey(),
                cause.text("device_id"),
                seq,
                change.user(),
                History.amplitudeId(change.person()),
                cause.received(),
                next == null ? null : next.cause().received(),
                cause.ms(),
                why,
                holds(history, change) ? History.amplitudeId(change.device()) : null,
                change.merges() ? PeopleCases.uuid(cause.offset()) : null,
                cause.offset());
    }

    /** Whether it is a merge that nobody has ended. */
    private static boolean holds(History history, Change change) {
        return change.merges() && history.corrections().lets(change.device(), change.person());
    }

    private static Map<Long, Change> merges(History history) {
        var merges = new HashMap<Long, Change>();
        changes(history).forEach((device, changes) -> changes.stream()
                .filter(change -> holds(history, change))
                .forEach(change -> merges.put(History.amplitudeId(change.device()), change)));
        return merges;
    }

    private static Case between(String before, String after) {
        return Case.of("merges_between", Map.of("before", before, "after", after), histories -> {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            rows.addAll(onlyIn("made", histories.at(after), histories.at(before)));
            rows.addAll(onlyIn("undone", histories.at(before), histories.at(after)));
            rows.sort(java.util.Comparator.comparing(
                            (List<@Nullable Object> row) -> String.valueOf(row.get(0)) + row.get(5))
                    .thenComparing(row -> (Long) row.get(1)));
            return rows;
        });
    }

    private static List<List<@Nullable Object>> onlyIn(String what, History one, History other) {
        Map<Long, Change> known = merges(other);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        merges(one).forEach((id, change) -> {
            if (!known.containsKey(id)) {
                long own = one.events().stream()
                        .filter(event -> event.owner() != null && History.amplitudeId(event.owner()) == id)
                        .count();
                rows.add(Case.row(
                        what,
                        id,
                        change.cause().text("device_id"),
                        History.amplitudeId(change.person()),
                        change.user(),
                        RevenueCases.minute(change.cause().received()),
                        PeopleCases.uuid(change.cause().offset()),
                        own));
            }
        });
        return rows;
    }
}
