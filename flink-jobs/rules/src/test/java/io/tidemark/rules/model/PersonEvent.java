package io.tidemark.rules.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An accepted event as events.md and identity.md describe it, with the person behind it when all that the history holds
 * has been seen.
 *
 * @param offset its place in the log, of one partition
 * @param event as sent
 * @param ms event_time, ms since the epoch
 * @param received server_received_time, ms since the epoch
 * @param uploaded the record's timestamp, ms since the epoch
 * @param suspect whether event_time cannot be believed
 * @param owner whose it was when it came: {@code user:…} or {@code device:…}, behind the project's name and a sign where
 *     each project has people of its own; null for {@code $groupidentify}
 * @param person the same after all merges
 * @param amplitudeId the number of the person; null where there is none
 */
public record PersonEvent(
        int offset,
        JsonNode event,
        long ms,
        long received,
        long uploaded,
        boolean suspect,
        @Nullable String owner,
        @Nullable String person,
        @Nullable Long amplitudeId) {
    private static final int MOST_LEVELS = 900;
    private static final int LONGEST_NAME = 24_997;

    /** What happened. */
    public String type() {
        return event.path("event_type").textValue();
    }

    /** What the names of people and devices begin with where each project has people of its own; empty elsewhere. */
    public String scope() {
        return owner == null ? "" : owner.substring(0, LogModel.endOfScope(owner));
    }

    /** A member that is text and not empty, or null. */
    public @Nullable String text(String member) {
        JsonNode value = event.path(member);
        return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
    }

    /**
     * An object as the questions look into it: missing where there is none, where more than 900 containers are open at once, and
     * where a name is too long.
     */
    public JsonNode object(String member) {
        JsonNode object = event.path(member);
        Deque<Map.Entry<JsonNode, Integer>> rest = new ArrayDeque<>();
        rest.push(Map.entry(object, 1));
        while (!rest.isEmpty()) {
            Map.Entry<JsonNode, Integer> next = rest.pop();
            JsonNode value = next.getKey();
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                if (field.getKey().length() > LONGEST_NAME) {
                    return MissingNode.getInstance();
                }
            }
            if (value.isContainerNode() && next.getValue() > MOST_LEVELS) {
                return MissingNode.getInstance();
            }
            value.forEach(inner -> rest.push(Map.entry(inner, next.getValue() + 1)));
        }
        return object.isObject() ? object : MissingNode.getInstance();
    }

    /** Whether questions about what people do look at it: there is a person, a time to believe, and no $ before its type. */
    public boolean isCounted() {
        return person != null && !suspect && !type().startsWith("$");
    }

    /** Whether it happened from a moment, and before another; null is no bound. */
    public boolean isWithin(@Nullable Long from, @Nullable Long to) {
        return (from == null || ms >= from) && (to == null || ms < to);
    }
}
