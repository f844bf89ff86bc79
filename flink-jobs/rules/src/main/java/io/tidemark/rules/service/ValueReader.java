package io.tidemark.rules.service;

import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.codec.JsonMembers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the value of a key from JSON: what each kind of value may be. */
final class ValueReader {
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant BEHIND_LAST = Instant.parse("9999-12-31T00:00:00Z");
    private static final int LONGEST_INSTANT = 40;
    private static final Pattern ORIGIN = Pattern.compile(
            "(?!https://.*:443$|http://.*:80$)[a-z][a-z0-9+.-]*://(?:[a-z0-9._-]+|\\[[0-9a-f:.]+])(?::[1-9]\\d{0,4})?");
    private static final String INSTANT_ALLOWED =
            "a time such as 2027-01-31T00:00:00Z, in whole milliseconds and from 2000 to 9999, or null";
    private static final String VERSION_ALLOWED =
            "the number of a version, from 0, which is as before any configuration";
    private static final String PROJECT_ALLOWED = "the name of a project, at most " + Bounds.PROJECT + " characters";

    private static final TextRule EVENT_TYPES = new TextRule(
            "an event type",
            Bounds.EVENT_TYPE,
            Bounds.EVENT_TYPES,
            "; leave it out for what the configuration file says",
            text -> !text.isEmpty());
    private static final TextRule ORIGINS = new TextRule(
            "an origin as browsers send it, such as https://shop.example or http://localhost:8080 (lower case, no path,"
                    + " no default port)",
            Bounds.ORIGIN,
            Bounds.ORIGINS,
            "; leave it out to allow every origin",
            text -> ORIGIN.matcher(text).matches());

    private final ObjectReader value;
    private final Strictness strictness;

    private ValueReader(ObjectReader value, Strictness strictness) {
        this.value = value;
        this.strictness = strictness;
    }

    /** The value of a key; a stored one that is not understood is {@link ConfigValue.Other}. */
    static Checked<ConfigValue> read(ConfigKey key, byte[] json, Strictness strictness) {
        List<Problem> problems = new ArrayList<>();
        ConfigValue value = null;
        if (strictness.checksBounds() && json.length > Bounds.VALUE_BYTES) {
            problems.add(new Problem(
                    key.shown(), "the value has " + json.length + " bytes; allowed: at most " + Bounds.VALUE_BYTES));
        } else if (key.kind() == null) {
            problems.add(new Problem(key.shown(), "this release does not know this kind of key"));
        } else {
            value = new ValueReader(ObjectReader.ofValue(key.shown(), json, strictness, problems), strictness)
                    .read(key);
        }
        if (value != null && problems.isEmpty()) {
            return new Checked.Good<>(value);
        }
        if (strictness != Strictness.STORED) {
            return new Checked.Bad<>(problems);
        }
        JsonMembers reader = new JsonMembers();
        return reader.isJson(json)
                ? new Checked.Good<>(new ConfigValue.Other(new String(json, StandardCharsets.UTF_8)))
                : Checked.bad(key.shown(), "the stored value is no JSON: " + reader.fault());
    }

    private @Nullable ConfigValue read(ConfigKey key) {
        KeyKind kind = key.kind();
        if (kind == null || !value.isOpen()) {
            return null;
        }
        return switch (kind) {
            case PROJECT -> project();
            case API_KEY -> apiKey();
            case LIMITS -> new ConfigValue.Limits(perSecond(), perDay(), value.finish());
            case FILTER -> FilterReader.read(value, strictness);
            case SCHEMA -> SchemaReader.read(value);
            case THROTTLE ->
                new ConfigValue.DeviceLimits(perSecond(), perDay(), value.flag("block", false), value.finish());
            case STAND_IN -> standIn();
        };
    }

    private @Nullable Integer perSecond() {
        return value.count("events_per_second", Bounds.EVENTS_PER_SECOND);
    }

    private @Nullable Integer perDay() {
        return value.count("events_per_day", Bounds.EVENTS_PER_DAY);
    }

    private ConfigValue standIn() {
        JsonMember member = value.take("version");
        OptionalLong version = member == null ? OptionalLong.empty() : member.whole();
        if (member == null) {
            value.problem("version", "is missing; allowed: " + VERSION_ALLOWED);
        } else if (version.isEmpty() || version.getAsLong() < 0) {
            value.found("version", member, VERSION_ALLOWED);
        }
        return new ConfigValue.StandIn(version.orElse(0), value.finish());
    }

    private ConfigValue project() {
        String zone = value.text("zone", Zones.EXPECTED);
        if (zone != null && Zones.parse(zone) == null) {
            value.bound("zone", "found " + Texts.shown(zone) + "; allowed: " + Zones.EXPECTED);
        }
        JsonMember day = value.take("week_begins");
        DayOfWeek weekBegins = null;
        if (day != null) {
            String word = day.string();
            weekBegins = "monday".equals(word) ? DayOfWeek.MONDAY : "sunday".equals(word) ? DayOfWeek.SUNDAY : null;
            if (weekBegins == null) {
                value.found("week_begins", day, "monday, sunday");
            }
        }
        return new ConfigValue.Project(zone, weekBegins, value.texts("inactive_types", EVENT_TYPES), value.finish());
    }

    private ConfigValue apiKey() {
        JsonMember member = value.take("project");
        String project = member == null ? null : member.string();
        if (member == null) {
            value.problem("project", "is missing; allowed: " + PROJECT_ALLOWED);
        } else if (project == null) {
            value.found("project", member, PROJECT_ALLOWED);
        } else if (project.isEmpty() || Texts.length(project) > Bounds.PROJECT) {
            value.bound("project", "found " + Texts.shown(project) + "; allowed: " + PROJECT_ALLOWED);
        }
        return new ConfigValue.ApiKey(
                project == null ? "" : project, validUntil(), value.texts("origins", ORIGINS), value.finish());
    }

    private @Nullable Instant validUntil() {
        JsonMember member = value.take("valid_until");
        if (member == null || member.isNull()) {
            return null;
        }
        String text = member.string();
        Instant instant = text == null || text.length() > LONGEST_INSTANT ? null : instant(text);
        if (instant == null) {
            value.found("valid_until", member, INSTANT_ALLOWED);
        }
        return instant;
    }

    private static @Nullable Instant instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            boolean fits = !instant.isBefore(FIRST)
                    && instant.isBefore(BEHIND_LAST)
                    && instant.truncatedTo(ChronoUnit.MILLIS).equals(instant);
            return fits ? instant : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
