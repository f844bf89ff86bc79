package io.tidemark.ops.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.GuardedCatalog;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The careless script of the outage, in Flink SQL: an engine that loads the guarded catalog by its name. */
class FlinkSqlGuardIT {
    private static final String MERGE = "'default', 1, 2, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 'cause', 1, 1, 0, 0";

    @TempDir
    Path directory;

    private Lake lake;
    private TableEnvironment flink;

    @BeforeEach
    void openTheLakeInFlink() {
        CatalogSettings settings =
                CatalogSettings.local(directory.resolve("catalog.db"), directory.resolve("warehouse"));
        lake = Lake.open(settings, Caller.of("production"));
        lake.createMissing(TableOptions.defaults());
        // Threads that Iceberg keeps for the whole process outlive the statement that started them.
        flink = TableEnvironment.create(EnvironmentSettings.newInstance()
                .inBatchMode()
                .withConfiguration(new Configuration().set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false))
                .build());
        createCatalog("lake", "production");
        flink.useCatalog("lake");
        flink.useDatabase("tidemark");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private void createCatalog(String name, String environment) {
        flink.executeSql("""
                CREATE CATALOG %s WITH (
                  'type' = 'iceberg',
                  'catalog-impl' = '%s',
                  'guard.environment' = '%s',
                  'guard.base.type' = 'jdbc',
                  'guard.base.name' = 'tidemark',
                  'uri' = 'jdbc:sqlite:%s',
                  'warehouse' = '%s',
                  'cache-enabled' = 'false'
                )""".formatted(
                        name,
                        GuardedCatalog.class.getName(),
                        environment,
                        directory.resolve("catalog.db"),
                        directory.resolve("warehouse")));
    }

    private static void refused(String name, ThrowingCallable statement) {
        assertThatThrownBy(statement).satisfies(thrown -> {
            Throwable root = thrown;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            assertThat(root).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.name())
                    .isEqualTo(name));
        });
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("warehouse"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void dropOfATableOfTheLakeIsRefusedAndEveryFileIsStillThere() throws IOException {
        long before = files();
        for (LakeTable table : LakeTable.pipeline()) {
            refused("protected", () -> flink.executeSql("DROP TABLE " + table.tableName()));
        }
        refused("protected", () -> flink.executeSql("ALTER TABLE events RENAME TO gone"));
        refused("protection-lifted", () -> flink.executeSql("ALTER TABLE events SET ('tidemark.protected' = 'false')"));
        assertThat(LakeTable.pipeline()).allMatch(lake::exists);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void rowsAreInsertedByTheJobAndByNobodyElse() {
        refused("written-by-another", () -> flink.executeSql("INSERT INTO merge_ids VALUES (" + MERGE + ")")
                .await());
        assertThat(lake.table(LakeTable.MERGE_IDS).currentSnapshot()).isNull();
    }

    @Test
    void aTableOfOnesOwnIsWrittenAndDroppedIntoTheTrash() throws Exception {
        flink.executeSql("CREATE TABLE notes (n BIGINT)");
        flink.executeSql("INSERT INTO notes VALUES (1), (2)").await();
        flink.executeSql("DROP TABLE notes");
        assertThat(lake.catalog().tableExists(TableIdentifier.of("tidemark", "notes")))
                .isFalse();
        assertThat(lake.catalog().listTables(Namespace.of("tidemark_trash"))).hasSize(1);
    }

    @Test
    void aDevelopmentConfigurationOnAProductionLakeReadsAndNothingElse() {
        createCatalog("mine", "development");
        flink.useCatalog("mine");
        flink.useDatabase("tidemark");
        assertThat(flink.executeSql("SELECT COUNT(*) FROM events").collect())
                .toIterable()
                .hasSize(1);
        refused("other-environment", () -> flink.executeSql("DROP TABLE events"));
        refused("other-environment", () -> flink.executeSql("CREATE TABLE notes (n BIGINT)"));
    }
}
