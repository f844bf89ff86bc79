package io.tidemark.lake.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Locale;

/** Something that does not hold, named with its place in the log, its device or its table. */
@JsonPropertyOrder({"kind", "sentence"})
public sealed interface Finding permits LogFinding, IdentityFinding, VersionFinding {
    /** What is wrong, as a sentence for a person. */
    @JsonProperty("sentence")
    String message();

    /** The kind of finding in words joined by dashes, for example {@code tail-missing}; stable, for machines. */
    @JsonProperty("kind")
    default String kind() {
        return getClass().getSimpleName().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
