package io.tidemark.ops.question;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a question can be given.
 *
 * @param name as it is written behind {@code -p}, and behind a colon in the text
 * @param type what it takes
 * @param standard what it is if nothing is given, as a person would write it; null if something must be given
 * @param meaning what it means, in a few words
 */
public record Parameter(
        @JsonProperty("name") String name,
        @JsonProperty("type") ParameterType type,
        @JsonProperty("default") @Nullable String standard,
        @JsonProperty("meaning") String meaning) {}
