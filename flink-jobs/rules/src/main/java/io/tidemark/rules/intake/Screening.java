package io.tidemark.rules.intake;

import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.codec.JsonMembers;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.Reason;
import io.tidemark.rules.event.Rejection;
import io.tidemark.rules.service.ConfigValue.Filter;
import io.tidemark.rules.service.ConfigValue.SchemaPlan;
import io.tidemark.rules.service.Property;
import io.tidemark.rules.service.SchemaMode;
import io.tidemark.rules.service.ServiceConfig;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the filters and schema plans of the service configuration let an event pass. What they do not let pass is parked in
 * {@code dead_letters}, and touches no state. For one thread.
 */
public final class Screening {
    private static final String EVENT_PROPERTIES = Field.EVENT_PROPERTIES.jsonName() + ".";
    private static final String USER_PROPERTIES = Field.USER_PROPERTIES.jsonName() + ".";
    private static final Map<String, Field> TEXTS = texts();

    private final JsonMembers json = new JsonMembers();

    private static Map<String, Field> texts() {
        Map<String, Field> texts = new HashMap<>();
        for (Field field : Field.all()) {
            if (field.kind() == Field.Kind.TEXT || field.kind() == Field.Kind.ID) {
                texts.put(field.jsonName(), field);
            }
        }
        return texts;
    }

    /**
     * What a version of the configuration says of an event.
     *
     * @param refusal why it is parked; null where it passes
     * @param warned whether it passes though it does not fit its schema plan, which only warns
     */
    public record Result(@Nullable Rejection refusal, boolean warned) {
        private static final Result PASSES = new Result(null, false);
        private static final Result WARNED = new Result(null, true);
    }

    /**
     * Screens an event. An event that was let back in passes every filter, and is screened by its schema plan.
     *
     * @param config the version by which it is decided
     */
    public Result screen(ServiceConfig config, Event event) {
        String project = Intake.projectOf(event);
        if (!config.isConfigured(project)) {
            return Result.PASSES;
        }
        String type = Objects.requireNonNull(event.text(Field.EVENT_TYPE));
        if (!event.has(Field.RELEASED_FROM)) {
            for (Filter filter : config.filters(project, type)) {
                if (fits(filter, event)) {
                    return new Result(
                            new Rejection(
                                    Reason.FILTERED,
                                    Field.EVENT_TYPE.jsonName(),
                                    "a filter of version " + config.version()
                                            + " of the service configuration parks it"),
                            false);
                }
            }
        }
        SchemaPlan plan = config.schemaPlan(project, type);
        if (plan == null || plan.mode() == SchemaMode.OFF) {
            return Result.PASSES;
        }
        Rejection misfit = misfit(plan, event, config.version());
        if (misfit == null) {
            return Result.PASSES;
        }
        return plan.mode() == SchemaMode.WARN ? Result.WARNED : new Result(misfit, false);
    }

    private boolean fits(Filter filter, Event event) {
        for (Map.Entry<String, List<String>> condition : filter.where().entrySet()) {
            String found = found(condition.getKey(), event);
            if (found == null || !condition.getValue().contains(found)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable String found(String name, Event event) {
        Field field = TEXTS.get(name);
        if (field != null) {
            return field == Field.PROJECT_ID ? Intake.projectOf(event) : event.text(field);
        }
        if (name.startsWith(EVENT_PROPERTIES)) {
            return property(Field.EVENT_PROPERTIES, name.substring(EVENT_PROPERTIES.length()), event);
        }
        return name.startsWith(USER_PROPERTIES)
                ? property(Field.USER_PROPERTIES, name.substring(USER_PROPERTIES.length()), event)
                : null;
    }

    /** The text of a property; null where it is none. Of two with one name, the last counts. */
    private @Nullable String property(Field object, String name, Event event) {
        String found = null;
        for (JsonMember member : members(object, event)) {
            if (member.name().equals(name)) {
                found = member.string();
            }
        }
        return found;
    }

    private List<JsonMember> members(Field object, Event event) {
        if (!event.has(object)) {
            return List.of();
        }
        int from = event.from(object);
        List<JsonMember> members = json.of(Arrays.copyOfRange(event.source(object), from, from + event.length(object)));
        return members == null ? List.of() : members;
    }

    private @Nullable Rejection misfit(SchemaPlan plan, Event event, long version) {
        Set<String> seen = new HashSet<>();
        for (JsonMember member : members(Field.EVENT_PROPERTIES, event)) {
            Property property = plan.properties().get(member.name());
            if (member.isNull()) {
                continue;
            }
            seen.add(member.name());
            if (property == null && !plan.additional()) {
                // What the record says is not repeated, and a name that no plan has is the record's.
                return new Rejection(
                        Reason.SCHEMA,
                        Field.EVENT_PROPERTIES.jsonName(),
                        "event_properties has a property that is not in the schema of version " + version
                                + " of the service configuration");
            }
            if (property != null && property.type() != type(member)) {
                return misfit(
                        member.name(),
                        "must be a " + property.type().word() + " and is a "
                                + type(member).word(),
                        version);
            }
        }
        for (Map.Entry<String, Property> property : plan.properties().entrySet()) {
            if (property.getValue().required() && !seen.contains(property.getKey())) {
                return misfit(property.getKey(), "is missing", version);
            }
        }
        return null;
    }

    private static Property.Type type(JsonMember member) {
        return switch (member.text()[member.from()]) {
            case '"' -> Property.Type.STRING;
            case '{' -> Property.Type.OBJECT;
            case '[' -> Property.Type.LIST;
            case 't', 'f' -> Property.Type.BOOLEAN;
            default -> Property.Type.NUMBER;
        };
    }

    private static Rejection misfit(String name, String what, long version) {
        String field = EVENT_PROPERTIES + name;
        return new Rejection(
                Reason.SCHEMA, field, field + " " + what + ", by version " + version + " of the service configuration");
    }
}
