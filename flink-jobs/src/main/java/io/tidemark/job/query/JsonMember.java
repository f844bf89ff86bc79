package io.tidemark.job.query;

import java.util.List;
import java.util.Map;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * A member of a JSON object, in Flink SQL: {@code tidemark_json_member(document, n)} gives its type (text, number, boolean,
 * null, list or object), a colon and its name, the members being in the order of just that; null behind the last, for a
 * document that is no object, and for null. Elsewhere than in {@code tidemark sql}: {@code CREATE FUNCTION
 * tidemark_json_member AS 'io.tidemark.job.query.JsonMember'}.
 */
public final class JsonMember extends ScalarFunction {
    private static final long serialVersionUID = 1L;

    /** Its name in SQL. */
    static final String NAME = "tidemark_json_member";

    /** The nth member, from 1. */
    public @Nullable String eval(@Nullable String document, Integer n) {
        if (document == null || !(JsonText.read(document) instanceof Map<?, ?> object)) {
            return null;
        }
        List<String> members = object.entrySet().stream()
                .map(member -> type(member.getValue()) + ":" + member.getKey())
                .sorted()
                .toList();
        return n < 1 || n > members.size() ? null : members.get(n - 1);
    }

    private static String type(Object value) {
        if (value instanceof String) {
            return "text";
        } else if (value instanceof List) {
            return "list";
        } else if (value instanceof Map) {
            return "object";
        } else if (value instanceof JsonText.Literal literal) {
            return literal.isNumber() ? "number" : literal.text().equals("null") ? "null" : "boolean";
        }
        throw new IllegalArgumentException("No value of JSON: " + value);
    }
}
