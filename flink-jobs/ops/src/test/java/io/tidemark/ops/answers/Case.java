package io.tidemark.ops.answers;

import io.tidemark.config.QuestionsConfig;
import io.tidemark.ops.engines.Reply;
import io.tidemark.ops.question.Arguments;
import io.tidemark.ops.question.Dialect;
import io.tidemark.ops.question.ProjectScope;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import io.tidemark.ops.question.Statement;
import io.tidemark.rules.service.ConfigValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A question with what it is given, and the rows that are right.
 *
 * @param question the name of a file in {@code sql/queries} or {@code sql/checks}, or the text of a question
 * @param given its parameters
 * @param mark as of which it is asked; null: now
 * @param project whose events alone it is about; null: those of all
 * @param expected the rows, from what the lake has taken in; whole numbers as Long, decimals as BigDecimal
 *     without trailing zeros
 */
public record Case(
        String question,
        Map<String, String> given,
        @Nullable String mark,
        @Nullable String project,
        Function<Histories, List<List<@Nullable Object>>> expected) {
    /** What {@code now} is in all cases: some time after the newest record. */
    static final Instant NOW = Instant.parse("2024-04-01T00:00:00Z");

    /** Keeps a copy. */
    public Case {
        given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    /** One that is about all projects. */
    Case(
            String question,
            Map<String, String> given,
            @Nullable String mark,
            Function<Histories, List<List<@Nullable Object>>> expected) {
        this(question, given, mark, null, expected);
    }

    /** A case that looks at one moment of the lake, and where it is told which. */
    static Case of(
            String question, Map<String, String> given, Function<Histories, List<List<@Nullable Object>>> expected) {
        return new Case(question, given, null, expected);
    }

    /** The same question as of a mark. */
    Case asOf(String name) {
        return new Case(question, given, name, project, histories -> expected.apply(histories.asOf(name)));
    }

    /** The same question about one project, of which these of the rows are right. */
    Case ofProject(String name, Predicate<List<@Nullable Object>> right) {
        return new Case(question, given, mark, name, histories -> expected.apply(histories).stream()
                .filter(right)
                .toList());
    }

    /** The statement for an engine. */
    public String statement(Dialect dialect) {
        Question asked = Questions.find(question).orElseGet(() -> Question.parse("", question));
        Arguments arguments = project == null
                ? Arguments.of(asked, given, NOW)
                : Arguments.of(
                        asked,
                        given,
                        ProjectScope.of(project, 1, ConfigValue.Project.PLAIN, QuestionsConfig.defaults()),
                        NOW);
        return Statement.render(asked, arguments, dialect, mark);
    }

    /** Fails with the first difference between the rows that are right and those that an engine gave, in their order. */
    public void check(Histories histories, Reply reply) {
        List<List<@Nullable Object>> rows = expected.apply(histories);
        new Reply(reply.columns(), rows).difference(reply).ifPresent(difference -> {
            throw new AssertionError(this + ": the model and the engine differ: " + difference);
        });
    }

    /** A row; a list of it may hold nulls. */
    static List<@Nullable Object> row(@Nullable Object... values) {
        var row = new ArrayList<@Nullable Object>();
        for (Object value : values) {
            row.add(value instanceof Integer number ? Long.valueOf(number) : value);
        }
        return row;
    }

    /** What part of a whole a number is, in percent with one digit, as the questions round it; null of nothing. */
    static @Nullable BigDecimal percent(long part, long whole) {
        if (whole == 0) {
            return null;
        }
        return stripped(BigDecimal.valueOf(100 * part).divide(BigDecimal.valueOf(whole), 1, RoundingMode.HALF_UP));
    }

    /** A decimal as replies keep it. */
    static BigDecimal stripped(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    @Override
    public String toString() {
        return (question.contains("\n") || question.contains(" ") ? "a text" : question) + " " + given
                + (mark == null ? "" : " as of " + mark) + (project == null ? "" : " of " + project);
    }
}
