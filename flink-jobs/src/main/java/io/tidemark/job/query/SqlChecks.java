package io.tidemark.job.query;

import io.tidemark.job.question.Arguments;
import io.tidemark.job.question.Question;
import io.tidemark.job.question.Questions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The checks of {@code sql/checks}: what must hold for the tables, each as a query that answers with no row. */
public final class SqlChecks {
    private static final int ROWS_TOLD = 5;

    private SqlChecks() {}

    /**
     * What a check found.
     *
     * @param name the file's name
     * @param title what a row of it means
     * @param rows the first rows, each as a JSON object; empty where the check holds
     */
    public record Finding(String name, String title, List<String> rows) {
        /** Keeps a copy. */
        public Finding {
            rows = List.copyOf(rows);
        }

        /** Whether there was no row. */
        public boolean holds() {
            return rows.isEmpty();
        }
    }

    /**
     * Asks every check, one after the other.
     *
     * @param now the moment that {@code now} means in a check
     * @param asking is told the name of each before it is asked
     * @throws QueryFailure if one cannot be asked
     */
    public static List<Finding> run(LakeQueries queries, Instant now, Consumer<String> asking) {
        var findings = new ArrayList<Finding>();
        for (Question check : Questions.checks()) {
            asking.accept(check.name());
            try (Answer answer = queries.ask(check, Arguments.of(check, Map.of(), now), null)) {
                findings.add(new Finding(check.name(), check.title(), rows(answer)));
            }
        }
        return findings;
    }

    private static List<String> rows(Answer answer) {
        var rows = new ArrayList<String>();
        while (rows.size() < ROWS_TOLD && answer.hasNext()) {
            rows.add(AnswerFormat.object(answer.columns(), answer.next()).toString());
        }
        return rows;
    }
}
