package io.tidemark.ops.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.ops.cluster.Started;
import io.tidemark.ops.engines.FlinkEngine;
import io.tidemark.ops.engines.Replies;
import io.tidemark.ops.question.Dialect;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every question gives the rows of the model, in Flink SQL in this process; the engines' test asks the same of the others.
 * Two threads ask, for most of an answer's time is planning, which takes one processor.
 * {@code tidemark.questions.all} asks all cases, as {@code .ci/proofs/questions} does, and not a sample of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuestionsIT {
    private static final int WORKERS = 2;
    private static final List<Asked> CASES =
            Boolean.getBoolean("tidemark.questions.all") ? Asked.all() : Asked.sample(10);

    private final Started started = new Started();
    private final Map<CaseLake, Histories> histories = new EnumMap<>(CaseLake.class);
    private Replies flink;

    @BeforeAll
    void fillLakes(@TempDir Path directory) throws Exception {
        for (CaseLake lake : CaseLake.values()) {
            histories.put(lake, lake.fill(directory));
        }
        flink = started.with(
                Replies.of(CASES, WORKERS, Dialect.FLINK, lake -> FlinkEngine.open(lake.config(directory))));
    }

    @AfterAll
    void close() throws Exception {
        started.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void questionGivesTheRowsOfTheModel(Asked asked) throws InterruptedException {
        asked.asked().check(histories.get(asked.lake()), flink.get(asked));
    }

    static List<Asked> cases() {
        return CASES;
    }

    @Test
    void everyQuestionHasACase() {
        Set<String> asked = AllCases.list().stream().map(Case::question).collect(Collectors.toSet());

        assertThat(Questions.all())
                .extracting(Question::name)
                .filteredOn(name -> !asked.contains(name))
                .isEmpty();
    }
}
