package io.tidemark.ops.answers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidemark.rules.event.EventUuid;
import io.tidemark.rules.model.History;
import io.tidemark.rules.model.PersonEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

/** One person's timeline, and the people. */
final class PeopleCases {
    private static final long FIRST_YEAR = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    private static final long LAST_YEAR = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();
    private static final String LISTENER = "listener-39";
    private static final String BROWSER = "web-bfa42452169edc30";

    private static final JsonFactory JSON = new JsonFactory();

    private PeopleCases() {}

    static List<Case> all() {
        return List.of(
                people(),
                people().asOf("half"),
                timeline(LISTENER, 200, Map.of()),
                timeline(BROWSER, 100, Map.of()),
                timeline(BROWSER, 100, Map.of()).asOf("half"),
                timeline(Long.toString(History.amplitudeId("user:" + LISTENER)), 5, Map.of()),
                timeline(Long.toString(History.amplitudeId("device:device-1")), 300, Map.of()),
                timeline("device-2", 300, Map.of()),
                timeline(LISTENER, 3, Map.of("from", "2018-11-03", "to", "2018-11-20")),
                timeline(LISTENER, 3, Map.of("from", "1999-01-01", "to", "1999-01-02")),
                timeline("nobody's \\ \"id\"", 200, Map.of()));
    }

    /** Whose id it is, or was before merging; a device is everybody's who used it. */
    private static Set<Long> found(History history, String who) {
        var found = new HashSet<Long>();
        for (PersonEvent event : history.events()) {
            if (event.person() != null
                    && (who.equals(event.text("user_id"))
                            || who.equals(event.text("device_id"))
                            || who.equals(Long.toString(History.amplitudeId(event.owner())))
                            || who.equals(event.amplitudeId().toString()))) {
                found.add(event.amplitudeId());
            }
        }
        return found;
    }

    private static Case timeline(String who, int most, Map<String, String> range) {
        var given = new TreeMap<>(range);
        given.put("who", who);
        given.put("most", Integer.toString(most));
        Long from = FunnelCases.bound(range, "from");
        Long to = FunnelCases.bound(range, "to");
        return Case.of("user_timeline", given, histories -> {
            Set<Long> persons = found(histories.seen(), who);
            List<List<@Nullable Object>> rows = new ArrayList<>();
            histories.seen().events().stream()
                    .filter(event -> persons.contains(event.amplitudeId()))
                    .filter(event -> event.isWithin(from == null ? FIRST_YEAR : from, to == null ? LAST_YEAR : to))
                    .sorted(History.BY_TIME.reversed())
                    .limit(most)
                    .forEach(event -> rows.add(row(histories.seen(), event, rows.size() + 1)));
            return rows;
        });
    }

    private static List<@Nullable Object> row(History history, PersonEvent event, int place) {
        return Case.row(
                Instant.ofEpochMilli(event.ms()),
                event.type(),
                event.amplitudeId(),
                History.amplitudeId(event.owner()),
                event.text("user_id"),
                event.text("device_id"),
                event.text("platform"),
                event.event().path("session_id").isNumber()
                        ? event.event().path("session_id").decimalValue().longValue()
                        : null,
                asSent(history, event, "event_properties"),
                asSent(history, event, "user_properties"),
                event.suspect(),
                uuid(event.offset()),
                place);
    }

    /** The uuid of the event at a place of the one partition. */
    static String uuid(int offset) {
        return new String(new EventUuid("default", "events.raw", 1).text(0, offset), StandardCharsets.US_ASCII);
    }

    /** An object of an event's in the very letters that were sent. */
    private static @Nullable String asSent(History history, PersonEvent event, String member) {
        String record = new String(history.log().get(event.offset()).value(), StandardCharsets.UTF_8);
        String found = null;
        try (JsonParser parser = JSON.createParser(record)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                boolean object = parser.nextToken() == JsonToken.START_OBJECT;
                long from = parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                long to = parser.currentTokenLocation().getCharOffset() + 1;
                if (name.equals(member)) {
                    found = object ? record.substring((int) from, (int) to) : null;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    static Case people() {
        String text = """
                SELECT resolved_amplitude_id, user_id, EPOCH_MS(first_seen) AS first_seen, EPOCH_MS(last_seen) AS last_seen,
                  EPOCH_MS(first_received) AS first_received, EPOCH_MS(last_received) AS last_received, events, devices,
                  merged_ids
                FROM people
                ORDER BY resolved_amplitude_id
                """;
        return Case.of(text, Map.of(), histories -> {
            var people = new TreeMap<Long, List<PersonEvent>>();
            for (PersonEvent event : histories.seen().events()) {
                if (event.amplitudeId() != null) {
                    people.computeIfAbsent(event.amplitudeId(), person -> new ArrayList<>())
                            .add(event);
                }
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            people.forEach((person, events) -> rows.add(person(histories.seen(), person, events)));
            return rows;
        });
    }

    private static List<@Nullable Object> person(History history, Long person, List<PersonEvent> events) {
        List<Long> seen = events.stream()
                .filter(event -> !event.suspect())
                .map(PersonEvent::ms)
                .sorted()
                .toList();
        List<Long> received =
                events.stream().map(PersonEvent::received).sorted().toList();
        return Case.row(
                person,
                events.stream()
                        .filter(event -> event.person().equals(event.owner()))
                        .map(event -> event.text("user_id"))
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                seen.isEmpty() ? null : seen.get(0),
                seen.isEmpty() ? null : seen.get(seen.size() - 1),
                received.get(0),
                received.get(received.size() - 1),
                events.size(),
                events.stream()
                        .map(event -> event.text("device_id"))
                        .filter(Objects::nonNull)
                        .distinct()
                        .count(),
                history.resolved().values().stream()
                        .filter(survivor -> History.amplitudeId(survivor) == person)
                        .count());
    }
}
