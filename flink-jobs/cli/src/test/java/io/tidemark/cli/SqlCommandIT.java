package io.tidemark.cli;

import static org.apache.iceberg.types.Types.NestedField.required;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.ExitCode;
import io.tidemark.ops.sql.SmallLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code tidemark sql} on a lake of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlCommandIT {
    private static final String COUNT = "SELECT COUNT(*) n FROM fruit";

    private Path lake = Path.of(".");

    @BeforeAll
    void fillLake(@TempDir Path directory) throws IOException {
        // A space, as in many a home directory.
        lake = directory.resolve("my lake");
        new SmallLake(lake)
                .table(
                        "fruit",
                        new Schema(required(1, "name", Types.StringType.get())),
                        List.of(List.of("apple"), List.of("pear")));
    }

    @Test
    void answerAndNothingElseGoesToStandardOutput() {
        assertThat(Run.of("sql", "--lake", lake.toString(), "--format", "csv", COUNT))
                .isEqualTo(new Run(ExitCode.DONE, "n\n2\n", ""));
    }

    @Test
    void questionMayComeFromAFileAndTheLakeFromAConfiguration(@TempDir Path directory) throws IOException {
        Path question = Files.writeString(directory.resolve("q.sql"), "-- How many?\n" + COUNT + ";\n");
        Path config = Files.writeString(directory.resolve("t.yaml"), """
                kafka: {bootstrap-servers: 'localhost:9092'}
                catalog: {type: jdbc, uri: 'jdbc:sqlite:%1$s/catalog.db', warehouse: '%1$s/warehouse'}
                job: {checkpoint-dir: cluster}
                """.formatted(lake));
        assertThat(Run.of("sql", "--config", config.toString(), "--format=JSON", "-f", question.toString()))
                .isEqualTo(new Run(ExitCode.DONE, "[\n{\"n\":2}\n]\n", ""));
    }

    @Test
    void statementThatChangesSomethingIsRefused() {
        Run run = Run.of("sql", "--lake", lake.toString(), "DROP TABLE fruit");
        assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("Refused: DROP would change something, and sql only reads."
                        + " Use SELECT, WITH, VALUES, SHOW, DESCRIBE or EXPLAIN.\n");
        assertThat(Run.of("sql", "--lake", lake.toString(), "--format", "csv", "SHOW TABLES")
                        .out())
                .contains("fruit");
    }

    @Test
    void mistakeInTheQuestionIsOneLine() {
        Run run = Run.of("sql", "--lake", lake.toString(), "SELECT colour FROM fruit");
        assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Column 'colour' not found").hasLineCount(1);
    }

    @Test
    void fileThatIsNoCatalogIsSaidSo(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("catalog.db"), "this is no database, and it is long enough to be read\n");
        Run run = Run.of("sql", "--lake", directory.toString(), COUNT);
        assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err())
                .contains("Could not open the catalog", "is no SQLite database")
                .hasLineCount(1);
    }
}
