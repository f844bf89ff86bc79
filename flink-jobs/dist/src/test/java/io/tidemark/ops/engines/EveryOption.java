package io.tidemark.ops.engines;

import io.tidemark.ops.question.Parameter;
import io.tidemark.ops.question.ParameterType.Choice;
import io.tidemark.ops.question.ParameterType.Simple;
import io.tidemark.ops.question.Question;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a question costs at most: each parameter has a value that is not its default, and is one of those that an engine has the
 * most to do for. Made from the types of the parameters, so that a new option is in it from its first day.
 */
final class EveryOption {
    private static final String PROPERTY = "user_properties.plan";
    // Other conditions are no other stages, only longer to plan.
    private static final String CONDITIONS = "platform is one of Web, iOS and country is set";
    private static final String KIND = "View* | Add to Cart [" + CONDITIONS + "]";

    private static final int MOST = 4;

    /** Two marks of the lake, the earlier one first. */
    private final List<String> marks;

    EveryOption(List<String> marks) {
        this.marks = marks;
    }

    /**
     * All options of a question at once, several times, so that each word of each choice is in one of them; of lengths of time
     * and of the days of a week, which change no plan, those that there is room for.
     */
    List<Map<String, String>> of(Question question) {
        int most = question.parameters().stream()
                .mapToInt(parameter -> words(parameter).size())
                .max()
                .orElse(1);
        return IntStream.range(0, Math.min(most, MOST))
                .mapToObj(nth -> nth(question, nth))
                .toList();
    }

    private Map<String, String> nth(Question question, int nth) {
        var given = new LinkedHashMap<String, String>();
        for (Parameter parameter : question.parameters()) {
            List<String> words = words(parameter);
            given.put(parameter.name(), words.get(Math.min(nth, words.size() - 1)));
        }
        return given;
    }

    private List<String> words(Parameter parameter) {
        return parameter.type() instanceof Choice choice ? choice.words() : List.of(value(parameter));
    }

    private String value(Parameter parameter) {
        return switch ((Simple) parameter.type()) {
            case TEXT -> "pro";
            case TEXTS -> "Ping, Heartbeat";
            case STEPS -> String.join(", ", List.of(KIND, "B", "C", KIND, "E", "F", "G", KIND));
            case INTEGER, PERCENT -> "2";
            case NUMBERS -> "0, 1, 7, 30";
            case DURATION -> "2 days";
            case TIME -> parameter.name().equals("from") ? "2026-01-10" : "2026-01-20";
            case PROPERTY -> PROPERTY;
            case EVENTS -> KIND;
            case CONDITIONS -> CONDITIONS;
            case COHORT -> "cohort(did=Purchase; at_least=2; where=" + PROPERTY + "; is=pro; window=30 days)";
            case ZONE -> "Europe/Berlin";
            case MARK -> marks.get(parameter.name().equals("before") ? 0 : 1);
        };
    }
}
