package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.guard.BreakGlass;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guard keeps from a real lake, in SQLite and a directory; a thief's own door is the catalog below. */
class GuardedLakeTest {
    private static final Caller PERSON = Caller.of("test");
    private static final TableIdentifier NOTES = TableIdentifier.of("tidemark", "notes");
    private static final Schema COLUMNS = new Schema(Types.NestedField.optional(1, "text", Types.StringType.get()));

    @TempDir
    Path directory;

    private Lake lake;
    private Catalog below;

    @BeforeEach
    void open() {
        lake = open(PERSON);
        lake.createMissing(TableOptions.defaults());
        below = Lake.base("tidemark", lake.properties(), lake.hadoopConfiguration());
    }

    @AfterEach
    void close() throws IOException {
        ((Closeable) below).close();
        lake.close();
    }

    private Lake open(Caller caller) {
        return Lake.open(
                CatalogSettings.local(directory.resolve("catalog.db"), directory.resolve("warehouse")), caller);
    }

    private static void refused(String name, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.name())
                .isEqualTo(name));
    }

    private TableIdentifier id(LakeTable table) {
        return lake.identifier(table);
    }

    private static void append(Table table, Map<String, String> notes) {
        AppendFiles append = table.newAppend();
        notes.forEach(append::set);
        append.commit();
    }

    private static Map<String, String> stamp(int epoch, long checkpoint) {
        return Map.of(
                CheckpointStamp.EPOCH,
                Integer.toString(epoch),
                CheckpointStamp.CHECKPOINT_ID,
                Long.toString(checkpoint));
    }

    @Test
    void aCarelessScriptDropsNothing() throws IOException {
        long files = files();
        for (LakeTable table : LakeTable.pipeline()) {
            refused("protected", () -> lake.catalog().dropTable(id(table)));
            refused("protected", () -> lake.catalog().dropTable(id(table), false));
            refused("protected", () -> lake.catalog().renameTable(id(table), NOTES));
        }
        refused("protected", () -> ((SupportsNamespaces) lake.catalog()).dropNamespace(Namespace.of("tidemark")));
        assertThat(LakeTable.pipeline()).allMatch(lake::exists);
        assertThat(files()).isEqualTo(files);
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("warehouse"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void noTransactionIsAWayRound() {
        TableIdentifier events = id(LakeTable.EVENTS);
        Catalog catalog = lake.catalog();
        refused("protected", () -> catalog.newReplaceTableTransaction(events, COLUMNS, true));
        refused("protected", () -> catalog.buildTable(events, COLUMNS).createOrReplaceTransaction());
        // Begun while the table was not there, committed when it is.
        below.dropTable(events, false);
        var begun = catalog.buildTable(events, COLUMNS).createOrReplaceTransaction();
        lake.createMissing(TableOptions.defaults());
        refused("protected", begun::commitTransaction);
        var transaction = lake.table(LakeTable.EVENTS).newTransaction();
        transaction.updateProperties().set(LakeProperties.PROTECTED, "false").commit();
        refused("protection-lifted", transaction::commitTransaction);
    }

    @Test
    void aHandleOfTheTableIsNoWayRound() {
        Table table = lake.table(LakeTable.EVENTS);
        refused("written-by-another", () -> append(table, Map.of()));
        refused("written-by-another", () -> table.newDelete().deleteFile("x").commit());
        refused(
                "incompatible-schema",
                () -> table.updateSchema().deleteColumn("user_id").commit());
        refused(
                "incompatible-schema",
                () -> table.updateSchema().renameColumn("user_id", "uid").commit());
        refused(
                "partitioning-changed",
                () -> table.updateSpec().addField("user_id").commit());
        refused("moved", () -> table.updateLocation().setLocation("/elsewhere").commit());
        refused("environment-changed", () -> set(table, LakeProperties.ENVIRONMENT, "development"));
        refused("epoch-raised-by-another", () -> set(table, LakeProperties.EPOCH, "2"));
        refused("gc-enabled", () -> set(table, "gc.enabled", "true"));
        refused("epoch-lowered", () -> set(table, LakeProperties.EPOCH, "0"));
        refused("incompatible-schema", () -> table.updateSchema()
                .addColumn("colour", Types.StringType.get())
                .commit());
        set(table, "comment", "harmless");
        assertThat(lake.table(LakeTable.EVENTS).properties()).containsEntry("comment", "harmless");
    }

    private static void set(Table table, String key, String value) {
        table.updateProperties().set(key, value).commit();
    }

    @Test
    void theHeadAndTheTagsAreForThoseWhoKnowWhatTheyDo() {
        try (Lake job = open(PERSON.as(Writer.of(1)));
                Lake mark = open(PERSON.to(Purpose.MARK));
                Lake care = open(PERSON.to(Purpose.CARE));
                Lake restore = open(PERSON.to(Purpose.RESTORE))) {
            append(job.table(LakeTable.EVENTS), stamp(1, 1));
            long first = lake.table(LakeTable.EVENTS).currentSnapshot().snapshotId();
            append(job.table(LakeTable.EVENTS), stamp(1, 2));
            append(job.table(LakeTable.EVENTS), stamp(1, 3));
            mark.table(LakeTable.EVENTS)
                    .manageSnapshots()
                    .createTag("half", first)
                    .commit();
            Table table = lake.table(LakeTable.EVENTS);
            refused(
                    "tag-removed",
                    () -> table.manageSnapshots().removeTag("half").commit());
            refused(
                    "rolled-back-by-another",
                    () -> table.manageSnapshots().rollbackTo(first).commit());
            refused(
                    "branch-moved",
                    () -> table.manageSnapshots().createBranch("mine", first).commit());
            refused("expired-by-another", () -> expireTheSecond(table));
            refused("below-the-floor", () -> expireTheSecond(care.table(LakeTable.EVENTS)));
            Table going = restore.table(LakeTable.EVENTS);
            refused(
                    "epoch-not-raised",
                    () -> going.manageSnapshots().setCurrentSnapshot(first).commit());
            set(going, LakeProperties.EPOCH, "2");
            going.manageSnapshots().setCurrentSnapshot(first).commit();
            assertThat(lake.table(LakeTable.EVENTS).currentSnapshot().snapshotId())
                    .isEqualTo(first);
            mark.table(LakeTable.EVENTS).manageSnapshots().removeTag("half").commit();
        }
    }

    // As care does it: Iceberg's own expiry refuses by itself where gc.enabled is false.
    private static void expireTheSecond(Table table) {
        TableOperations operations = ((HasTableOperations) table).operations();
        TableMetadata base = operations.refresh();
        Snapshot second = base.snapshot(base.currentSnapshot().parentId());
        operations.commit(
                base,
                TableMetadata.buildFrom(base).removeSnapshots(List.of(second)).build());
    }

    @Test
    void aJobOfAnOlderEpochCommitsNoMoreWhateverItHolds() {
        try (Lake job = open(PERSON.as(Writer.of(1)));
                Lake restore = open(PERSON.to(Purpose.RESTORE))) {
            Table held = job.table(LakeTable.EVENTS);
            append(held, stamp(1, 1));
            set(restore.table(LakeTable.EVENTS), LakeProperties.EPOCH, "2");
            refused("older-epoch", () -> append(held, stamp(1, 2)));
            refused("older-epoch", () -> job.table(LakeTable.EVENTS));
        }
    }

    @Test
    void anEarlierStartCommitsNoMore() {
        Writer first = new Writer(1, "first", Map.of());
        Writer second = new Writer(1, "second", Map.of());
        try (Lake one = open(PERSON.as(first))) {
            set(lake.table(LakeTable.EVENTS), LakeProperties.CLAIM, "first");
            Table held = one.table(LakeTable.EVENTS);
            append(held, stamp(1, 1));
            set(lake.table(LakeTable.EVENTS), LakeProperties.CLAIM, "second");
            try (Lake two = open(PERSON.as(second))) {
                append(two.table(LakeTable.EVENTS), stamp(1, 2));
            }
            refused("another-start", () -> append(held, stamp(1, 2)));
            assertThat(lake.table(LakeTable.EVENTS).snapshots()).hasSize(2);
        }
    }

    @Test
    void aRollbackBehindTheJobsBackIsNoticedAtTheNextCommitAndAtTheNextStart() {
        try (Lake job = open(PERSON.as(Writer.of(1)))) {
            Table held = job.table(LakeTable.EVENTS);
            append(held, stamp(1, 1));
            long first = held.currentSnapshot().snapshotId();
            append(held, stamp(1, 2));
            below.loadTable(id(LakeTable.EVENTS))
                    .manageSnapshots()
                    .rollbackTo(first)
                    .commit();
            refused("rolled-back", () -> append(held, stamp(1, 3)));
            try (Lake again = open(PERSON.as(Writer.of(1)))) {
                refused("rolled-back", () -> again.table(LakeTable.EVENTS));
            }
        }
    }

    @Test
    void aRollbackIsNoticedAlsoWhenWhatWasLeftBehindHasExpired() {
        try (Lake job = open(PERSON.as(Writer.of(1)))) {
            Table held = job.table(LakeTable.EVENTS);
            append(held, stamp(1, 1));
            long first = held.currentSnapshot().snapshotId();
            append(held, stamp(1, 2));
            Table stolen = below.loadTable(id(LakeTable.EVENTS));
            stolen.updateProperties().set("gc.enabled", "true").commit();
            stolen.manageSnapshots().rollbackTo(first).commit();
            stolen.expireSnapshots().expireOlderThan(Long.MAX_VALUE).commit();
            refused("rolled-back", () -> append(held, stamp(1, 3)));
        }
    }

    @Test
    void aTableThatWasMadeAgainIsNotWrittenTo() {
        String uuid = lake.table(LakeTable.EVENTS).uuid().toString();
        try (Lake job = open(PERSON.as(new Writer(1, null, Map.of("events", uuid))))) {
            append(job.table(LakeTable.EVENTS), stamp(1, 1));
            below.dropTable(id(LakeTable.EVENTS), false);
            lake.catalog().createTable(id(LakeTable.EVENTS), LakeTable.EVENTS.schema());
            refused("table-made-again", () -> job.table(LakeTable.EVENTS));
        }
    }

    @Test
    void aLakeOfAnotherEnvironmentIsReadAndNothingElse() {
        try (Lake stranger = open(Caller.of("development"))) {
            Table table = stranger.table(LakeTable.EVENTS);
            assertThat(table.currentSnapshot()).isNull();
            assertThat(stranger.environment()).hasValue("test");
            refused("other-environment", () -> set(table, "comment", "x"));
            refused("other-environment", () -> stranger.catalog().createTable(NOTES, COLUMNS));
            refused("other-environment", () -> stranger.catalog().dropTable(id(LakeTable.EVENTS)));
        }
    }

    @Test
    void whatAPermissionOverridesIsWrittenDown() {
        BreakGlass permission =
                new BreakGlass("ann", "the \"old\" lake goes", Instant.now().plusSeconds(60));
        try (Lake permitted = open(PERSON.with(permission))) {
            permitted.catalog().dropTable(id(LakeTable.MERGE_IDS), true);
            assertThat(lake.exists(LakeTable.MERGE_IDS)).isFalse();
            List<TableIdentifier> trash = lake.catalog().listTables(Namespace.of("tidemark_trash"));
            assertThat(trash).hasSize(1);
            Table dropped = lake.catalog().loadTable(trash.get(0));
            assertThat(dropped.properties())
                    .containsEntry(LakeProperties.TRASH_OF, "tidemark.merge_ids")
                    .containsKeys(LakeProperties.DROPPED_AT, LakeProperties.EXPIRES_AT);
            List<String> records = lake.files().list("break-glass");
            assertThat(records).singleElement().asString().endsWith("-DropTable.json");
            assertThat(lake.files().read("break-glass/" + records.get(0))).hasValueSatisfying(text -> assertThat(text)
                    .contains("\"by\": \"ann\"", "the \\\"old\\\" lake goes", "\"refusal\": \"protected\""));
        }
    }

    @Test
    void aPersonsOwnTableIsTheirsAndGoesToTheTrash() {
        Table notes = lake.catalog().createTable(NOTES, COLUMNS);
        DataFile file = DataFiles.builder(notes.spec())
                .withPath(notes.location() + "/data/a.parquet")
                .withFileSizeInBytes(10)
                .withRecordCount(1)
                .build();
        notes.newAppend().appendFile(file).commit();
        notes.updateSchema()
                .deleteColumn("text")
                .addColumn("n", Types.LongType.get())
                .commit();
        assertThat(lake.catalog().dropTable(NOTES, true)).isTrue();
        assertThat(lake.catalog().tableExists(NOTES)).isFalse();
        assertThat(lake.catalog().dropTable(NOTES, true)).isFalse();
        assertThat(lake.catalog().listTables(Namespace.of("tidemark_trash"))).hasSize(1);
    }

    @Test
    void aCatalogThatCannotRenameSaysSoInsteadOfDeleting() {
        CatalogSettings hadoop = new CatalogSettings(
                CatalogType.HADOOP,
                "tidemark",
                "tidemark",
                CatalogAccess.none(),
                Warehouse.local(directory.resolve("other")),
                Map.of());
        try (Lake directories = Lake.open(hadoop, PERSON)) {
            directories.catalog().createTable(NOTES, COLUMNS);
            refused("cannot-rename", () -> directories.catalog().dropTable(NOTES, true));
            assertThat(directories.catalog().tableExists(NOTES)).isTrue();
        }
    }
}
