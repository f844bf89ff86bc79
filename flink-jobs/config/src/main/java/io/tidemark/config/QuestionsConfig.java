package io.tidemark.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the analysts' questions take where nothing else is given ({@code questions} in the file).
 *
 * @param zone the time zone of days, weeks and months
 * @param weekBegins the first day of the week, in lower case
 * @param inactiveTypes the types of events that do not make a person active, with commas between them; {@code none}
 * @param cohorts questions that find people, by the names that the cohorts have
 */
public record QuestionsConfig(String zone, String weekBegins, String inactiveTypes, Map<String, String> cohorts) {
    /** Keeps a copy. */
    public QuestionsConfig {
        cohorts = Collections.unmodifiableMap(new LinkedHashMap<>(cohorts));
    }

    /** UTC, weeks from Monday, every type active, no cohorts. */
    public static QuestionsConfig defaults() {
        return new QuestionsConfig("UTC", "monday", "none", Map.of());
    }
}
