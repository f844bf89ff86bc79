package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.EarlierRelease;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.Partitioning;
import io.tidemark.lake.table.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {
    private static final Caller TEST = Caller.of("test");

    @TempDir
    Path directory;

    private CatalogSettings sqlite() {
        return CatalogSettings.local(directory.resolve("catalog.db"), directory.resolve("warehouse"));
    }

    private CatalogSettings hadoop() {
        return new CatalogSettings(
                CatalogType.HADOOP,
                "tidemark",
                "shop.analytics",
                CatalogAccess.none(),
                Warehouse.local(directory.resolve("warehouse")),
                Map.of());
    }

    /** What somebody has who comes through another door. */
    private static Catalog unguarded(Lake lake) {
        return Lake.base(lake.settings().name(), lake.properties(), lake.hadoopConfiguration());
    }

    @Test
    void makesTheTablesAsTheyAreDescribed() {
        for (CatalogSettings settings : new CatalogSettings[] {sqlite(), hadoop()}) {
            try (Lake lake = Lake.open(settings, TEST)) {
                lake.createMissing(TableOptions.defaults());
                for (LakeTable each : LakeTable.all()) {
                    Table table = lake.table(each);
                    assertThat(lake.exists(each)).isTrue();
                    assertThat(table.schema().sameSchema(each.schema()))
                            .as("%s, field ids and docs included", each)
                            .isTrue();
                    Map<String, String> written = TableOptions.defaults().properties(each);
                    written.remove("format-version");
                    assertThat(table.properties()).containsAllEntriesOf(written);
                    assertThat(table.spec().isPartitioned()).isEqualTo(each.isOutcome());
                }
            }
        }
    }

    @Test
    void opensAgainAndAgainAndKeepsWhatIsThere() {
        try (Lake lake = Lake.open(sqlite(), TEST)) {
            lake.createMissing(TableOptions.defaults());
            String uuid = lake.table(LakeTable.EVENTS).uuid().toString();
            try (Lake second = Lake.open(sqlite(), TEST)) {
                second.createMissing(new TableOptions(Partitioning.none(), 3, 1 << 20, 5));
                Table events = second.table(LakeTable.EVENTS);
                assertThat(events.uuid()).hasToString(uuid);
                assertThat(events.spec().isPartitioned()).isTrue();
            }
            assertThat(lake.table(LakeTable.EVENTS).uuid()).hasToString(uuid);
        }
    }

    /** Of a release that knew no corrections: whatever was tagged had none, and can be asked as of its tag. */
    @Test
    void aLakeWithoutCorrectionsGetsATableOfThemThatKnowsItsTags() {
        try (Lake lake = Lake.open(sqlite(), TEST)) {
            lake.createMissing(TableOptions.defaults());
            Catalog below = unguarded(lake);
            below.dropTable(lake.identifier(LakeTable.IDENTITY_OVERRIDES));
            Table events = below.loadTable(lake.identifier(LakeTable.EVENTS));
            events.newAppend().commit();
            events.manageSnapshots()
                    .createTag("monday", events.currentSnapshot().snapshotId())
                    .commit();
            assertThatThrownBy(() -> lake.createMissing(TableOptions.defaults()))
                    .as("a table of corrections that was there, and is lost")
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("missing-table"));

            events.updateProperties().remove(LakeProperties.OVERRIDES).commit();
            lake.createMissing(TableOptions.defaults());

            Table overrides = lake.table(LakeTable.IDENTITY_OVERRIDES);
            assertThat(overrides.refs()).containsKey("monday");
            assertThat(overrides.currentSnapshot()).isNotNull();
        }
    }

    @Test
    void aTableThatWasDroppedIsToldFromALakeThatIsNotMadeYet() {
        try (Lake lake = Lake.open(sqlite(), TEST)) {
            assertThatThrownBy(() -> lake.table(LakeTable.IDENTITIES)).hasMessageContaining("This is no lake yet");

            lake.createMissing(TableOptions.defaults());
            unguarded(lake).dropTable(lake.identifier(LakeTable.IDENTITIES));

            assertThatThrownBy(() -> lake.table(LakeTable.IDENTITIES))
                    .isInstanceOf(LakeFailure.class)
                    .hasMessageContaining("tidemark undrop identities")
                    .hasMessageContaining("tidemark rebuild")
                    .hasMessageNotContaining("run the job");
        }
    }

    @Test
    void makesOnlyTheTablesThatAreMissing() {
        try (Lake lake = Lake.open(sqlite(), TEST)) {
            lake.createMissing(TableOptions.defaults());
            unguarded(lake).dropTable(lake.identifier(LakeTable.MERGE_IDS));
            assertThat(lake.exists(LakeTable.MERGE_IDS)).isFalse();
            lake.createMissing(TableOptions.defaults());
            assertThat(lake.exists(LakeTable.MERGE_IDS)).isTrue();
        }
    }

    @Test
    void refusesATableWithOtherColumnsAndNamesThem() {
        try (Lake lake = Lake.open(sqlite(), TEST)) {
            lake.createMissing(TableOptions.defaults());
            unguarded(lake)
                    .loadTable(lake.identifier(LakeTable.THROTTLED))
                    .updateSchema()
                    .deleteColumn(Columns.RAW)
                    .addColumn("colour", Types.StringType.get())
                    .commit();
            assertThatThrownBy(() -> lake.createMissing(TableOptions.defaults()))
                    .isInstanceOf(LakeFailure.class)
                    .hasMessageContaining("Could not use the table tidemark.throttled")
                    .hasMessageContaining("column 'raw' is missing; column 'colour' is unknown")
                    .hasMessageContaining("Use another namespace");
        }
    }

    @Test
    void aLakeOfAnEarlierReleaseIsUsedAsItIsAndSaysWhatItLacks() {
        List<String> missing = List.of("config_version", "released_from");
        for (CatalogSettings settings : new CatalogSettings[] {sqlite(), hadoop()}) {
            try (Lake lake = Lake.open(settings, TEST)) {
                assertThat(lake.outdated()).as("a lake that is not made yet").isEmpty();
                EarlierRelease.make(lake, TableOptions.defaults());
                lake.createMissing(TableOptions.defaults());

                assertThat(lake.outdated()).containsOnlyKeys(LakeTable.outcomes());
                assertThat(lake.outdated().values()).containsOnly(missing);
                assertThat(lake.missingColumns(LakeTable.DEAD_LETTERS)).isEqualTo(missing);
                assertThat(lake.missingColumns(LakeTable.IDENTITIES)).isEmpty();
                assertThat(lake.table(LakeTable.EVENTS).schema().findField("config_version"))
                        .isNull();
            }
        }
    }

    @Test
    void aLakeOfThisReleaseLacksNothing() {
        try (Lake lake = Lake.open(sqlite(), TEST)) {
            lake.createMissing(TableOptions.defaults());
            assertThat(lake.outdated()).isEmpty();
        }
    }

    @Test
    void saysWhichTableIsMissingAndWhatToDo() {
        try (Lake lake = Lake.open(sqlite(), TEST)) {
            assertThatThrownBy(() -> lake.table(LakeTable.EVENTS))
                    .isInstanceOf(LakeFailure.class)
                    .hasMessageContaining("Could not load the table tidemark.events from the catalog 'tidemark'")
                    .hasMessageContaining("does not exist")
                    .hasMessageContaining("run the job once");
        }
    }

    @Test
    void saysThatTheCatalogsFileCannotBeOpened() {
        Path nowhere = directory.resolve("no/such/directory/catalog.db");
        assertThatThrownBy(() -> Lake.open(CatalogSettings.local(nowhere, directory.resolve("warehouse")), TEST))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("Could not open the catalog 'tidemark' (jdbc:sqlite:" + nowhere)
                .hasMessageContaining("cannot be opened")
                .hasMessageContaining("Check that its directory exists")
                .hasCauseInstanceOf(RuntimeException.class);
    }

    @Test
    void saysThatTheCatalogsFileIsNoCatalog() throws IOException {
        Path file = directory.resolve("catalog.db");
        Files.writeString(file, "These are the notes of somebody else, and no database at all. ".repeat(20));
        assertThatThrownBy(() -> Lake.open(sqlite(), TEST))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("the file is no SQLite database");
    }

    @Test
    void saysThatNothingAnswers() {
        CatalogSettings settings = new CatalogSettings(
                CatalogType.JDBC,
                "tidemark",
                "tidemark",
                new CatalogAccess("jdbc:postgresql://127.0.0.1:1/lake?password=sesame", "ann", "sesame"),
                Warehouse.local(directory),
                Map.of());
        assertThatThrownBy(() -> Lake.open(settings, TEST))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/lake?password=***")
                .hasMessageNotContaining("sesame")
                .hasMessageContaining("answer")
                .hasMessageContaining("Check the catalog's uri");
    }

    @Test
    void saysThatAnHttpCatalogDoesNotAnswer() {
        CatalogSettings settings = new CatalogSettings(
                CatalogType.REST,
                "tidemark",
                "tidemark",
                new CatalogAccess("http://127.0.0.1:1", null, null),
                new Warehouse(null, Map.of()),
                Map.of());
        assertThatThrownBy(() -> Lake.open(settings, TEST))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("nothing answers there");
    }

    @Test
    void saysThatThereIsNoDriver() {
        CatalogSettings settings = new CatalogSettings(
                CatalogType.JDBC,
                "tidemark",
                "tidemark",
                new CatalogAccess("jdbc:wonder:lake", null, null),
                Warehouse.local(directory),
                Map.of());
        assertThatThrownBy(() -> Lake.open(settings, TEST))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("there is no driver for this uri");
    }

    @Test
    void saysThatTheWarehouseIsNotWritable() throws IOException {
        Path file = Files.createFile(directory.resolve("a-file"));
        CatalogSettings settings = CatalogSettings.local(directory.resolve("catalog.db"), file.resolve("warehouse"));
        try (Lake lake = Lake.open(settings, TEST)) {
            assertThatThrownBy(() -> lake.createMissing(TableOptions.defaults()))
                    .isInstanceOf(LakeFailure.class)
                    .hasMessageContaining("Could not create the table tidemark.events in the warehouse " + file)
                    .hasMessageContaining("not writable");
        }
    }
}
