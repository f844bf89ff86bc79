package io.tidemark.lake.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.SimpleRules;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.mark.CheckpointFinder;
import io.tidemark.lake.mark.MarkCreator;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All tables dropped behind the guard's back; the marks know which they were. */
class UndropAllTest {
    private static final Caller PERSON = Caller.of("production");
    private static final Instant NOON = Instant.parse("2026-01-04T12:00:00Z");

    @TempDir
    Path directory;

    private Lake care;
    private Catalog below;

    @BeforeEach
    void writeALake() {
        CatalogSettings settings =
                CatalogSettings.local(directory.resolve("catalog.db"), directory.resolve("warehouse"));
        try (Lake job = Lake.open(settings, PERSON.as(Writer.of(1)))) {
            job.createMissing(TableOptions.defaults());
            commit(job, 1);
            try (Lake marks = Lake.open(settings, PERSON.to(Purpose.MARK))) {
                new MarkCreator(marks, new SimpleRules(), "events.raw", 1)
                        .create(new MarkCreator.Request("half", "", false, false), NOON, null, CheckpointFinder.NONE);
            }
            commit(job, 2);
        }
        care = Lake.open(settings, PERSON.to(Purpose.CARE));
        below = CatalogUtil.buildIcebergCatalog(
                settings.name(), settings.catalogProperties(), care.hadoopConfiguration());
    }

    private static void commit(Lake job, long checkpoint) {
        LakeTable.pipeline().forEach(table -> job.table(table)
                .newAppend()
                .set(CheckpointStamp.EPOCH, "1")
                .set(CheckpointStamp.CHECKPOINT_ID, Long.toString(checkpoint))
                .commit());
    }

    @AfterEach
    void close() {
        care.close();
    }

    private UndropAll undrop() {
        return new UndropAll(care, Remembered.of(care).anchors());
    }

    private Map<LakeTable, Long> heads() {
        Map<LakeTable, Long> heads = new EnumMap<>(LakeTable.class);
        LakeTable.all()
                .forEach(table ->
                        heads.put(table, care.table(table).currentSnapshot().snapshotId()));
        return heads;
    }

    private void dropAll() {
        LakeTable.all().forEach(table -> below.dropTable(care.identifier(table), false));
    }

    @Test
    void everyTableComesBackAtItsHeadWithTheTagOfTheMark() {
        Map<LakeTable, Long> before = heads();
        dropAll();
        assertThat(LakeTable.all()).noneMatch(care::exists);

        UndropAll.Plan plan = undrop().plan();
        undrop().execute(plan.hash());

        assertThat(heads()).isEqualTo(before);
        assertThat(LakeTable.all()).allMatch(table -> care.table(table).refs().containsKey("half"));
        assertThat(undrop().plan().tables()).isEmpty();
    }

    @Test
    void theNewestMarkKnowsTheEnvironmentOfALakeWithoutTables() {
        dropAll();

        assertThat(care.environment()).isEmpty();
        assertThat(Remembered.of(care).environment()).contains("production");
    }

    /** A table that somebody made in the place of the lost one is newer, and is not the one. */
    @Test
    void theMarksTellTheLostTableFromOneMadeAnewInItsPlace() {
        String lost = care.table(LakeTable.EVENTS).uuid().toString();
        below.dropTable(care.identifier(LakeTable.EVENTS), false);
        Table impostor = below.createTable(care.identifier(LakeTable.EVENTS), LakeTable.EVENTS.schema());
        impostor.updateProperties().set("made", "later").commit();
        below.dropTable(care.identifier(LakeTable.EVENTS), false);

        assertThat(new UndropAll(care, List.of()).plan().tables().get(0).uuid()).isNotEqualTo(lost);
        assertThat(undrop().plan().tables().get(0).uuid()).isEqualTo(lost);
    }

    @Test
    void aPlanThatNoLongerFitsIsRefusedAndNothingComesBack() {
        dropAll();

        assertThatThrownBy(() -> undrop().execute("0"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("another-plan"));
        assertThat(LakeTable.all()).noneMatch(care::exists);
    }

    @Test
    void aTableOfWhichNothingIsLeftIsNamedAndNoOtherComesBackUnasked() throws IOException {
        Path metadata = Path.of(URI.create(
                        "file://" + care.table(LakeTable.THROTTLED).location().replaceFirst("^file:/*", "/")))
                .resolve("metadata");
        dropAll();
        for (Path file : files(metadata)) {
            Files.delete(file);
        }

        assertThatThrownBy(() -> undrop().plan())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("throttled cannot come back");
    }

    @Test
    void marksThatCannotBeReadAreSaidAndTheTablesComeBackAllTheSame() {
        care.files().write("marks/half.json", "{");
        dropAll();

        Remembered remembered = Remembered.of(care);

        assertThat(remembered.trouble()).contains("half.json");
        assertThat(remembered.anchors()).isEmpty();
        assertThat(undrop().plan().tables()).hasSize(LakeTable.all().size());
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return new ArrayList<>(all.filter(Files::isRegularFile).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
