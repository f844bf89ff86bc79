package io.tidemark.job.query;

import java.util.List;
import java.util.Map;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object, in Flink SQL: {@code tidemark_json_members(document)} gives for each its type (text, number,
 * boolean, null, list or object), a colon and its name, in the order of just that, and of more than {@link #MOST} the first;
 * null for a document that is no object or is beyond the limits of {@link JsonText}, and for null. Elsewhere than in {@code
 * tidemark sql}: {@code CREATE FUNCTION tidemark_json_members AS 'io.tidemark.job.query.JsonMembers'}.
 */
public final class JsonMembers extends ScalarFunction {
    private static final long serialVersionUID = 1L;

    /** Its name in SQL. */
    public static final String NAME = "tidemark_json_members";
    /** How many members it gives at most. */
    static final int MOST = 64;

    /** The members. */
    public String @Nullable [] eval(@Nullable String document) {
        Map<String, Object> object = document == null ? null : JsonText.object(document);
        if (object == null) {
            return null;
        }
        return object.entrySet().stream()
                .map(member -> type(member.getValue()) + ":" + member.getKey())
                .sorted()
                .limit(MOST)
                .toArray(String[]::new);
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
