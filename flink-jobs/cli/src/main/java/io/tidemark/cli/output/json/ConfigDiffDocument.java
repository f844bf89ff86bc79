package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.Difference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In what two versions of the service configuration differ. */
public record ConfigDiffDocument(
        @JsonProperty("from") long from,
        @JsonProperty("to") long to,
        @JsonProperty("changes") List<Change> changes) {
    /** One key; a value is a JSON object, or null where there is none. */
    public record Change(
            @JsonProperty("key") String key,
            @JsonProperty("before") @JsonRawValue @Nullable String before,
            @JsonProperty("after") @JsonRawValue @Nullable String after) {}

    /** The document of a difference. */
    public static ConfigDiffDocument of(long from, long to, List<Difference> differences) {
        return new ConfigDiffDocument(from, to, changes(differences));
    }

    static List<Change> changes(List<Difference> differences) {
        return differences.stream()
                .map(each -> new Change(each.key().text(), json(each.before()), json(each.after())))
                .toList();
    }

    private static @Nullable String json(@Nullable ConfigValue value) {
        return value == null ? null : value.json();
    }
}
