package io.tidemark.lake.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.Lake;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is dropped can be had back until its time is up, by either way; on SQLite and a directory. */
class TrashTest {
    private static final Instant NOON = Instant.parse("2026-01-04T12:00:00Z");
    private static final Caller PERSON = Caller.of("test");
    private static final TableIdentifier NOTES = TableIdentifier.of("tidemark", "notes");
    private static final Schema COLUMNS = new Schema(Types.NestedField.optional(1, "n", Types.LongType.get()));

    @TempDir
    Path directory;

    private final List<Lake> opened = new ArrayList<>();
    private Instant now = NOON;
    private Lake lake;
    private Lake care;
    private Catalog below;

    @BeforeEach
    void makeALake() {
        lake = open(PERSON);
        lake.createMissing(TableOptions.defaults());
        care = open(PERSON.to(Purpose.CARE));
        below = CatalogUtil.buildIcebergCatalog("tidemark", lake.properties(), lake.hadoopConfiguration());
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

    private Table notes(int... commits) throws IOException {
        Table table = lake.catalog().createTable(NOTES, COLUMNS);
        for (int value : commits) {
            append(table, value);
        }
        return table;
    }

    private static void append(Table table, long value) throws IOException {
        DataWriter<Record> writer = Parquet.writeData(
                        table.io().newOutputFile(table.location() + "/data/" + value + ".parquet"))
                .forTable(table)
                .createWriterFunc(GenericParquetWriter::create)
                .build();
        try (writer) {
            GenericRecord row = GenericRecord.create(table.schema());
            row.setField("n", value);
            writer.write(row);
        }
        DataFile file = writer.toDataFile();
        table.newAppend().appendFile(file).commit();
    }

    private static List<Long> values(Table table) throws IOException {
        List<Long> values = new ArrayList<>();
        try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
            for (FileScanTask file : files) {
                try (CloseableIterable<Record> rows = Parquet.read(
                                table.io().newInputFile(file.file().location()))
                        .project(COLUMNS)
                        .createReaderFunc(type -> GenericParquetReaders.buildReader(COLUMNS, type))
                        .build()) {
                    rows.forEach(row -> values.add((Long) row.getField("n")));
                }
            }
        }
        values.sort(null);
        return values;
    }

    private long parquetFiles() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("warehouse"))) {
            return all.filter(path -> path.toString().endsWith(".parquet")).count();
        }
    }

    private Undrop undrop(Anchor... anchors) {
        return new Undrop(care, List.of(anchors));
    }

    @Test
    void aTableComesBackFromTheTrashWithItsSnapshotsTagsAndColumns() throws IOException {
        Table table = notes(1, 2);
        table.manageSnapshots()
                .createTag("half", table.currentSnapshot().parentId())
                .commit();
        table.updateSchema().addColumn("colour", Types.StringType.get()).commit();
        lake.catalog().dropTable(NOTES, true);

        assertThat(new Trash(lake).list()).singleElement().satisfies(trashed -> {
            assertThat(trashed.of()).isEqualTo("tidemark.notes");
            assertThat(trashed.records()).isEqualTo(2);
            assertThat(trashed.droppedAt()).isEqualTo(NOON);
            assertThat(trashed.expiresAt()).isEqualTo(NOON.plus(Duration.ofDays(7)));
        });
        Undrop.Plan plan = undrop().plan(NOTES);
        assertThat(plan.from()).isNotNull();
        assertThat(lake.catalog().tableExists(NOTES)).isFalse();
        undrop().execute(NOTES, plan.hash());

        Table back = lake.catalog().loadTable(NOTES);
        assertThat(back.uuid()).isEqualTo(table.uuid());
        assertThat(back.snapshots()).hasSize(2);
        assertThat(back.refs()).containsKey("half");
        assertThat(back.schema().findField("colour")).isNotNull();
        assertThat(back.properties())
                .doesNotContainKeys(LakeProperties.TRASH_OF, LakeProperties.DROPPED_AT, LakeProperties.EXPIRES_AT);
        assertThat(values(back)).containsExactly(1L, 2L);
        assertThat(new Trash(lake).list()).isEmpty();
    }

    @Test
    void ofTwoTablesOfOneNameTheLastDroppedComesBack() throws IOException {
        notes(1);
        lake.catalog().dropTable(NOTES);
        now = NOON.plusSeconds(60);
        notes(2);
        lake.catalog().dropTable(NOTES);
        undrop().execute(NOTES, undrop().plan(NOTES).hash());
        assertThat(values(lake.catalog().loadTable(NOTES))).containsExactly(2L);
        assertThat(new Trash(lake).list()).hasSize(1);
    }

    @Test
    void theTrashIsEmptiedOfWhatIsDueAndOfNothingElse() throws IOException {
        notes(1, 2);
        lake.catalog().dropTable(NOTES, true);
        now = NOON.plus(Duration.ofDays(7)).minusMillis(1);
        Trash trash = new Trash(care);
        assertThat(trash.planEmptying(now).tables()).isEmpty();
        assertThat(parquetFiles()).isEqualTo(2);
        now = NOON.plus(Duration.ofDays(7));
        Trash.EmptyingPlan plan = trash.planEmptying(now);
        assertThat(plan.tables()).hasSize(1);
        assertThatThrownBy(() -> trash.empty("0", now))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("another-plan"));
        assertThat(parquetFiles()).isEqualTo(2);
        assertThat(trash.empty(plan.hash(), now)).hasSize(1);
        assertThat(parquetFiles()).isZero();
        assertThat(trash.list()).isEmpty();
    }

    @Test
    void nobodyElseEmptiesItWhateverTheTime() throws IOException {
        notes(1);
        lake.catalog().dropTable(NOTES, true);
        now = NOON.plus(Duration.ofDays(70));
        Trash person = new Trash(lake);
        assertThatThrownBy(() -> person.empty(person.planEmptying(now).hash(), now))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("not-yet-due"));
        assertThat(parquetFiles()).isEqualTo(1);
    }

    @Test
    void aTableOfTheLakeComesBackAndIsStillProtected() {
        BreakGlass permission = new BreakGlass("ann", "to see", NOON.plusSeconds(60));
        Lake permitted = open(PERSON.with(permission));
        TableIdentifier identities = lake.identifier(LakeTable.IDENTITIES);
        permitted.catalog().dropTable(identities, true);
        undrop().execute(identities, undrop().plan(identities).hash());
        assertThat(lake.table(LakeTable.IDENTITIES).properties())
                .containsEntry(LakeProperties.PROTECTED, "true")
                .doesNotContainKey(LakeProperties.EXPIRES_AT);
        assertThatThrownBy(() -> lake.catalog().dropTable(identities)).isInstanceOf(Refusal.class);
    }

    @Test
    void whatWasDroppedThroughAnotherDoorIsRegisteredFromItsNewestMetadata() throws IOException {
        Table table = events(3);
        table.manageSnapshots()
                .createTag("half", table.currentSnapshot().snapshotId())
                .commit();
        TableIdentifier events = lake.identifier(LakeTable.EVENTS);
        below.dropTable(events, false);

        Undrop.Plan plan = undrop().plan(events);
        assertThat(plan.from()).isNull();
        assertThat(plan.snapshots()).isEqualTo(3);
        undrop().execute(events, plan.hash());
        Table back = lake.table(LakeTable.EVENTS);
        assertThat(back.uuid()).isEqualTo(table.uuid());
        assertThat(back.snapshots()).hasSize(3);
        assertThat(back.refs()).containsKey("half");
        assertThat(LakeProperties.isProtected(back.properties())).isTrue();
    }

    private Table events(int commits) {
        Lake job = open(PERSON.as(Writer.of(1)));
        for (int i = 0; i < commits; i++) {
            job.table(LakeTable.EVENTS).newAppend().commit();
        }
        return open(PERSON.to(Purpose.MARK)).table(LakeTable.EVENTS);
    }

    @Test
    void metadataThatIsCutOffOrLacksItsFilesIsPassedOver() throws IOException {
        Table table = events(3);
        TableIdentifier events = lake.identifier(LakeTable.EVENTS);
        Path metadata = directory.resolve("warehouse/tidemark/events/metadata");
        Files.delete(Path.of(table.currentSnapshot().manifestListLocation().replaceFirst("^file:", "")));
        Files.writeString(metadata.resolve("00099-cut.metadata.json"), "{\"format-version\": 2, \"table-uu");
        below.dropTable(events, false);
        assertThat(undrop().plan(events).snapshots()).isEqualTo(2);
    }

    @Test
    void theMarksSayWhichOfTwoTablesItWas() {
        String old = events(2).uuid().toString();
        TableIdentifier events = lake.identifier(LakeTable.EVENTS);
        below.dropTable(events, false);
        below.createTable(events, LakeTable.EVENTS.schema());
        below.dropTable(events, false);
        assertThat(undrop().plan(events).uuid()).isNotEqualTo(old);
        assertThat(undrop(new Anchor("tidemark.events", old, null, 1))
                        .plan(events)
                        .uuid())
                .isEqualTo(old);
    }

    @Test
    void whereMetadataLiesElsewhereTheMarksKnowThePlace() throws IOException {
        events(2);
        TableIdentifier events = lake.identifier(LakeTable.EVENTS);
        String uuid = lake.table(LakeTable.EVENTS).uuid().toString();
        below.dropTable(events, false);
        Path metadata = directory.resolve("warehouse/tidemark/events/metadata");
        Path newest;
        try (Stream<Path> all = Files.list(metadata)) {
            newest = all.filter(path -> path.toString().endsWith(".metadata.json"))
                    .sorted()
                    .reduce((first, second) -> second)
                    .orElseThrow();
        }
        Path elsewhere = Files.move(newest, directory.resolve("00001-kept.metadata.json"));
        assertThat(undrop(new Anchor("tidemark.events", uuid, elsewhere.toString(), 1))
                        .plan(events)
                        .metadataLocation())
                .isEqualTo(elsewhere.toString());
    }

    @Test
    void whatIsThereOrGoneForGoodIsRefused() {
        TableIdentifier events = lake.identifier(LakeTable.EVENTS);
        assertRefused("table-is-there", events);
        assertRefused("nothing-left", TableIdentifier.of("tidemark", "never_was"));
        below.dropTable(events, false);
        care = open(Caller.of("development").to(Purpose.CARE));
        assertRefused("other-environment", events);
        assertThat(new Trash(care).list()).isEmpty();
        assertThat(lake.catalog().listTables(Namespace.of("tidemark")))
                .hasSize(LakeTable.all().size() - 1);
    }

    private void assertRefused(String name, TableIdentifier table) {
        assertThatThrownBy(() -> undrop().plan(table))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo(name));
    }

    @Test
    void aPlanThatNoLongerFitsIsNotExecuted() throws IOException {
        notes(1);
        lake.catalog().dropTable(NOTES);
        String hash = undrop().plan(NOTES).hash();
        now = NOON.plusSeconds(60);
        notes(2);
        lake.catalog().dropTable(NOTES);
        assertThatThrownBy(() -> undrop().execute(NOTES, hash))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("another-plan"));
        assertThat(lake.catalog().tableExists(NOTES)).isFalse();
        assertThat(Map.copyOf(
                        lake.catalog().loadTable(undrop().plan(NOTES).from()).properties()))
                .containsKey(LakeProperties.EXPIRES_AT);
    }
}
