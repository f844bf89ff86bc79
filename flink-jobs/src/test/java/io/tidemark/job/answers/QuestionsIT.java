package io.tidemark.job.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.engines.Engine;
import io.tidemark.job.engines.FlinkEngine;
import io.tidemark.job.question.Dialect;
import io.tidemark.job.question.Question;
import io.tidemark.job.question.Questions;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every question gives the rows of the model, in Flink SQL in this process; the engines' test asks the same of the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuestionsIT {
    private Histories histories;
    private Engine flink;

    @BeforeAll
    void fillLake(@TempDir Path directory) throws Exception {
        TidemarkConfig config = TidemarkConfig.ofDirectory(directory);
        histories = AnalystsLake.fill(config, directory);
        flink = FlinkEngine.open(config);
    }

    @AfterAll
    void close() {
        if (flink != null) {
            flink.close();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void questionGivesTheRowsOfTheModel(Case asked) {
        asked.check(histories, flink.ask(asked.statement(Dialect.FLINK)));
    }

    static List<Case> cases() {
        return AllCases.list();
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
