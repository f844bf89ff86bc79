package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrashCommandIT {
    private static final TableIdentifier NOTES = TableIdentifier.of("tidemark", "notes");

    @TempDir
    Path lake;

    @BeforeEach
    void makeALake() {
        TidemarkConfig config = DirectoryLake.config(lake);
        try (Lake tables = LakeTables.open(config)) {
            tables.createMissing(LakeTables.options(config));
            tables.catalog().createTable(NOTES, LakeTable.MERGE_IDS.schema());
        }
    }

    private Run run(String... arguments) {
        return Run.of(Stream.concat(
                        Stream.of(arguments[0], "--lake", lake.toString()),
                        Stream.of(arguments).skip(1))
                .toArray(String[]::new));
    }

    private static JsonNode json(Run run) throws IOException {
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        return new ObjectMapper().readTree(run.out());
    }

    private boolean exists(TableIdentifier name) {
        try (Lake tables = LakeTables.open(DirectoryLake.config(lake))) {
            return tables.catalog().tableExists(name);
        }
    }

    @Test
    void aDroppedTableIsListedAndComesBackByItsPlan() throws IOException {
        assertThat(run("trash").out()).isEqualTo("The trash is empty.\n");
        try (Lake tables = LakeTables.open(DirectoryLake.config(lake))) {
            tables.catalog().dropTable(NOTES, true);
        }
        assertThat(run("trash").out()).contains("tidemark.notes").contains("kept until");
        assertThat(json(run("trash", "--json")).at("/tables/0/of").textValue()).isEqualTo("tidemark.notes");
        assertThat(json(run("trash", "--empty", "--json")).get("tables")).isEmpty();

        String hash = json(run("undrop", "notes", "--json")).get("hash").textValue();
        assertThat(exists(NOTES)).isFalse();
        Run wrong = run("undrop", "notes", "--execute", "0");
        assertThat(wrong.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(wrong.err()).contains("Refused: The plan to bring the table tidemark.notes back is " + hash);
        assertThat(run("undrop", "notes", "--execute", hash).out()).contains("The table tidemark.notes is back");
        assertThat(exists(NOTES)).isTrue();
        assertThat(run("trash").out()).isEqualTo("The trash is empty.\n");
    }

    @Test
    void aTableOfTheLakeThatWasDroppedThroughAnotherDoorComesBack() throws IOException {
        TableIdentifier mergeIds = TableIdentifier.of("tidemark", "merge_ids");
        try (Lake tables = LakeTables.open(DirectoryLake.config(lake))) {
            CatalogUtil.buildIcebergCatalog(tables.settings().name(), tables.properties(), tables.hadoopConfiguration())
                    .dropTable(mergeIds, false);
        }
        assertThat(exists(mergeIds)).isFalse();
        String hash = json(run("undrop", "merge_ids", "--json")).get("hash").textValue();
        json(run("undrop", "merge_ids", "--json", "--execute", hash));
        assertThat(exists(mergeIds)).isTrue();
    }

    @Test
    void everyMissingTableComesBackByOnePlan() throws IOException {
        assertThat(run("undrop", "--all").out())
                .isEqualTo("Every table of the lake is there: nothing to bring back.\n");
        try (Lake tables = LakeTables.open(DirectoryLake.config(lake))) {
            var below = CatalogUtil.buildIcebergCatalog(
                    tables.settings().name(), tables.properties(), tables.hadoopConfiguration());
            LakeTable.pipeline().forEach(table -> below.dropTable(tables.identifier(table), false));
        }

        JsonNode plan = json(run("undrop", "--all", "--json"));
        assertThat(plan.get("tables")).hasSize(LakeTable.pipeline().size());
        assertThat(plan.get("done").booleanValue()).isFalse();
        Run done = run("undrop", "--all", "--execute", plan.get("hash").textValue());

        assertThat(done.out()).contains("The table tidemark.events is back").contains("tidemark.merge_ids is back");
        try (Lake tables = LakeTables.open(DirectoryLake.config(lake))) {
            assertThat(LakeTable.pipeline()).allMatch(tables::exists);
        }
        Run again = run("undrop", "--all", "--execute", plan.get("hash").textValue());
        assertThat(again.code()).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void badRequestsGetOneClearSentence() {
        assertThat(run("undrop").err()).contains("Which table?");
        assertThat(run("undrop", "events", "--all").code()).isEqualTo(ExitCode.USAGE);
        Run there = run("undrop", "events");
        assertThat(there.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(there.err())
                .contains("The table tidemark.events is in the catalog")
                .contains("tidemark restore");
        assertThat(run("undrop", "unheard_of").err()).contains("is in the trash, and no valid metadata");
        assertThat(run("trash", "--execute", "0").code()).isEqualTo(ExitCode.USAGE);
    }
}
