package io.tidemark.ops.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.apache.flink.table.api.SqlParserException;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.util.SerializedThrowable;
import org.apache.iceberg.exceptions.NotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of Flink's many lines about a failure, the one that a person needs. */
class CausesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            From line 1, column 8 to line 1, column 10: Column 'foo' not found in any table | Column 'foo' not found in any table.
            At line 3, column 1: Object 'bar' not found | Object 'bar' not found.
            Encountered "FORM" at line 1, column 10. | Encountered "FORM".
            Division by zero! | Division by zero!
            Why? | Why?
            two\\nlines | two\\nlines.
            """)
    void theSentenceHasNoPlacesAndAnEnd(String message, String essence) {
        assertThat(Causes.essence(new RuntimeException(message))).isEqualTo(essence);
    }

    @Test
    void theInnermostMessageCountsAndOfItTheFirstLine() {
        RuntimeException failure = new RuntimeException(
                "SQL parse failed.",
                new RuntimeException(
                        "Encountered \"x\" at line 1, column 2.\nWas expecting one of:\n    \"a\" ...",
                        new RuntimeException("   ", new RuntimeException((String) null))));

        assertThat(Causes.essence(failure)).isEqualTo("Encountered \"x\".");
    }

    @Test
    void whereNothingWasSaidTheClassIsNamed() {
        assertThat(Causes.essence(new IllegalStateException())).isEqualTo("IllegalStateException.");
        assertThat(Causes.essence(new RuntimeException("outer", new StackOverflowError())))
                .isEqualTo("StackOverflowError.");
    }

    @Test
    void aLongSentenceIsCut() {
        assertThat(Causes.essence(new RuntimeException("x".repeat(501)))).isEqualTo("x".repeat(500) + "…");
        assertThat(Causes.essence(new RuntimeException("x".repeat(500)))).isEqualTo("x".repeat(500) + ".");
    }

    @Test
    void aStatementThatIsNotUnderstoodIsToldWithItsPlace() {
        RuntimeException failure = new SqlParserException(
                "SQL parse failed.", new RuntimeException("Encountered \"FORM\" at line 2, column 10.\nWas expecting"));

        assertThat(Causes.notUnderstood("SELECT 1\nFORM", failure))
                .hasMessageStartingWith("The query was not understood (line 2, column 10): Encountered \"FORM\".")
                .hasMessageContaining("SHOW TABLES")
                .hasCause(failure);
    }

    @Test
    void doubleQuotesAreToldHowFlinkWritesThem() {
        RuntimeException failure = new SqlParserException("x", new RuntimeException("no"));

        assertThat(Causes.notUnderstood("SELECT \"a\"", failure))
                .hasMessageContaining("backticks (`event_type`)")
                .hasMessageContaining("single quotes ('Purchase')");
        assertThat(Causes.notUnderstood("SELECT '\"'", failure)).hasMessageNotContaining("backticks");
    }

    @Test
    void aFailureWhilePlanningIsOfTheWordsOrOfTheWork() {
        RuntimeException words = new RuntimeException("outer", new ValidationException("Column 'a' not found"));
        RuntimeException work = new RuntimeException("outer", new ArithmeticException("/ by zero"));

        assertThat(Causes.beforeRows("SELECT a", words)).hasMessageStartingWith("The query was not understood");
        assertThat(Causes.beforeRows("SELECT a", work))
                .hasMessageStartingWith("The query failed while it ran: / by zero.")
                .hasMessageContaining("the log has the rest");
    }

    @Test
    void aFileThatIsGoneIsToldWhateverThrewIt() {
        for (Exception gone : List.of(
                new NotFoundException("File does not exist: /w/a.parquet"),
                new FileNotFoundException("File does not exist: /w/a.parquet"),
                new NoSuchFileException("File does not exist: /w/a.parquet"),
                new SerializedThrowable(new FileNotFoundException("File does not exist: /w/a.parquet")))) {
            assertThat(Causes.whileRunning(new RuntimeException("Job failed", gone)))
                    .as("%s", gone)
                    .hasMessageContaining("File does not exist: /w/a.parquet")
                    .hasMessageContaining("tidemark audit")
                    .hasMessageContaining("--as-of");
        }
    }
}
