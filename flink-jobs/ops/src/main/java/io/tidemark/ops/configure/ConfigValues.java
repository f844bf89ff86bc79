package io.tidemark.ops.configure;

import io.tidemark.config.ConfigurationProblems;
import io.tidemark.config.Problem;
import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.codec.JsonMembers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keys with their values, as people write them into a file. */
public final class ConfigValues {
    private ConfigValues() {}

    /**
     * The values of a file: one JSON object, whose members are keys.
     *
     * @param source the file, as the person named it
     * @throws ConfigurationProblems if it is no such object
     */
    public static SortedMap<String, String> read(String source, byte[] text) {
        JsonMembers json = new JsonMembers();
        List<JsonMember> members = json.of(text);
        if (members == null) {
            throw wrong(source, "it must be a JSON object whose members are keys such as limits/shop: " + json.fault());
        } else if (members.isEmpty()) {
            throw wrong(source, "it has no key, such as limits/shop");
        }
        SortedMap<String, String> values = new TreeMap<>();
        for (JsonMember member : members) {
            if (values.put(member.name(), new String(member.value(), StandardCharsets.UTF_8)) != null) {
                throw wrong(source, "it has the key " + member.name() + " twice");
            }
        }
        return values;
    }

    private static ConfigurationProblems wrong(String source, String what) {
        return new ConfigurationProblems(source, List.of(new Problem("", what)));
    }
}
