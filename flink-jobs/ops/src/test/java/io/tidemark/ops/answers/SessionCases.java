package io.tidemark.ops.answers;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.rules.model.History;
import io.tidemark.rules.model.PersonEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
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
        Map<String, String> cut = Map.of("without_id", "cut");
        Map<String, String> narrowCut = Map.of("from", "2024-01-09 06:00", "to", "2024-01-11", "without_id", "cut");
        Case whole = perDay("none", Map.of());
        Case withCut = perDay("platform", cut);
        return List.of(
                whole,
                whole.asOf("half"),
                perDay("platform", narrow),
                perDay("platform", Map.of("from", "2018-11-03", "to", "2018-11-20 12:00")),
                perDay("none", nothing),
                withCut,
                withCut.asOf("half"),
                perDay("none", narrowCut),
                perDay(
                        "none",
                        Map.of(
                                "zone",
                                "America/New_York",
                                "from",
                                "2018-11-03",
                                "to",
                                "2018-11-06",
                                "without_id",
                                "cut")),
                perDay("platform", Map.of("interval", "month", "zone", "Asia/Kolkata")),
                perDay("none", Map.of("interval", "week", "week_begins", "sunday", "without_id", "cut"))
                        .asOf("half"),
                perDay(
                        "none",
                        Map.of(
                                "interval",
                                "hour",
                                "zone",
                                "America/New_York",
                                "to",
                                "2018-11-06",
                                "without_id",
                                "cut")),
                perDay("none", Map.of("interval", "all", "cohort", "cohort(did=View Item; at_least=3)")),
                lengths(Map.of(
                        "zone",
                        "America/New_York",
                        "from",
                        "2018-11-03 20:00",
                        "to",
                        "2018-11-05",
                        "without_id",
                        "cut")),
                lengths(Map.of("cohort", "cohort(did=View Item; at_least=3)", "without_id", "cut"))
                        .asOf("half"),
                lengths(Map.of()),
                lengths(narrow),
                lengths(nothing),
                lengths(cut),
                lengths(narrowCut),
                view(),
                view().asOf("half"),
                cut(),
                cut().asOf("half"));
    }

    /** From a person's first event to the last. */
    private static final class Session {
        private final String project;
        private final long person;
        private final @Nullable String device;
        private final long id;
        private final boolean byClient;
        private @Nullable String platform;
        private long started;
        private long ended;
        private long firstMs;
        private long lastMs;
        private int events;

        private Session(PersonEvent first, @Nullable Long given) {
            this.project = project(first);
            this.person = first.amplitudeId();
            this.device = first.text("device_id");
            this.id = given == null ? first.ms() : given;
            this.byClient = given != null;
        }

        /** Takes another event in. Those of a client are in the order of its clock, which is not that of event_time. */
        private Session with(PersonEvent event) {
            long ms = byClient ? clientMs(event) : event.ms();
            started = events == 0 ? event.ms() : Math.min(started, event.ms());
            ended = events == 0 ? event.ms() : Math.max(ended, event.ms());
            platform = events == 0 ? event.text("platform") : platform;
            firstMs = events == 0 ? ms : firstMs;
            lastMs = ms;
            events++;
            return this;
        }

        private long length() {
            return lastMs - firstMs;
        }
    }

    private static @Nullable Long given(PersonEvent event) {
        JsonNode id = event.event().path("session_id");
        return id.isNumber() ? (Long) id.decimalValue().longValue() : null;
    }

    /** When it happened by the client's own clock. */
    private static long clientMs(PersonEvent event) {
        JsonNode time = event.event().path("time");
        return time.isNumber() ? time.decimalValue().longValue() : event.ms();
    }

    private static List<Session> sessions(Reading reading) {
        Long from = reading.moment("from");
        Long to = reading.moment("to");
        var found = new ArrayList<>(byClient(reading.history(), from, to));
        if (reading.text("without_id", "outside").equals("cut")) {
            found.addAll(cut(reading.history(), from, to, SessionCases::pause));
        }
        String cohort = reading.text("cohort", "none");
        if (!cohort.equals("none")) {
            Set<Long> people = CohortCases.people(cohort, reading.history());
            found.removeIf(session -> !people.contains(session.person));
        }
        return found;
    }

    /** How many sessions there are where a longer pause than the one given for an event ends the one before it. */
    static int count(History history, ToLongFunction<PersonEvent> longestPause) {
        return cut(history, null, null, longestPause).size();
    }

    private static Stream<PersonEvent> events(History history, @Nullable Long from, @Nullable Long to) {
        return history.events().stream()
                .filter(PersonEvent::isCounted)
                .filter(event -> event.isWithin(from == null ? null : from - DAY, to == null ? null : to + DAY));
    }

    private static List<Session> began(Collection<Session> sessions, @Nullable Long from, @Nullable Long to) {
        return sessions.stream()
                .filter(session -> (from == null || session.started >= from) && (to == null || session.started < to))
                .toList();
    }

    /** The sessions that clients gave. */
    private static List<Session> byClient(History history, @Nullable Long from, @Nullable Long to) {
        var found = new HashMap<List<@Nullable Object>, Session>();
        events(history, from, to)
                .filter(event -> given(event) != null && given(event) >= 0)
                .sorted(Comparator.comparingLong(SessionCases::clientMs).thenComparingInt(PersonEvent::offset))
                .forEach(event -> found.computeIfAbsent(
                                Case.row(event.amplitudeId(), event.text("device_id"), project(event), given(event)),
                                whose -> new Session(event, given(event)))
                        .with(event));
        return began(found.values(), from, to);
    }

    /** The sessions that events without one are cut into. */
    private static List<Session> cut(
            History history, @Nullable Long from, @Nullable Long to, ToLongFunction<PersonEvent> longestPause) {
        var found = new ArrayList<Session>();
        var open = new HashMap<List<@Nullable Object>, Session>();
        events(history, from, to)
                .filter(event -> given(event) == null)
                .sorted(History.BY_TIME)
                .forEach(event -> {
                    List<@Nullable Object> whose =
                            Case.row(event.amplitudeId(), event.text("device_id"), project(event));
                    Session session = open.get(whose);
                    if (session == null || event.ms() - session.ended > longestPause.applyAsLong(event)) {
                        session = new Session(event, null);
                        found.add(session);
                        open.put(whose, session);
                    }
                    session.with(event);
                });
        return began(found, from, to);
    }

    /** The project that an event is of. */
    static String project(PersonEvent event) {
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
            var reading = new Reading(given, histories.seen());
            Cells cells = reading.cells("day");
            var days = new TreeMap<LocalDateTime, TreeMap<String, List<Session>>>();
            for (Session session : sessions(reading)) {
                String platform = session.platform == null ? "(none)" : session.platform;
                days.computeIfAbsent(cells.begin(session.started), day -> new TreeMap<>())
                        .computeIfAbsent(by.equals("none") ? "all" : platform, segment -> new ArrayList<>())
                        .add(session);
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            days.forEach((day, segments) ->
                    segments.forEach((segment, list) -> rows.add(perDay(cells.text(day), segment, list))));
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
            List<Session> sessions = sessions(new Reading(range, histories.seen()));
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
        return view("sessions", history -> byClient(history, null, null));
    }

    static Case cut() {
        return view("sessions_cut", history -> cut(history, null, null, SessionCases::pause));
    }

    private static Case view(String name, Function<History, List<Session>> sessions) {
        String text = """
                SELECT project_id, resolved_amplitude_id, device_id, session_id, by_client, EPOCH_MS(started) AS started,
                  EPOCH_MS(ended) AS ended, length_ms, events, platform
                FROM %s
                ORDER BY resolved_amplitude_id, started, session_id, by_client, COALESCE(device_id, ''), project_id
                """.formatted(name);
        Comparator<Session> order = Comparator.<Session>comparingLong(session -> session.person)
                .thenComparingLong(session -> session.started)
                .thenComparingLong(session -> session.id)
                .thenComparing(session -> session.byClient)
                .thenComparing(session -> session.device == null ? "" : session.device)
                .thenComparing(session -> session.project);
        return Case.of(text, Map.of(), histories -> sessions.apply(histories.seen()).stream()
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
