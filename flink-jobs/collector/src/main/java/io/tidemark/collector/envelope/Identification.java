package io.tidemark.collector.envelope;

import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.codec.JsonMembers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the objects of {@code /identify} and {@code /groupidentify} into events, one for each, in their order.
 *
 * <p>One of a user gets the {@code event_type} {@code $identify}. One of a group gets {@code $groupidentify}, and
 * {@code groups} of its {@code group_type} and {@code group_value}; as every event must have a device or a user, one that
 * names neither gets a {@code device_id} that is made from its group, {@code $group:TYPE:VALUE}, so that the changes of a
 * group stay in order. All other members stay as they were sent.
 *
 * <p>One that cannot be converted is an event that is refused: what is no object stays what it is, and a group without
 * type or value gets {@code groups} that are none.
 */
final class Identification {
    private static final Set<String> USER_REPLACED = Set.of("event_type");
    private static final Set<String> GROUP_REPLACED = Set.of("event_type", "group_type", "group_value", "groups");
    private static final byte[] NO_GROUPS = ascii("false");

    private final JsonMembers json;

    Identification(JsonMembers json) {
        this.json = json;
    }

    /** A JSON list of events; null where the text is neither an object nor a list. */
    byte @Nullable [] events(PathKind kind, byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 64);
        List<JsonMember> single = json.of(text);
        if (single != null) {
            out.write('[');
            event(kind, single, out);
        } else {
            List<JsonMember> items = json.items(text);
            if (items == null) {
                return null;
            }
            if (items.isEmpty()) {
                return ascii("[]");
            }
            char sign = '[';
            for (JsonMember item : items) {
                out.write(sign);
                sign = ',';
                List<JsonMember> members = item.isObject() ? json.of(item.value()) : null;
                if (members == null) {
                    out.writeBytes(item.value());
                } else {
                    event(kind, members, out);
                }
            }
        }
        out.write(']');
        return out.toByteArray();
    }

    private static void event(PathKind kind, List<JsonMember> members, ByteArrayOutputStream out) {
        boolean group = kind == PathKind.GROUP_IDENTIFY;
        String device =
                group && !hasText(members, "user_id") && !hasText(members, "device_id") ? device(members) : null;
        out.writeBytes(ascii(group ? "{\"event_type\":\"$groupidentify\"" : "{\"event_type\":\"$identify\""));
        for (JsonMember member : members) {
            boolean replaced = (group ? GROUP_REPLACED : USER_REPLACED).contains(member.name())
                    || (device != null && member.name().equals("device_id"));
            if (!replaced) {
                out.write(',');
                out.write(member.text(), member.nameFrom(), member.nameTo() - member.nameFrom());
                out.write(':');
                out.writeBytes(member.value());
            }
        }
        if (group) {
            out.writeBytes(ascii(",\"groups\":"));
            groups(last(members, "group_type"), last(members, "group_value"), out);
        }
        if (device != null) {
            StringBuilder quoted = new StringBuilder(",\"device_id\":");
            AnswerJson.quote(device, quoted);
            out.writeBytes(quoted.toString().getBytes(StandardCharsets.UTF_8));
        }
        out.write('}');
    }

    private static void groups(@Nullable JsonMember type, @Nullable JsonMember value, ByteArrayOutputStream out) {
        if (type == null || value == null || isEmpty(type.string()) || value.isNull()) {
            out.writeBytes(NO_GROUPS);
            return;
        }
        out.write('{');
        out.writeBytes(type.value());
        out.write(':');
        out.writeBytes(value.value());
        out.write('}');
    }

    private static String device(List<JsonMember> members) {
        return "$group:" + shown(last(members, "group_type")) + ":" + shown(last(members, "group_value"));
    }

    private static String shown(@Nullable JsonMember member) {
        if (member == null) {
            return "";
        }
        String string = member.string();
        return string == null ? new String(member.value(), StandardCharsets.UTF_8) : string;
    }

    private static boolean hasText(List<JsonMember> members, String name) {
        JsonMember member = last(members, name);
        return member != null && !member.isNull() && member.to() - member.from() > 2;
    }

    private static @Nullable JsonMember last(List<JsonMember> members, String name) {
        JsonMember last = null;
        for (JsonMember member : members) {
            last = member.name().equals(name) ? member : last;
        }
        return last;
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
