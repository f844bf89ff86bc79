package io.tidemark.job.query;

import java.util.List;
import java.util.Map;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * The text of a member of a JSON object, in Flink SQL: {@code tidemark_json_text(document, name)} gives a string as it
 * is, a number as {@link JsonText} writes it, {@code true} or {@code false}; null where the member is not there, is
 * null, an object or a list, for a document that is no object or is beyond the limits of {@link JsonText}, and for
 * null. Of a name that comes twice, the last counts. Flink's own {@code JSON_VALUE} makes a double of a number, so that
 * 1000 and 1e3 are two texts. Elsewhere than in {@code tidemark sql}: {@code CREATE FUNCTION tidemark_json_text AS
 * 'io.tidemark.job.query.JsonMemberText'}.
 */
public final class JsonMemberText extends ScalarFunction {
    private static final long serialVersionUID = 1L;

    /** Its name in SQL. */
    public static final String NAME = "tidemark_json_text";

    /** The text of the member of a name. */
    public @Nullable String eval(@Nullable String document, String name) {
        Object value = value(document, name);
        return value == null ? null : text(value);
    }

    /** The member of a name as {@link JsonText} describes it; null where there is none. */
    static @Nullable Object value(@Nullable String document, String name) {
        // Most documents do not have the name, and need not be read to know it; an escape may encode any character.
        if (document == null || (!document.contains(name) && document.indexOf('\\') < 0)) {
            return null;
        }
        Map<String, Object> object = JsonText.object(document);
        return object == null ? null : object.get(name);
    }

    /** The text of a value; null where it is null, an object or a list. */
    static @Nullable String text(Object value) {
        if (value instanceof Map || value instanceof List) {
            return null;
        } else if (value instanceof JsonText.Literal literal) {
            return literal.text().equals("null") ? null : literal.text();
        }
        return (String) value;
    }
}
