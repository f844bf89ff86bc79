package io.tidemark.lake.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.EarlierRelease;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.BreakGlass;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import io.tidemark.lake.upgrade.Upgrade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that was dropped before or after its lake was carried over to this release; on SQLite. */
class UndropUpgradedTest {
    private static final Caller PERSON = Caller.of("test");
    private static final Instant NOON = Instant.parse("2026-01-04T12:00:00Z");
    private static final List<String> LATER = List.of("config_version", "released_from");

    @TempDir
    private Path directory;

    private final List<Lake> opened = new ArrayList<>();
    private Lake lake;
    private Lake care;
    private TableIdentifier events;

    @BeforeEach
    void makeALake() {
        Lake job = open(PERSON.as(Writer.of(1)));
        EarlierRelease.make(job, TableOptions.defaults());
        LakeTable.pipeline().forEach(table -> job.table(table).newAppend().commit());
        lake = open(PERSON.to(Purpose.UPGRADE));
        care = open(PERSON.to(Purpose.CARE));
        events = lake.identifier(LakeTable.EVENTS);
    }

    @AfterEach
    void close() {
        opened.forEach(Lake::close);
    }

    private Lake open(Caller caller) {
        Lake made = Lake.open(
                CatalogSettings.local(directory.resolve("catalog.db"), directory.resolve("warehouse")),
                caller,
                refusal -> refusal,
                () -> NOON);
        opened.add(made);
        return made;
    }

    private void carryOver() {
        Upgrade upgrade = new Upgrade(lake);
        upgrade.execute(upgrade.plan().hash(), table -> {});
    }

    /** By other means, which leave the files. */
    private void lose() {
        CatalogUtil.buildIcebergCatalog("tidemark", lake.properties(), lake.hadoopConfiguration())
                .dropTable(events, false);
    }

    private void trash() {
        BreakGlass permission = new BreakGlass("ann", "a test", NOON.plusSeconds(60));
        open(PERSON.with(permission)).catalog().dropTable(events);
        assertThat(new Trash(care).list()).hasSize(1);
    }

    private Undrop.Plan undrop() {
        Undrop undrop = new Undrop(care, List.of());
        return undrop.execute(events, undrop.plan(events).hash());
    }

    @Test
    void droppedAfterwardsItComesBackWithTheColumns() {
        carryOver();
        for (Runnable drop : List.<Runnable>of(this::lose, this::trash)) {
            drop.run();
            assertThat(undrop().missingColumns()).isEmpty();
            assertThat(lake.outdated()).isEmpty();
        }
    }

    @Test
    void droppedBeforeItComesBackWithoutThemAndIsCarriedOverWithTheOthers() {
        trash();
        assertThatThrownBy(() -> new Upgrade(lake).plan())
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("missing-table"));
        assertThat(undrop().missingColumns()).isEqualTo(LATER);
        carryOver();
        assertThat(lake.outdated()).isEmpty();
    }

    @Test
    void withItsNewestMetadataLostItComesBackAsItWasBeforeAndIsCarriedOverAgain() throws IOException {
        carryOver();
        String newest = ((HasTableOperations) lake.table(LakeTable.EVENTS))
                .operations()
                .current()
                .metadataFileLocation();
        Files.delete(Path.of(newest.replaceFirst("^file:", "")));
        assertThat(undrop().missingColumns()).isEqualTo(LATER);
        assertThat(lake.outdated()).containsOnlyKeys(LakeTable.EVENTS);
        carryOver();
        assertThat(lake.outdated()).isEmpty();
        assertThat(lake.table(LakeTable.EVENTS).schema().sameSchema(LakeTable.EVENTS.schema()))
                .isTrue();
    }
}
