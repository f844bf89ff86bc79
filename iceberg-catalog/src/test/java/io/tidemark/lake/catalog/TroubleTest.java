package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.sql.SQLException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.junit.jupiter.api.Test;

class TroubleTest {
    @Test
    void aFileSystemForReadingOnlyIsNotAMissingFile() {
        assertThat(Trouble.explain(
                        "Could not write", new FileNotFoundException("/lake/marks/two.json (Read-only file system)")))
                .hasMessageContaining("the path is not writable")
                .hasMessageNotContaining("missing");
        assertThat(Trouble.explain("Could not read", new FileNotFoundException("/lake/marks/two.json (No such file)")))
                .hasMessageContaining("a file is missing");
        assertThat(Trouble.explain("Could not read", new NotFoundException("File does not exist: /lake/a.parquet")))
                .hasMessageContaining("a file is missing");
    }

    @Test
    void aCatalogForReadingOnlyIsSaidSo() {
        assertThat(Trouble.explain(
                        "Could not commit",
                        new SQLException("[SQLITE_READONLY] Attempt to write a readonly database (attempt to write)")))
                .hasMessageContaining("the file cannot be written")
                .hasMessageContaining("can be written to");
    }
}
