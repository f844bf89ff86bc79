package io.tidemark.ops.sql;

import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.question.Arguments;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The checks of {@code sql/checks}: what must hold for the tables, each as a query that answers with no row. */
public final class SqlChecks {
    /** How many rows of an answer are counted; a check that finds so many need not say how many more there are. */
    public static final int ROWS_COUNTED = 10_000;

    private static final int ROWS_TOLD = 5;

    private SqlChecks() {}

    /**
     * What a check found.
     *
     * @param name the file's name
     * @param title what a row of it means
     * @param rows the first rows, each as a JSON object; empty where the check holds
     * @param found how many rows there are, counted up to {@value #ROWS_COUNTED}
     * @param notRun why it could not be run, in which case nothing is known; null where it was
     */
    public record Finding(
            String name,
            String title,
            List<String> rows,
            long found,
            @Nullable String notRun) {
        /** Keeps a copy. */
        public Finding {
            rows = List.copyOf(rows);
        }

        /** Whether it was run to its end. */
        public boolean wasRun() {
            return notRun == null;
        }

        /** Whether it was run and found no row. */
        public boolean holds() {
            return wasRun() && found == 0;
        }
    }

    /**
     * Runs every check, one after the other. A check that fails to run is reported, and the others still run.
     *
     * @param now the time that {@code now} means in a check
     * @param mark the mark as of which the tables are read; null: now
     * @param configurable whether the lake can have a service configuration; where not, the checks of it hold
     * @param starts is given the name of each before it runs
     */
    public static List<Finding> run(
            LakeQueries queries, Instant now, @Nullable String mark, boolean configurable, Consumer<String> starts) {
        var findings = new ArrayList<Finding>();
        for (Question check : Questions.checks()) {
            if (!configurable && isOfConfiguration(check)) {
                findings.add(new Finding(check.name(), check.title(), List.of(), 0, null));
                continue;
            }
            starts.accept(check.name());
            try (Answer answer = queries.run(check, Arguments.of(check, Map.of(), now), mark)) {
                findings.add(of(check, answer));
            } catch (QueryFailure failure) {
                findings.add(
                        new Finding(check.name(), check.title(), List.of(), 0, String.valueOf(failure.getMessage())));
            }
        }
        return findings;
    }

    private static boolean isOfConfiguration(Question check) {
        return check.sql().contains(LakeTable.SERVICE_CONFIG.tableName())
                || check.sql().contains(Columns.CONFIG_VERSION);
    }

    private static Finding of(Question check, Answer answer) {
        var rows = new ArrayList<String>();
        long found = 0;
        while (found < ROWS_COUNTED && answer.hasNext()) {
            var row = answer.next();
            if (found < ROWS_TOLD) {
                rows.add(AnswerFormat.object(answer.columns(), row).toString());
            }
            found++;
        }
        return new Finding(check.name(), check.title(), rows, found, null);
    }
}
