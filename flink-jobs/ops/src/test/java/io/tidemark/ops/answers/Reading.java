package io.tidemark.ops.answers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tidemark.rules.model.History;
import io.tidemark.rules.model.PersonEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a question about people reads: what it was given, with the defaults of its file, and the events that it looks at. */
final class Reading {
    static final long MINUTE = 60_000;
    static final long DAY = 24 * 60 * MINUTE;
    private static final String NONE = "(none)";
    /** A pattern: where an even number of quotes comes behind it. */
    private static final String OUTSIDE_OF_QUOTES = "(?=(?:[^']*'[^']*')*[^']*$)";

    private static final String OF_PEOPLE = "user_properties";

    private final Map<String, String> given;
    private final History history;
    /** What people had of a property when an event came in, by the offset of the event, by the name of the property. */
    private final Map<String, Map<Integer, JsonNode>> had = new HashMap<>();
    /** The people of a cohort, by what it is called with. */
    private final Map<String, Set<Long>> cohorts = new HashMap<>();

    /**
     * @param given the parameters
     * @param history what the lake has taken in
     */
    Reading(Map<String, String> given, History history) {
        this.given = given;
        this.history = history;
    }

    /** What the lake has taken in. */
    History history() {
        return history;
    }

    /** The text of a parameter. */
    String text(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    /** The whole number of a parameter. */
    int number(String name, int otherwise) {
        return Integer.parseInt(text(name, Integer.toString(otherwise)));
    }

    /** A moment, ms since the epoch; null where nothing bounds it. */
    @Nullable
    Long moment(String name) {
        String text = given.get(name);
        if (text == null) {
            return null;
        }
        String iso = text.length() == "2018-11-05".length() ? text + "T00:00" : text.replace(' ', 'T');
        return LocalDateTime.parse(iso).atZone(zone()).toInstant().toEpochMilli();
    }

    /** The time zone that is given. */
    ZoneId zone() {
        return ZoneId.of(text("zone", "UTC"));
    }

    /** The hours, days, weeks or months that are given; other words are one cell for all times. */
    Cells cells(String otherwise) {
        return new Cells(
                text("interval", otherwise),
                zone(),
                DayOfWeek.valueOf(text("week_begins", "monday").toUpperCase(Locale.ROOT)));
    }

    /** The events of each person that the question looks at, in the order in which they happened. */
    Map<Long, List<PersonEvent>> people() {
        return history.byPerson(moment("from"), moment("to"));
    }

    /** The same with the events alone that meet the conditions, of the cohort alone. */
    Map<Long, List<PersonEvent>> countedPeople() {
        Predicate<PersonEvent> counted = this::counts;
        var people = new HashMap<Long, List<PersonEvent>>();
        people().forEach((person, events) -> {
            List<PersonEvent> those = events.stream().filter(counted).toList();
            if (!those.isEmpty()) {
                people.put(person, those);
            }
        });
        return people;
    }

    /** The events of all of them. */
    List<PersonEvent> events() {
        var events = new ArrayList<PersonEvent>();
        people().values().forEach(events::addAll);
        return events;
    }

    /** Whether an event is of the type that a parameter names; a star is every type. */
    boolean isType(PersonEvent event, String parameter) {
        String type = text(parameter, "*");
        return type.equals("*") ? isActive(event) : isOneOf(event, type);
    }

    /** Whether an event is of a type that makes a person active. */
    boolean isActive(PersonEvent event) {
        return !List.of(text("inactive", "none").split(", ")).contains(event.type());
    }

    /** Whether an event is of a kind: types with | between them, a star in the place of any end, conditions in brackets. */
    boolean isKind(PersonEvent event, String kind) {
        int open = kind.indexOf(" [");
        String types = open < 0 ? kind : kind.substring(0, open);
        return (types.equals("*") || isOneOf(event, types))
                && (open < 0 || meetsAll(event, kind.substring(open + 2, kind.length() - 1)));
    }

    private static boolean isOneOf(PersonEvent event, String types) {
        return Arrays.stream(types.split(" \\| "))
                .anyMatch(one -> one.endsWith("*")
                        ? event.type().startsWith(one.substring(0, one.length() - 1))
                        : event.type().equals(one));
    }

    /** Whether an event has the value that the parameters where and is ask for; of a list, one of its elements is it. */
    boolean passes(PersonEvent event) {
        return values(event, text("where", "none")).contains(text("is", "all"));
    }

    /** Whether an event meets the conditions that are given, and is of the cohort. */
    boolean counts(PersonEvent event) {
        return isOfCohort(event.amplitudeId()) && meetsFilter(event);
    }

    /** Whether a person is of the cohort that is given. */
    boolean isOfCohort(@Nullable Long person) {
        String cohort = text("cohort", "none");
        return cohort.equals("none")
                || (person != null
                        && cohorts.computeIfAbsent(cohort, call -> CohortCases.people(call, history))
                                .contains(person));
    }

    /** Whether an event meets the conditions that are given. */
    boolean meetsFilter(PersonEvent event) {
        return meetsAll(event, text("filter", "all"));
    }

    private boolean meetsAll(PersonEvent event, String conditions) {
        return Arrays.stream(conditions.split(" and " + OUTSIDE_OF_QUOTES))
                .allMatch(condition -> condition.equals("all") || meets(event, condition));
    }

    private boolean meets(PersonEvent event, String condition) {
        String[] parts = condition.split(" (?=is |contains|does |[<>])", 2);
        Set<String> texts = values(event, parts[0]);
        String[] words =
                parts[1].split("(?<=set|one of|none of|not|is|contains?|[<>]=?) (?!set|one|none|not|contain)", 2);
        String written = words.length < 2 ? "" : words[1];
        String value = unquoted(written);
        List<String> several = Arrays.stream(written.split(", " + OUTSIDE_OF_QUOTES))
                .map(Reading::unquoted)
                .toList();
        return switch (words[0]) {
            case "is" -> texts.contains(value);
            case "is not" -> !texts.contains(value);
            case "is one of" -> texts.stream().anyMatch(several::contains);
            case "is none of" -> texts.stream().noneMatch(several::contains);
            case "contains" -> texts.stream().anyMatch(text -> isIn(text, value));
            case "does not contain" -> texts.stream().noneMatch(text -> isIn(text, value));
            case "is set" -> !texts.isEmpty();
            case "is not set" -> texts.isEmpty();
            default -> texts.stream().anyMatch(text -> compares(text, words[0], Double.parseDouble(value)));
        };
    }

    private static String unquoted(String value) {
        return value.replaceAll("^'|'$", "").replace("''", "'");
    }

    private static boolean isIn(String text, String value) {
        return text.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
    }

    private static boolean compares(String text, String sign, double value) {
        if (!text.strip().matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?")) {
            return false;
        }
        int compared = Double.compare(Double.parseDouble(text.strip()), value);
        return switch (sign) {
            case ">" -> compared > 0;
            case ">=" -> compared >= 0;
            case "<" -> compared < 0;
            default -> compared <= 0;
        };
    }

    /** The segments of an event by the parameter by: one, or of a list one for each value in it. */
    Set<String> segments(PersonEvent event) {
        return segments(event, text("by", "none"));
    }

    /** The segments of an event by what a path says. */
    Set<String> segments(PersonEvent event, String path) {
        Set<String> values = values(event, path);
        return values.isEmpty() ? Set.of(NONE) : values;
    }

    /** The text of a column, of a property in an object, or of nothing; null of a list, which has no single one. */
    @Nullable
    String property(PersonEvent event, String path) {
        int dot = path.indexOf('.');
        if (path.equals("none")) {
            return "all";
        }
        return dot < 0 ? event.text(path) : text(member(event, path));
    }

    /** The texts of it: none or one, and of a list those of its elements that have one. */
    private Set<String> values(PersonEvent event, String path) {
        var values = new TreeSet<String>();
        if (path.indexOf('.') >= 0 && member(event, path).isArray()) {
            for (JsonNode element : member(event, path)) {
                String text = text(element);
                if (text != null) {
                    values.add(text);
                }
            }
            return values;
        }
        String text = property(event, path);
        return text == null ? Set.of() : Set.of(text);
    }

    private JsonNode member(PersonEvent event, String path) {
        String object = path.substring(0, path.indexOf('.'));
        String name = path.substring(path.indexOf('.') + 1);
        if (object.equals(OF_PEOPLE)) {
            return had.computeIfAbsent(name, this::had).getOrDefault(event.offset(), MissingNode.getInstance());
        }
        return event.object(object).path(name);
    }

    /** What each person had of a property after each event, one event after the other as they came in. */
    private Map<Integer, JsonNode> had(String name) {
        var people = new HashMap<Long, TreeMap<String, String>>();
        var values = new HashMap<Integer, JsonNode>();
        List<PersonEvent> log = new ArrayList<>(history.events());
        log.sort(Comparator.comparingLong(PersonEvent::uploaded).thenComparingInt(PersonEvent::offset));
        for (PersonEvent event : log) {
            if (event.amplitudeId() != null) {
                var known = people.computeIfAbsent(event.amplitudeId(), person -> new TreeMap<>());
                PropertyCases.apply(known, event.object(OF_PEOPLE));
                if (known.containsKey(name)) {
                    values.put(event.offset(), PropertyCases.parse(known.get(name)));
                }
            }
        }
        return values;
    }

    private static @Nullable String text(JsonNode value) {
        if (value.isNumber()) {
            return WrittenNumbers.plain(value);
        }
        return value.isValueNode() && !value.isNull() ? WrittenNumbers.whole(value.asText()) : null;
    }

    /** When each person did something for the first time, whatever the range. */
    Map<Long, Long> firstEvents() {
        var first = new HashMap<Long, Long>();
        for (PersonEvent event : history.events()) {
            if (event.isCounted()) {
                first.merge(event.amplitudeId(), event.ms(), Math::min);
            }
        }
        return first;
    }

    /**
     * Up to when it is known what happened before the time of a parameter: to that of the newest event, by whichever of its two
     * clocks says less, but no further than to the parameter's.
     */
    long knownUpTo(String end) {
        Long bound = moment(end);
        long known = Long.MIN_VALUE;
        for (PersonEvent event : history.events()) {
            long seen = Math.min(event.ms(), event.received());
            if (event.suspect() || (bound != null && event.ms() >= bound && seen < bound)) {
                continue;
            }
            known = Math.max(known, bound == null ? seen : Math.min(seen, bound));
        }
        return known;
    }

    /** When each person was first seen: when a device first showed that it is theirs. */
    Map<Long, Long> firstSeen() {
        var owners = new HashMap<String, String>();
        var first = new HashMap<Long, Long>();
        for (PersonEvent event : history.events()) {
            if (event.person() == null) {
                continue;
            }
            String device = event.scope()
                    + (event.text("device_id") == null
                            ? "user " + event.text("user_id")
                            : "device " + event.text("device_id"));
            if (!event.owner().equals(owners.put(device, event.owner()))) {
                first.merge(event.amplitudeId(), event.suspect() ? event.received() : event.ms(), Math::min);
            }
        }
        return first;
    }

    /** The user's id of a person; null of a device that nobody logged in on. */
    static @Nullable String user(PersonEvent event) {
        return event.person().startsWith("user:") ? event.person().substring("user:".length()) : null;
    }

    /** The date on which something happened, in UTC. */
    static LocalDate date(long ms) {
        return date(ms, ZoneOffset.UTC);
    }

    /** The date on which something happened, on a clock of a zone. */
    static LocalDate date(long ms, ZoneId zone) {
        return Instant.ofEpochMilli(ms).atZone(zone).toLocalDate();
    }

    /** The Monday before, or the day itself. */
    static LocalDate monday(LocalDate date) {
        return date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    /** A moment as the charts write it. */
    static String minute(long ms) {
        return Instant.ofEpochMilli(ms)
                .atOffset(ZoneOffset.UTC)
                .toLocalDateTime()
                .toString()
                .substring(0, "2018-11-05T14:30".length())
                .replace('T', ' ');
    }

    /** A number divided by another, with two digits; null of nothing. */
    static @Nullable BigDecimal ratio(BigDecimal part, long whole) {
        return whole == 0 ? null : Case.stripped(part.divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP));
    }
}
