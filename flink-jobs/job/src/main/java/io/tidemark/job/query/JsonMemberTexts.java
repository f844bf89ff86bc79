package io.tidemark.job.query;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a member of a JSON object, in Flink SQL: {@code tidemark_json_texts(document, name)} gives a list of what {@link
 * JsonMemberText} gives, and where the member is a list, of the same of its elements, each text once; elements that are
 * null, objects or lists have none. Where there is no text, it is a list of one null, so that every row has a value.
 * Elsewhere than in {@code tidemark sql}: {@code CREATE FUNCTION tidemark_json_texts AS
 * 'io.tidemark.job.query.JsonMemberTexts'}.
 */
public final class JsonMemberTexts extends ScalarFunction {
    private static final long serialVersionUID = 1L;

    /** Its name in SQL. */
    public static final String NAME = "tidemark_json_texts";

    /** The texts of the member of a name. */
    public @Nullable String[] eval(@Nullable String document, String name) {
        Object value = JsonMemberText.value(document, name);
        Set<String> texts = new LinkedHashSet<>();
        for (Object element : value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
            String text = JsonMemberText.text(element);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts.isEmpty() ? new @Nullable String[] {null} : texts.toArray(new @Nullable String[0]);
    }
}
