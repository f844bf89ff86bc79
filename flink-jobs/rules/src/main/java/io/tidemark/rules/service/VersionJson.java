package io.tidemark.rules.service;

import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.codec.JsonMembers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A version as JSON, and back. */
final class VersionJson {
    private static final String AT = "the record of a version";

    private final Map<String, JsonMember> members = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private VersionJson() {}

    static byte[] write(ConfigVersion version) {
        String changes = version.changes().entrySet().stream()
                .map(change -> Texts.quoted(change.getKey().text()) + ":"
                        + change.getValue().map(ConfigValue::json).orElse("null"))
                .collect(Collectors.joining(","));
        String json = "{\"version\":" + version.number()
                + ",\"effective_from\":" + version.effectiveFrom()
                + ",\"author\":" + Texts.quoted(version.author())
                + ",\"reason\":" + Texts.quoted(version.reason())
                + ",\"made_at\":" + version.madeAt()
                + ",\"changes\":{" + changes + "}}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    static Checked<ConfigVersion> read(byte[] json) {
        JsonMembers reader = new JsonMembers();
        List<JsonMember> found = reader.of(json);
        if (found == null) {
            return Checked.bad(AT, reader.fault());
        }
        VersionJson version = new VersionJson();
        found.forEach(member -> version.members.put(member.name(), member));
        return version.read();
    }

    private Checked<ConfigVersion> read() {
        long number = whole("version");
        if (number < 1 && problems.isEmpty()) {
            problem("version", "found " + number + "; allowed: a whole number from 1");
        }
        long effectiveFrom = whole("effective_from");
        String author = text("author");
        String reason = text("reason");
        long madeAt = whole("made_at");
        SortedMap<ConfigKey, Optional<ConfigValue>> changes = changes();
        return problems.isEmpty()
                ? new Checked.Good<>(new ConfigVersion(number, changes, effectiveFrom, author, reason, madeAt))
                : new Checked.Bad<>(problems);
    }

    private SortedMap<ConfigKey, Optional<ConfigValue>> changes() {
        SortedMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
        JsonMember member = members.get("changes");
        List<JsonMember> found = member == null ? null : new JsonMembers().of(member.value());
        if (found == null || found.isEmpty()) {
            problem("changes", "is missing or empty; allowed: an object with the changed keys");
            return changes;
        }
        for (JsonMember change : found) {
            if (change.name().isEmpty()) {
                problem("changes", "a key is empty, or holds half a surrogate pair, which is no character");
            } else {
                ConfigKey key = ConfigKey.stored(change.name());
                changes.put(key, Optional.ofNullable(value(key, change)));
            }
        }
        return changes;
    }

    private @Nullable ConfigValue value(ConfigKey key, JsonMember change) {
        if (change.isNull()) {
            return null;
        }
        Checked<ConfigValue> value = ValueReader.read(key, change.value(), Strictness.STORED);
        problems.addAll(value.problems());
        return value.orNull();
    }

    private long whole(String name) {
        JsonMember member = members.get(name);
        OptionalLong whole = member == null ? OptionalLong.empty() : member.whole();
        if (whole.isEmpty()) {
            problem(name, "is missing or no whole number");
        }
        return whole.orElse(0);
    }

    private String text(String name) {
        JsonMember member = members.get(name);
        String text = member == null ? null : member.string();
        if (text == null) {
            problem(name, "is missing or no text");
        }
        return text == null ? "" : text;
    }

    private void problem(String name, String what) {
        problems.add(new Problem(AT + ", " + name, what));
    }
}
