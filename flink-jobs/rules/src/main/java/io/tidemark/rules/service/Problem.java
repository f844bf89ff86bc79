package io.tidemark.rules.service;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something wrong with a key, a value or a version, for the person who set it.
 *
 * @param at where: a key and the path of a member, such as {@code limits/shop events_per_day}
 * @param what what is wrong there and what is allowed, as the end of a sentence
 */
public record Problem(String at, String what) {
    /** The problem as one sentence. */
    public String sentence() {
        return at + ": " + what;
    }

    /** Several problems, one a line. */
    public static String sentences(List<Problem> problems) {
        return problems.stream().map(Problem::sentence).collect(Collectors.joining("\n"));
    }
}
