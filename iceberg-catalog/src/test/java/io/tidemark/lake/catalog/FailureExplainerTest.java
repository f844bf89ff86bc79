package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.sql.SQLException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.junit.jupiter.api.Test;

class FailureExplainerTest {
    @Test
    void aFileSystemForReadingOnlyIsNotAMissingFile() {
        assertThat(FailureExplainer.explain(
                        "Could not write", new FileNotFoundException("/lake/marks/two.json (Read-only file system)")))
                .hasMessageContaining("the path is not writable")
                .hasMessageNotContaining("missing");
        assertThat(FailureExplainer.explain(
                        "Could not read", new FileNotFoundException("/lake/marks/two.json (No such file)")))
                .hasMessageContaining("a file is missing");
        assertThat(FailureExplainer.explain(
                        "Could not read", new NotFoundException("File does not exist: /lake/a.parquet")))
                .hasMessageContaining("a file is missing");
    }

    @Test
    void aClockThatIsBehindIsNamedWithBothTimes() {
        assertThat(FailureExplainer.explain(
                        "Could not commit",
                        new IllegalArgumentException("Invalid update timestamp 1795736145719: before last snapshot log"
                                + " entry at 1795905219130")))
                .hasMessageContaining("2026-11-26T23:35:45.719Z")
                .hasMessageContaining("2026-11-28T22:33:39.130Z")
                .hasMessageContaining("Set the clock right");
    }

    @Test
    void aTemporaryDirectoryThatRunsNothingIsNamed() {
        assertThat(FailureExplainer.explain(
                        "Could not open the catalog",
                        new SQLException("No native library found for os.name=Linux, os.arch=x86_64, paths=[/lib]")))
                .hasMessageContaining("temporary directory " + System.getProperty("java.io.tmpdir"))
                .hasMessageContaining("-Djava.io.tmpdir=");
    }

    @Test
    void aCatalogForReadingOnlyIsSaidSo() {
        assertThat(FailureExplainer.explain(
                        "Could not commit",
                        new SQLException("[SQLITE_READONLY] Attempt to write a readonly database (attempt to write)")))
                .hasMessageContaining("the file cannot be written")
                .hasMessageContaining("can be written to");
    }
}
