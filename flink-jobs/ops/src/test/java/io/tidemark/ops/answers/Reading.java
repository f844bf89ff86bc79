package io.tidemark.ops.answers;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a question about people reads: what it was given, with the defaults of its file, and the events that it looks at.
 *
 * @param given the parameters
 * @param history what the lake has taken in
 */
record Reading(Map<String, String> given, History history) {
    static final long MINUTE = 60_000;
    static final long DAY = 24 * 60 * MINUTE;

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

    /** The events of all of them. */
    List<PersonEvent> events() {
        var events = new ArrayList<PersonEvent>();
        people().values().forEach(events::addAll);
        return events;
    }

    /** Whether an event is of the type that a parameter names; a star is every type. */
    boolean isType(PersonEvent event, String parameter) {
        String type = text(parameter, "*");
        if (type.equals("*")) {
            return !List.of(text("inactive", "none").split(", ")).contains(event.type());
        }
        return Arrays.stream(type.split(" \\| "))
                .anyMatch(one -> one.endsWith("*")
                        ? event.type().startsWith(one.substring(0, one.length() - 1))
                        : event.type().equals(one));
    }

    /** Whether an event has the value that the parameters where and is ask for. */
    boolean passes(PersonEvent event) {
        return text("is", "all").equals(property(event, text("where", "none")));
    }

    /** Whether an event meets the conditions that are given, and is of the cohort. */
    boolean counts(PersonEvent event) {
        return counting().test(event);
    }

    /** The same for many events: the people of the cohort are found once. */
    Predicate<PersonEvent> counting() {
        String cohort = text("cohort", "none");
        Predicate<PersonEvent> meets =
                event -> Arrays.stream(text("filter", "all").split(" and "))
                        .allMatch(condition -> condition.equals("all") || meets(event, condition));
        if (cohort.equals("none")) {
            return meets;
        }
        Set<Long> people = CohortCases.people(cohort, history);
        return event -> people.contains(event.amplitudeId()) && meets.test(event);
    }

    private static boolean meets(PersonEvent event, String condition) {
        String[] parts = condition.split(" (?=is |contains|does |[<>])", 2);
        @Nullable String text = property(event, parts[0]);
        String[] words =
                parts[1].split("(?<=set|one of|none of|not|is|contains?|[<>]=?) (?!set|one|none|not|contain)", 2);
        String value = words.length < 2 ? "" : words[1].replaceAll("^'|'$", "").replace("''", "'");
        return switch (words[0]) {
            case "is" -> value.equals(text);
            case "is not" -> !value.equals(text);
            case "is one of" -> text != null && List.of(value.split(", ")).contains(text);
            case "is none of" -> text == null || !List.of(value.split(", ")).contains(text);
            case "contains" -> text != null && text.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
            case "does not contain" ->
                text == null || !text.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
            case "is set" -> text != null;
            case "is not set" -> text == null;
            default -> compares(text, words[0], Double.parseDouble(value));
        };
    }

    private static boolean compares(@Nullable String text, String sign, double value) {
        if (text == null || !text.strip().matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?")) {
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

    /** The segment of an event by the parameter by. */
    String segment(PersonEvent event) {
        String text = property(event, text("by", "none"));
        return text == null ? "(none)" : text;
    }

    /** The text of a column, of a property in an object, or of nothing. */
    static @Nullable String property(PersonEvent event, String path) {
        if (path.equals("none")) {
            return "all";
        }
        int dot = path.indexOf('.');
        if (dot < 0) {
            return event.text(path);
        }
        JsonNode value = event.object(path.substring(0, dot)).path(path.substring(dot + 1));
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
        return Instant.ofEpochMilli(ms).atOffset(ZoneOffset.UTC).toLocalDate();
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
