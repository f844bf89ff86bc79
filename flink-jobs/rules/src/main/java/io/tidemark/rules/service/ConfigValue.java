package io.tidemark.rules.service;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of the configuration says: one record for each kind of key. Lists are sets, and are kept in the order of
 * their bytes; of equal values there is one {@link #json} text.
 *
 * <p>The constructors do not check; {@link #parse} and {@link NextVersion#check} do.
 */
public sealed interface ConfigValue {
    /**
     * A project.
     *
     * @param zone the time zone of its questions' days; null: as the configuration file says. One that is stored may be
     *     too new for this Java: see {@link #zoneId}
     * @param weekBegins Monday or Sunday; null: as the configuration file says
     * @param inactiveTypes event types that do not make a person active; empty: as the configuration file says
     * @param unread members that this release does not know
     */
    record Project(@Nullable String zone, @Nullable DayOfWeek weekBegins, List<String> inactiveTypes, Unread unread)
            implements ConfigValue {
        /** A project without settings of its own. */
        public static final Project PLAIN = new Project(null, null, List.of());

        /** Keeps a sorted copy. */
        public Project {
            inactiveTypes = Texts.sorted(inactiveTypes);
        }

        /** With members that are all known. */
        public Project(@Nullable String zone, @Nullable DayOfWeek weekBegins, List<String> inactiveTypes) {
            this(zone, weekBegins, inactiveTypes, Unread.NONE);
        }

        /** The time zone; null where there is none, or none that this Java knows. */
        public @Nullable ZoneId zoneId() {
            return zone == null ? null : Zones.parse(zone);
        }

        @Override
        public String json() {
            String day = weekBegins == null ? null : weekBegins.name().toLowerCase(Locale.ROOT);
            return new ObjectWriter(unread)
                    .text("zone", zone)
                    .text("week_begins", day)
                    .texts("inactive_types", inactiveTypes)
                    .json();
        }
    }

    /**
     * An API key.
     *
     * @param project the project of the events that are sent with it
     * @param validUntil when it ends, a whole number of ms; null: it does not end
     * @param origins the origins of the pages that may use it; empty: every one
     * @param unread members that this release does not know
     */
    record ApiKey(String project, @Nullable Instant validUntil, List<String> origins, Unread unread)
            implements ConfigValue {
        /** Keeps a sorted copy. */
        public ApiKey {
            origins = Texts.sorted(origins);
        }

        /** With members that are all known. */
        public ApiKey(String project, @Nullable Instant validUntil, List<String> origins) {
            this(project, validUntil, origins, Unread.NONE);
        }

        /** Whether it is valid at a time, in ms since the epoch: before its end. */
        public boolean isValidAt(long millis) {
            return validUntil == null || millis < validUntil.toEpochMilli();
        }

        /** Whether a page of this origin may use it, as the header {@code Origin} names it. */
        public boolean allows(String origin) {
            return origins.isEmpty() || origins.contains(origin);
        }

        @Override
        public String json() {
            return new ObjectWriter(unread)
                    .text("project", project)
                    .text("valid_until", validUntil == null ? null : validUntil.toString())
                    .texts("origins", origins)
                    .json();
        }
    }

    /**
     * The limits of a device, or of every device of a project.
     *
     * @param eventsPerSecond events a second on average, over the window of the configuration file; 0: no limit; null:
     *     not said here
     * @param eventsPerDay events in 24 hours; 0: no limit; null: not said here
     * @param unread members that this release does not know
     */
    record Limits(
            @Nullable Integer eventsPerSecond, @Nullable Integer eventsPerDay, Unread unread) implements ConfigValue {
        /** Nothing is said: the configuration file's limits are in force. */
        public static final Limits NONE = new Limits(null, null);

        /** With members that are all known. */
        public Limits(@Nullable Integer eventsPerSecond, @Nullable Integer eventsPerDay) {
            this(eventsPerSecond, eventsPerDay, Unread.NONE);
        }

        /** The limit a second, or that of the configuration file. */
        public int eventsPerSecondOr(int fileDefault) {
            return eventsPerSecond == null ? fileDefault : eventsPerSecond;
        }

        /** The limit a day, or that of the configuration file. */
        public int eventsPerDayOr(int fileDefault) {
            return eventsPerDay == null ? fileDefault : eventsPerDay;
        }

        @Override
        public String json() {
            return new ObjectWriter(unread)
                    .number("events_per_second", eventsPerSecond)
                    .number("events_per_day", eventsPerDay)
                    .json();
        }
    }

    /**
     * The limits of one device.
     *
     * @param eventsPerSecond as in {@link Limits}; null: as the project
     * @param eventsPerDay as in {@link Limits}; null: as the project
     * @param block whether nothing of the device is accepted
     * @param unread members that this release does not know
     */
    record DeviceLimits(
            @Nullable Integer eventsPerSecond, @Nullable Integer eventsPerDay, boolean block, Unread unread)
            implements ConfigValue {
        /** With members that are all known. */
        public DeviceLimits(@Nullable Integer eventsPerSecond, @Nullable Integer eventsPerDay, boolean block) {
            this(eventsPerSecond, eventsPerDay, block, Unread.NONE);
        }

        /** What is in force for the device, in a project with these limits. */
        Limits within(Limits project) {
            return new Limits(
                    eventsPerSecond == null ? project.eventsPerSecond() : eventsPerSecond,
                    eventsPerDay == null ? project.eventsPerDay() : eventsPerDay);
        }

        @Override
        public String json() {
            return new ObjectWriter(unread)
                    .number("events_per_second", eventsPerSecond)
                    .number("events_per_day", eventsPerDay)
                    .flag("block", block, false)
                    .json();
        }
    }

    /**
     * Which events are parked.
     *
     * @param where the conditions, all of which an event must meet: the name of a text field, or
     *     {@code event_properties.NAME} or {@code user_properties.NAME}, is one of these texts; empty: every event
     * @param unread members that this release does not know
     */
    record Filter(SortedMap<String, List<String>> where, Unread unread) implements ConfigValue {
        /** Keeps a sorted copy. */
        public Filter {
            SortedMap<String, List<String>> copy = new TreeMap<>();
            where.forEach((name, values) -> copy.put(name, Texts.sorted(values)));
            where = Texts.sorted(copy);
        }

        /** With members that are all known. */
        public Filter(SortedMap<String, List<String>> where) {
            this(where, Unread.NONE);
        }

        @Override
        public String json() {
            SortedMap<String, String> conditions = new TreeMap<>();
            where.forEach((name, values) ->
                    conditions.put(name, values.size() == 1 ? Texts.quoted(values.get(0)) : ObjectWriter.list(values)));
            return new ObjectWriter(unread).object("where", conditions).json();
        }
    }

    /**
     * What {@code event_properties} an event has.
     *
     * @param mode what becomes of an event that has others
     * @param properties the properties by name
     * @param additional whether it may have properties that are not among these
     * @param unread members that this release does not know
     */
    record SchemaPlan(SchemaMode mode, SortedMap<String, Property> properties, boolean additional, Unread unread)
            implements ConfigValue {
        /** Keeps a sorted copy. */
        public SchemaPlan {
            properties = Texts.sorted(properties);
        }

        /** With members that are all known. */
        public SchemaPlan(SchemaMode mode, SortedMap<String, Property> properties, boolean additional) {
            this(mode, properties, additional, Unread.NONE);
        }

        @Override
        public String json() {
            SortedMap<String, String> each = new TreeMap<>();
            properties.forEach((name, property) -> each.put(name, property.json()));
            return new ObjectWriter(unread)
                    .text("mode", mode.word())
                    .object("properties", each)
                    .flag("additional", additional, true)
                    .json();
        }
    }

    /**
     * Which version decides in place of the key's.
     *
     * @param version its number; 0: as before any configuration
     * @param unread members that this release does not know
     */
    record StandIn(long version, Unread unread) implements ConfigValue {
        /** With members that are all known. */
        public StandIn(long version) {
            this(version, Unread.NONE);
        }

        @Override
        public String json() {
            return new ObjectWriter(unread).number("version", version).json();
        }
    }

    /**
     * A stored value that this release does not understand. It is kept: its project exists, and nothing else is said.
     *
     * @param json the value as it is stored
     */
    record Other(String json) implements ConfigValue {}

    /** The value as JSON in its canonical form: equal values have the same text. */
    String json();

    /** The value that a person sets for a key, or everything that is wrong with it. */
    static Checked<ConfigValue> parse(ConfigKey key, String json) {
        return ValueReader.read(key, json.getBytes(StandardCharsets.UTF_8), Strictness.SET);
    }

    /** The value that is stored for a key, {@link Other} where it is not understood; bad only where it is no JSON. */
    static Checked<ConfigValue> stored(ConfigKey key, String json) {
        return ValueReader.read(key, json.getBytes(StandardCharsets.UTF_8), Strictness.STORED);
    }
}
