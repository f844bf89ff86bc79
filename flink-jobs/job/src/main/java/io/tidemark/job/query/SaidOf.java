package io.tidemark.job.query;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of some properties of its person, in Flink SQL: {@code tidemark_said_of(user_properties, names)} gives
 * the object without the members, also of its operations, that are about others; null where nothing is left. The names are
 * in double quotes, one behind the other: {@code "plan""level"}. Elsewhere than in {@code tidemark sql}: {@code CREATE
 * FUNCTION tidemark_said_of AS 'io.tidemark.job.query.SaidOf'}.
 */
public final class SaidOf extends ScalarFunction {
    private static final long serialVersionUID = 1L;

    /** Its name in SQL. */
    public static final String NAME = "tidemark_said_of";

    /** What is said. */
    public @Nullable String eval(@Nullable String userProperties, String names) {
        Map<String, Object> said = userProperties == null ? null : JsonText.object(userProperties);
        if (said == null) {
            return null;
        }
        Map<String, Object> kept = new TreeMap<>();
        said.forEach((name, value) -> {
            if (PropertyFold.isOperationOnNames(name)) {
                Map<String, Object> members = JsonText.object(value);
                Map<String, Object> about = new TreeMap<>(members == null ? Map.of() : members);
                about.keySet().removeIf(member -> !isNamed(member, names));
                if (!about.isEmpty()) {
                    kept.put(name, about);
                }
            } else if (name.equals(PropertyFold.CLEAR_ALL) || (!name.startsWith("$") && isNamed(name, names))) {
                kept.put(name, value);
            }
        });
        return kept.isEmpty() ? null : JsonText.text(kept);
    }

    private static boolean isNamed(String name, String names) {
        return names.contains('"' + name + '"');
    }
}
