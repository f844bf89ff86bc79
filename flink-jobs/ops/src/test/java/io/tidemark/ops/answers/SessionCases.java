package io.tidemark.ops.answers;

import io.tidemark.rules.model.History;
import io.tidemark.rules.model.PersonEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Sessions: a person's events on one device, put together one by one. */
final class SessionCases {
    private static final long DAY = 86_400_000;
    private static final long MINUTE = 60_000;
    private static final List<String> CLASSES = List.of(
            "none",
            "under 10 s",
            "10 s to 1 min",
            "1 to 3 min",
            "3 to 10 min",
            "10 to 30 min",
            "30 min to 1 h",
            "1 h and more");
    private static final long[] BEGINS = {0, 1, 10_000, MINUTE, 3 * MINUTE, 10 * MINUTE, 30 * MINUTE, 60 * MINUTE};

    private SessionCases() {}

    static List<Case> all() {
        Map<String, String> narrow = Map.of("from", "2024-01-09 06:00", "to", "2024-01-11");
        Map<String, String> nothing = Map.of("from", "1999-01-01", "to", "1999-01-02");
        Case whole = perDay("none", Map.of());
        return List.of(
                whole,
                whole.asOf("half"),
                perDay("platform", narrow),
                perDay("platform", Map.of("from", "2018-11-03", "to", "2018-11-20 12:00")),
                perDay("none", nothing),
                lengths(Map.of()),
                lengths(narrow),
                lengths(nothing),
                view(),
                view().asOf("half"));
    }

    /** From a person's first event to the last. */
    private static final class Session {
        private final String project;
        private final long person;
        private final @Nullable String device;
        private final long id;
        private final boolean byClient;
        private final @Nullable String platform;
        private final long started;
        private long ended;
        private int events;

        private Session(PersonEvent first, @Nullable Long given) {
            this.project = project(first);
            this.person = first.amplitudeId();
            this.device = first.text("device_id");
            this.id = given == null ? first.ms() : given;
            this.byClient = given != null;
            this.platform = first.text("platform");
            this.started = first.ms();
        }

        private Session with(PersonEvent event) {
            ended = event.ms();
            events++;
            return this;
        }

        private long length() {
            return ended - started;
        }
    }

    private static List<Session> sessions(History history, @Nullable Long from, @Nullable Long to) {
        return sessions(history, from, to, SessionCases::pause);
    }

    /** How many sessions there are where a longer pause than the one given for an event ends the one before it. */
    static int count(History history, ToLongFunction<PersonEvent> longestPause) {
        return sessions(history, null, null, longestPause).size();
    }

    private static List<Session> sessions(
            History history, @Nullable Long from, @Nullable Long to, ToLongFunction<PersonEvent> longestPause) {
        List<PersonEvent> inOrder = history.events().stream()
                .filter(PersonEvent::isCounted)
                .filter(event -> event.isWithin(from == null ? null : from - DAY, to == null ? null : to + DAY))
                .sorted(History.BY_TIME)
                .toList();
        var found = new ArrayList<Session>();
        var open = new HashMap<List<@Nullable Object>, Session>();
        for (PersonEvent event : inOrder) {
            Long given = event.event().path("session_id").isNumber()
                    ? (Long) event.event().path("session_id").decimalValue().longValue()
                    : null;
            if (given != null && given < 0) {
                continue;
            }
            List<@Nullable Object> whose =
                    Case.row(event.amplitudeId(), event.text("device_id"), project(event), given);
            Session session = open.get(whose);
            if (session == null || (given == null && event.ms() - session.ended > longestPause.applyAsLong(event))) {
                session = new Session(event, given);
                found.add(session);
                open.put(whose, session);
            }
            session.with(event);
        }
        return found.stream()
                .filter(session -> (from == null || session.started >= from) && (to == null || session.started < to))
                .toList();
    }

    private static String project(PersonEvent event) {
        String named = event.text("project_id");
        return named == null ? "default" : named;
    }

    /** The longest pause within a session, before this event. */
    static long pause(PersonEvent event) {
        String platform = event.text("platform");
        boolean phone = "ios".equalsIgnoreCase(platform) || "android".equalsIgnoreCase(platform);
        return phone ? 5 * MINUTE : 30 * MINUTE;
    }

    private static Case perDay(String by, Map<String, String> range) {
        var given = new TreeMap<>(range);
        given.put("by", by);
        return Case.of("sessions", given, histories -> {
            var days = new TreeMap<String, TreeMap<String, List<Session>>>();
            for (Session session :
                    sessions(histories.seen(), FunnelCases.bound(range, "from"), FunnelCases.bound(range, "to"))) {
                String platform = session.platform == null ? "(none)" : session.platform;
                days.computeIfAbsent(
                                Instant.ofEpochMilli(session.started).toString().substring(0, 10),
                                day -> new TreeMap<>())
                        .computeIfAbsent(by.equals("none") ? "all" : platform, segment -> new ArrayList<>())
                        .add(session);
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            days.forEach((day, segments) -> segments.forEach((segment, list) -> rows.add(perDay(day, segment, list))));
            return rows;
        });
    }

    private static List<@Nullable Object> perDay(String day, String segment, List<Session> sessions) {
        int found = sessions.size();
        Set<Long> people = new HashSet<>();
        sessions.forEach(session -> people.add(session.person));
        List<Long> lengths = sessions.stream().map(Session::length).sorted().toList();
        long sum = lengths.stream().mapToLong(Long::longValue).sum();
        return Case.row(
                day,
                segment,
                found,
                people.size(),
                Case.stripped(
                        BigDecimal.valueOf(found).divide(BigDecimal.valueOf(people.size()), 2, RoundingMode.HALF_UP)),
                sessions.stream().mapToInt(session -> session.events).sum(),
                sum / found / 1000,
                lengths.get((found + 1) / 2 - 1) / 1000,
                lengths.get((found * 9 + 9) / 10 - 1) / 1000,
                lengths.get(found - 1) / 1000,
                (int) sessions.stream().filter(session -> session.events == 1).count());
    }

    private static Case lengths(Map<String, String> range) {
        return Case.of("session_lengths", range, histories -> {
            List<Session> sessions =
                    sessions(histories.seen(), FunnelCases.bound(range, "from"), FunnelCases.bound(range, "to"));
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (int i = 0; i < BEGINS.length; i++) {
                long least = BEGINS[i];
                long most = i + 1 < BEGINS.length ? BEGINS[i + 1] : Long.MAX_VALUE;
                List<Session> those = sessions.stream()
                        .filter(session -> session.length() >= least && session.length() < most)
                        .toList();
                long people =
                        those.stream().map(session -> session.person).distinct().count();
                rows.add(Case.row(i + 1, CLASSES.get(i), those.size(), people));
            }
            return rows;
        });
    }

    static Case view() {
        String text = """
                SELECT project_id, resolved_amplitude_id, device_id, session_id, by_client, EPOCH_MS(started) AS started,
                  EPOCH_MS(ended) AS ended, length_ms, events, platform
                FROM sessions
                ORDER BY resolved_amplitude_id, started, session_id, by_client, COALESCE(device_id, ''), project_id
                """;
        Comparator<Session> order = Comparator.<Session>comparingLong(session -> session.person)
                .thenComparingLong(session -> session.started)
                .thenComparingLong(session -> session.id)
                .thenComparing(session -> session.byClient)
                .thenComparing(session -> session.device == null ? "" : session.device)
                .thenComparing(session -> session.project);
        return Case.of(text, Map.of(), histories -> sessions(histories.seen(), null, null).stream()
                .sorted(order)
                .map(session -> Case.row(
                        session.project,
                        session.person,
                        session.device,
                        session.id,
                        session.byClient,
                        session.started,
                        session.ended,
                        session.length(),
                        session.events,
                        session.platform))
                .toList());
    }
}
