package io.tidemark.job.question;

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
        String name, ParameterType type, @Nullable String standard, String meaning) {}
