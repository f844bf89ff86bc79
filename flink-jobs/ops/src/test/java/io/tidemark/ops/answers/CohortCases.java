package io.tidemark.ops.answers;

import io.tidemark.rules.model.History;
import io.tidemark.rules.model.PersonEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who did one thing and not another, and who came and left between two marks. */
final class CohortCases {
    private static final Map<String, String> LISTENERS =
            Map.of("did", "NextSong", "at_least", "5", "window", "1 hour", "not_did", "Logout");
    private static final Map<String, String> READERS =
            Map.of("did", "View Item", "at_least", "3", "where", "platform", "is", "Web", "not_did", "Purchase");

    private static final Map<String, String> SHOPPERS = Map.of(
            "did", "View Item | Add* [event_properties.price >= 30.5]",
            "at_least", "2",
            "filter", "platform is one of Web, iOS",
            "not_did", "Purchase | Check* [country is set]");

    private CohortCases() {}

    static List<Case> all() {
        Case listeners = cohort(LISTENERS);
        return List.of(
                cohort(Map.of()),
                listeners,
                listeners.asOf("half"),
                cohort(READERS),
                cohort(Map.of("did", "$identify")),
                cohort(SHOPPERS),
                cohort(SHOPPERS).asOf("half"),
                cohort(Map.of("did", "*", "at_least", "40", "inactive", "NextSong, View Item", "not_did", "Logout")),
                cohort(Map.of("did", "* [platform is Web]", "at_least", "2", "not_did", "$ident* | NextSong")),
                cohort(Map.of("did", "Add*", "not_did", "* [platform is iOS]", "filter", "country is Germany")),
                cohort(Map.of(
                        "did", "View Item | Home", "zone", "Asia/Kolkata", "from", "2024-01-10", "to", "2024-01-11")),
                cohort(Map.of("did", "View Item", "from", "2024-01-10 06:30", "to", "2024-01-11")),
                cohort(Map.of("did", "View Item", "at_least", "0")),
                cohort(Map.of("did", "it's \\ \"no\" event")),
                cohort(Map.of("from", "1999-01-01", "to", "1999-01-02")),
                difference("half", "whole", LISTENERS),
                difference("whole", "half", READERS),
                difference("half", "whole", Map.of("did", "View Item", "at_least", "2", "to", "2024-01-10")),
                difference("half", "half", LISTENERS),
                difference("half", "whole", SHOPPERS),
                difference("half", "whole", Map.of("did", "it's \\ \"no\" event")));
    }

    /** Of those who had something then. */
    static List<Case> byProperties() {
        Map<String, String> pro = Map.of("did", "Buy a Plan", "where", "user_properties.plan", "is", "pro");
        Map<String, String> tagged =
                Map.of("did", "Buy a Plan", "where", "event_properties.tags", "is", "b", "not_did", "Purchase");
        Map<String, String> twice = Map.of("did", "Buy a Plan [user_properties.plan is pro]", "at_least", "2");
        return List.of(
                cohort(pro),
                cohort(pro).asOf("half"),
                cohort(tagged),
                cohort(twice).asOf("half"),
                difference("half", "whole", twice));
    }

    /** What a person did in the range: the times of what counts, and how often what must not be. */
    private record Evidence(List<Long> times, int others) {
        /** When a number of them had been done within a length of time; null if never. */
        @Nullable
        Long reached(int atLeast, long window) {
            for (int last = atLeast - 1; last < times.size(); last++) {
                if (atLeast > 0 && times.get(last) - times.get(last - atLeast + 1) <= window) {
                    return times.get(last);
                }
            }
            return null;
        }
    }

    private static Map<Long, Evidence> evidence(Reading reading) {
        var people = new TreeMap<Long, List<PersonEvent>>();
        for (PersonEvent event : reading.history().events()) {
            if (event.person() != null
                    && !event.suspect()
                    && event.isWithin(reading.moment("from"), reading.moment("to"))) {
                people.computeIfAbsent(event.amplitudeId(), person -> new ArrayList<>())
                        .add(event);
            }
        }
        var evidence = new TreeMap<Long, Evidence>();
        people.forEach((person, events) -> {
            List<Long> times = events.stream()
                    .filter(event -> isOf(reading, reading.text("did", "Purchase"), event))
                    .filter(event -> reading.passes(event) && reading.meetsFilter(event))
                    .map(PersonEvent::ms)
                    .sorted()
                    .toList();
            long others = events.stream()
                    .filter(event -> isOf(reading, reading.text("not_did", "none"), event))
                    .count();
            evidence.put(person, new Evidence(times, (int) others));
        });
        return evidence;
    }

    /** Whether an event is of a kind; a star is every type but those that are inactive, and those with a dollar sign in front. */
    private static boolean isOf(Reading reading, String kind, PersonEvent event) {
        boolean every = kind.startsWith("*") && (kind.length() == 1 || kind.startsWith("* ["));
        boolean leftOut = event.type().startsWith("$")
                || List.of(reading.text("inactive", "none").split(", ")).contains(event.type());
        return !kind.equals("none") && !(every && leftOut) && reading.isKind(event, kind);
    }

    private static @Nullable Long reached(Reading reading, @Nullable Evidence evidence) {
        long window = reading.text("window", "").equals("1 hour")
                ? Duration.ofHours(1).toMillis()
                : Duration.ofDays(3650).toMillis();
        return evidence == null || evidence.others > 0 ? null : evidence.reached(reading.number("at_least", 1), window);
    }

    /**
     * The people of a cohort as another question is given it, such as {@code cohort(did=View Item; at_least=3)}; what stands in
     * brackets is one condition.
     */
    static Set<Long> people(String call, History history) {
        var given = new TreeMap<String, String>();
        for (String one : call.substring("cohort(".length(), call.length() - 1).split("; (?![^\\[]*])")) {
            given.put(one.split("=", 2)[0], one.split("=", 2)[1]);
        }
        var reading = new Reading(given, history);
        var people = new TreeSet<Long>();
        evidence(reading).forEach((person, evidence) -> {
            if (reached(reading, evidence) != null) {
                people.add(person);
            }
        });
        return people;
    }

    private static Case cohort(Map<String, String> given) {
        return Case.of("cohort", given, histories -> {
            var reading = new Reading(given, histories.seen());
            List<List<@Nullable Object>> rows = new ArrayList<>();
            evidence(reading).forEach((person, evidence) -> {
                Long reached = reached(reading, evidence);
                if (reached != null) {
                    List<Long> times = evidence.times();
                    rows.add(Case.row(
                            person,
                            times.size(),
                            Instant.ofEpochMilli(times.get(0)),
                            Instant.ofEpochMilli(reached),
                            Instant.ofEpochMilli(times.get(times.size() - 1))));
                }
            });
            return rows;
        });
    }

    private static Case difference(String before, String after, Map<String, String> cohort) {
        var given = new TreeMap<>(cohort);
        given.put("before", before);
        given.put("after", after);
        return Case.of("cohort_difference", given, histories -> {
            History older = histories.at(before);
            History newer = histories.at(after);
            var olderReading = new Reading(given, older);
            var newerReading = new Reading(given, newer);
            Map<Long, Evidence> was = evidence(olderReading);
            Map<Long, Evidence> is = evidence(newerReading);
            Map<Long, Long> merges = new TreeMap<>();
            newer.resolved()
                    .forEach((device, user) -> merges.put(History.amplitudeId(device), History.amplitudeId(user)));
            var people = new TreeSet<>(was.keySet());
            people.addAll(is.keySet());
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (long person : people) {
                boolean in = reached(newerReading, is.get(person)) != null;
                if (in != (reached(olderReading, was.get(person)) != null)) {
                    Evidence one = Objects.requireNonNullElse(was.get(person), new Evidence(List.of(), 0));
                    Evidence other = Objects.requireNonNullElse(is.get(person), new Evidence(List.of(), 0));
                    rows.add(Case.row(
                            person,
                            in ? "came" : "left",
                            one.times().size(),
                            other.times().size(),
                            one.others(),
                            other.others(),
                            merges.get(person)));
                }
            }
            return rows;
        });
    }
}
