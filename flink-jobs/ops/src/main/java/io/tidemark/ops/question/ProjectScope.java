package io.tidemark.ops.question;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.config.QuestionsConfig;
import io.tidemark.rules.service.ConfigValue;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The project that a question is about, and what it takes where nothing is given.
 *
 * @param project the name of the project, as events have it
 * @param version the version of the service configuration by which it is what it is; 0 for none
 * @param defaults the project's own zone, first day of the week and inactive types where it has them; else those of the
 *     configuration file
 * @param inactiveTypes the project's own inactive types; empty for none
 */
public record ProjectScope(String project, long version, QuestionsConfig defaults, List<String> inactiveTypes) {
    /** Keeps a copy. */
    public ProjectScope {
        inactiveTypes = List.copyOf(inactiveTypes);
    }

    /**
     * A project with its settings.
     *
     * @param settings those of the service configuration. A time zone that this Java does not know counts as none
     * @param file what the configuration file says
     */
    public static ProjectScope of(String project, long version, ConfigValue.Project settings, QuestionsConfig file) {
        ZoneId zone = settings.zoneId();
        DayOfWeek day = settings.weekBegins();
        List<String> types = settings.inactiveTypes();
        return new ProjectScope(
                project,
                version,
                new QuestionsConfig(
                        zone == null ? file.zone() : zone.getId(),
                        day == null ? file.weekBegins() : day.name().toLowerCase(Locale.ROOT),
                        types.isEmpty() ? file.inactiveTypes() : Arguments.written(types),
                        file.cohorts()),
                types);
    }

    /**
     * Returns if the project's inactive types can be the value of a parameter.
     *
     * @throws WrongArgument if they cannot, such as a type that is called none, or has a space at its end
     */
    void requireWritten() {
        if (!inactiveTypes.isEmpty()
                && !Arguments.inactive(defaults.inactiveTypes()).equals(inactiveTypes)) {
            throw new WrongArgument("The inactive types of the project " + project
                    + " cannot be written with commas between them: give the question -p inactive=….");
        }
    }

    /**
     * The values that a question has taken, for a person or a program that reads its answer.
     *
     * @param project the project
     * @param configVersion the version of the service configuration; 0 for none
     * @param zone the time zone; null where the question has no such parameter
     * @param weekBegins the first day of the week; null where the question has no such parameter
     * @param inactive the types that do not make a person active; null where the question has no such parameter
     */
    public record Taken(
            @JsonProperty("project") String project,
            @JsonProperty("config_version") long configVersion,
            @JsonProperty("zone") @Nullable String zone,
            @JsonProperty("week_begins") @Nullable String weekBegins,
            @JsonProperty("inactive") @Nullable String inactive) {
        /** All of it in one line. */
        public String sentence() {
            String values = Stream.of(
                            said(Arguments.ZONE, zone),
                            said(Arguments.WEEK_BEGINS, weekBegins),
                            said(Arguments.INACTIVE, inactive))
                    .flatMap(value -> value)
                    .collect(Collectors.joining(", "));
            return "The project " + project + " by version " + configVersion + " of the service configuration"
                    + (values.isEmpty() ? "" : ": " + values) + ".";
        }

        private static Stream<String> said(String name, @Nullable String value) {
            return Stream.ofNullable(value).map(text -> name + " " + text);
        }
    }

    /** What a question with these arguments takes. */
    public Taken taken(Arguments arguments) {
        return new Taken(
                project,
                version,
                arguments.find(Arguments.ZONE),
                arguments.find(Arguments.WEEK_BEGINS),
                arguments.find(Arguments.INACTIVE));
    }
}
