package io.tidemark.ops.answers;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.rules.model.PersonEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Properties that changed their shape, counted property by property. */
final class DriftCases {
    private DriftCases() {}

    static List<Case> all() {
        Case shop = drift("2024-01-09", "event_properties", Map.of());
        return List.of(
                shop,
                shop.asOf("half"),
                drift("2024-01-01", "user_properties", Map.of()),
                drift("2018-11-15", "user_properties", Map.of("from", "2018-11-02", "to", "2024-01-11 12:00")),
                drift("1999-01-01", "event_properties", Map.of("from", "1999-01-01", "to", "1999-01-02")));
    }

    /** How often a property was of a type, before and after. */
    private static final class Counts {
        private final TreeMap<String, long[]> types = new TreeMap<>();

        private long sum(int side) {
            return types.values().stream().mapToLong(counts -> counts[side]).sum();
        }
    }

    private static Case drift(String split, String column, Map<String, String> range) {
        var given = new TreeMap<>(range);
        given.put("split", split);
        given.put("column", column);
        long middle = Instant.parse(split + "T00:00:00Z").toEpochMilli();
        return Case.of("property_drift", given, histories -> {
            var types = new TreeMap<String, TreeMap<String, Counts>>();
            for (PersonEvent event : histories.seen().events()) {
                boolean asked = !event.suspect()
                        && event.isWithin(FunnelCases.bound(range, "from"), FunnelCases.bound(range, "to"));
                for (Map.Entry<String, JsonNode> member : event.object(column).properties()) {
                    if (asked && !member.getValue().isNull()) {
                        types.computeIfAbsent(event.type(), type -> new TreeMap<>())
                                .computeIfAbsent(member.getKey(), name -> new Counts())
                                .types
                                .computeIfAbsent(type(member.getValue()), type -> new long[2])[
                                event.ms() < middle ? 0 : 1]++;
                    }
                }
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            types.forEach((type, names) -> names.forEach((name, counts) -> rows(type, name, counts, rows)));
            return rows;
        });
    }

    private static void rows(String eventType, String name, Counts counts, List<List<@Nullable Object>> rows) {
        counts.types.forEach((type, found) -> {
            if (found[0] == 0 || found[1] == 0) {
                String change = counts.sum(0) == 0
                        ? "appeared"
                        : counts.sum(1) == 0 ? "vanished" : found[0] == 0 ? "new type" : "no longer of this type";
                rows.add(Case.row(eventType, name, type, change, found[0], found[1]));
            }
        });
    }

    private static String type(JsonNode value) {
        if (value.isTextual()) {
            return "text";
        }
        return value.isObject() ? "object" : value.isArray() ? "list" : value.isBoolean() ? "boolean" : "number";
    }
}
