package io.tidemark.lake.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LocalFiles;
import io.tidemark.lake.guard.BreakGlass;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table without its newest metadata file, and one that lies in the trash and is alive; on SQLite. */
class UndropLostTest {
    private static final Instant NOON = Instant.parse("2026-01-04T12:00:00Z");
    private static final Caller PERSON = Caller.of("test");

    @TempDir
    Path directory;

    private final List<Lake> opened = new ArrayList<>();
    private Instant now = NOON;
    private Lake care;
    private TableIdentifier events;

    @BeforeEach
    void makeALake() {
        Lake job = open(PERSON.as(Writer.of(1)));
        job.createMissing(TableOptions.defaults());
        for (int i = 0; i < 3; i++) {
            job.table(LakeTable.EVENTS).newAppend().commit();
        }
        care = open(PERSON.to(Purpose.CARE));
        events = care.identifier(LakeTable.EVENTS);
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
                () -> now);
        opened.add(made);
        return made;
    }

    private String metadataFile() {
        Table table = care.table(LakeTable.EVENTS);
        return ((HasTableOperations) table).operations().current().metadataFileLocation();
    }

    @Test
    void aTableThatLostItsNewestMetadataComesBackFromTheOneBefore() throws IOException {
        String uuid = care.table(LakeTable.EVENTS).uuid().toString();
        String newest = metadataFile();
        assertThat(care.lostMetadata(LakeTable.EVENTS)).isNull();
        assertThat(care.isReadable(LakeTable.EVENTS)).isTrue();
        Files.delete(LocalFiles.directory(newest).orElseThrow());
        assertThat(care.lostMetadata(LakeTable.EVENTS))
                .contains(Path.of(newest).getFileName().toString());
        assertThat(care.isReadable(LakeTable.EVENTS)).isFalse();

        Undrop undrop = new Undrop(care, List.of());
        Undrop.Plan plan = undrop.plan(events);
        assertThat(plan.lost()).isNotNull();
        assertThat(plan.from()).isNull();
        assertThat(plan.uuid()).isEqualTo(uuid);
        assertThat(plan.snapshots()).isEqualTo(2);
        undrop.execute(events, plan.hash());
        assertThat(care.lostMetadata(LakeTable.EVENTS)).isNull();
        assertThat(care.table(LakeTable.EVENTS).snapshots()).hasSize(2);
        assertThat(new Trash(care).list()).as("the ruin is no table to keep").isEmpty();
    }

    @Test
    void aTableThatNobodyMadeHasLostNoMetadata() {
        assertThat(care.isMissing(LakeTable.EVENTS)).isFalse();
        assertThat(new UndropAll(care, List.of()).plan().tables()).isEmpty();
    }

    private Trashed dropEvents() {
        Lake permitted = open(PERSON.with(new BreakGlass("ann", "to see", NOON.plusSeconds(60))));
        permitted.catalog().dropTable(events, true);
        return new Trash(care).list().get(0);
    }

    /** The marks know another table under this name, so what is in the trash is not the one. */
    @Test
    void whatTheMarksDoNotKnowIsNotTakenFromTheTrash() {
        String uuid = care.table(LakeTable.EVENTS).uuid().toString();
        dropEvents();
        assertThat(new Undrop(care, List.of(new Anchor(events.toString(), uuid, null, 1)))
                        .plan(events)
                        .from())
                .isNotNull();
        Undrop stranger = new Undrop(care, List.of(new Anchor(events.toString(), "another", null, 1)));
        assertThatThrownBy(() -> stranger.plan(events))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("nothing-left"));
        assertThat(new Undrop(care, List.of(new Anchor("shop.other", "another", null, 1)))
                        .plan(events)
                        .from())
                .as("what the marks know of other tables does not matter")
                .isNotNull();
    }

    /** Its files are those of a living table: to empty the trash of it would delete them. */
    @Test
    void aTableThatCameBackByAnotherWayIsNotRemovedFromTheTrash() {
        String file = metadataFile();
        Trashed trashed = dropEvents();
        now = trashed.expiresAt();
        assertThat(new Trash(care).planEmptying(now).tables()).hasSize(1);
        Catalog below = CatalogUtil.buildIcebergCatalog("tidemark", care.properties(), care.hadoopConfiguration());
        below.registerTable(events, file);
        assertThat(new Trash(care).planEmptying(now).tables()).isEmpty();
    }

    @Test
    void aDroppedTableOfTheLakeSaysWhatItWasAndWhenItGoes() {
        Trashed trashed = dropEvents();
        assertThat(trashed.of()).isEqualTo(events.toString());
        assertThat(trashed.droppedAt()).isEqualTo(NOON);
        assertThat(trashed.expiresAt()).isEqualTo(NOON.plus(care.limits().trashFor()));
        assertThat(care.catalog().loadTable(trashed.name()).properties())
                .containsEntry(LakeProperties.PROTECTED, "true");
    }
}
