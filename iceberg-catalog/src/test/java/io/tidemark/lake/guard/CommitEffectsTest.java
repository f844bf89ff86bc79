package io.tidemark.lake.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.guard.Effect.Kind;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.LaterColumns;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each effect is read from the metadata that Iceberg's own operations leave behind. */
class CommitEffectsTest {
    private static final String NAME = "shop.events";
    private static final Schema COLUMNS = new Schema(
            NestedField.required(1, "id", Types.LongType.get()),
            NestedField.optional(2, "name", Types.StringType.get()),
            NestedField.optional(3, "count", Types.IntegerType.get()));
    private static final Map<String, String> PROPERTIES = Map.of(
            LakeProperties.PROTECTED,
            "true",
            LakeProperties.ENVIRONMENT,
            "test",
            LakeProperties.EPOCH,
            "2",
            "gc.enabled",
            "false");

    private final InMemoryCatalog catalog = new InMemoryCatalog();
    private Table table;
    private int files;

    @BeforeEach
    void makeATable() {
        catalog.initialize("memory", Map.of());
        catalog.createNamespace(Namespace.of("shop"));
        table = catalog.buildTable(TableIdentifier.of("shop", "events"), COLUMNS)
                .withProperties(PROPERTIES)
                .create();
    }

    @AfterEach
    void close() throws Exception {
        catalog.close();
    }

    private TableOperations operations() {
        return ((HasTableOperations) table).operations();
    }

    private List<Effect> effects(Runnable change) {
        TableMetadata before = operations().refresh();
        change.run();
        return CommitEffects.of(NAME, before, operations().refresh());
    }

    private List<Kind> kinds(Runnable change) {
        return effects(change).stream().map(Effect::kind).toList();
    }

    private List<Kind> rebuilt(Consumer<TableMetadata.Builder> change) {
        TableMetadata base = operations().refresh();
        TableMetadata.Builder next = TableMetadata.buildFrom(base);
        change.accept(next);
        return CommitEffects.of(NAME, base, next.build()).stream()
                .map(Effect::kind)
                .toList();
    }

    private DataFile file() {
        return DataFiles.builder(table.spec())
                .withPath(table.location() + "/data/" + files++ + ".parquet")
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(10)
                .withRecordCount(1)
                .build();
    }

    private long append(int epoch) {
        table.newAppend()
                .appendFile(file())
                .set(LakeProperties.EPOCH, Integer.toString(epoch))
                .commit();
        return table.currentSnapshot().snapshotId();
    }

    private void rollBackTo(long snapshot) {
        table.manageSnapshots().setCurrentSnapshot(snapshot).commit();
    }

    private void property(String key, String value) {
        table.updateProperties().set(key, value).commit();
    }

    @Test
    void rowsOnTheMainBranchAreRowsWhateverTheOperation() {
        assertThat(kinds(() -> append(2))).containsExactly(Kind.ROWS);
        assertThat(kinds(() -> table.newAppend().commit())).containsExactly(Kind.ROWS);
        DataFile replaced = file();
        table.newAppend().appendFile(replaced).commit();
        assertThat(kinds(() -> table.newOverwrite()
                        .deleteFile(replaced)
                        .addFile(file())
                        .commit()))
                .containsExactly(Kind.ROWS);
        assertThat(effects(() -> table.newDelete()
                        .deleteFromRowFilter(org.apache.iceberg.expressions.Expressions.alwaysTrue())
                        .commit()))
                .singleElement()
                .satisfies(effect -> {
                    assertThat(effect.kind()).isEqualTo(Kind.ROWS);
                    assertThat(effect.detail()).contains("the operation delete");
                });
    }

    @Test
    void severalCommitsAtOnceAreAnEffectEach() {
        assertThat(kinds(() -> {
                    append(2);
                    append(2);
                }))
                .containsExactly(Kind.ROWS, Kind.ROWS);
    }

    @Test
    void otherFilesInThePlaceOfFilesAreCompactionAndNoRows() {
        DataFile small = file();
        table.newAppend().appendFile(small).commit();
        assertThat(kinds(() ->
                        table.newRewrite().deleteFile(small).addFile(file()).commit()))
                .containsExactly(Kind.COMPACTED);
    }

    @Test
    void rowsBesideTheMainBranchAreToldFromRowsInIt() {
        long head = append(2);
        table.manageSnapshots().createBranch("rebuilt", head).commit();
        assertThat(kinds(() ->
                        table.newAppend().appendFile(file()).toBranch("rebuilt").commit()))
                .containsExactly(Kind.ROWS_ON_BRANCH);
        assertThat(kinds(() -> table.newAppend().appendFile(file()).stageOnly().commit()))
                .containsExactly(Kind.ROWS_ON_BRANCH);
        assertThat(kinds(() ->
                        table.newAppend().appendFile(file()).toBranch("new").commit()))
                .as("a branch that begins with its own rows")
                .containsExactly(Kind.ROWS_ON_BRANCH);
    }

    @Test
    void publishingABranchMovesTheHeadForwardAndWritesNoRows() {
        long head = append(2);
        table.manageSnapshots().createBranch("rebuilt", head).commit();
        table.newAppend().appendFile(file()).toBranch("rebuilt").commit();
        assertThat(kinds(() -> table.manageSnapshots()
                        .fastForwardBranch(SnapshotRef.MAIN_BRANCH, "rebuilt")
                        .commit()))
                .containsExactly(Kind.HEAD_FORWARD);
    }

    @Test
    void theFirstHeadOfATableThatWasEmptyIsAMoveForward() {
        table.newAppend().appendFile(file()).stageOnly().commit();
        long staged = table.snapshots().iterator().next().snapshotId();
        assertThat(kinds(() -> rollBackTo(staged))).containsExactly(Kind.HEAD_FORWARD);
    }

    @Test
    void aHeadThatStaysIsNoEffect() {
        append(2);
        assertThat(kinds(() -> property("owner", "ann"))).isEmpty();
    }

    @Test
    void theHeadGoesBackFencedOnlyWhereEveryCommitOfTheLineIsOfAnOlderEpoch() {
        long first = append(1);
        append(1);
        assertThat(kinds(() -> rollBackTo(first))).containsExactly(Kind.HEAD_BACK);

        append(2);
        assertThat(kinds(() -> rollBackTo(first)))
                .as("what is left behind is of the epoch that still writes")
                .containsExactly(Kind.HEAD_BACK_UNFENCED);

        long own = append(2);
        append(1);
        assertThat(kinds(() -> rollBackTo(own)))
                .as("one commit of this epoch in the line is enough")
                .containsExactly(Kind.HEAD_BACK_UNFENCED);
    }

    @Test
    void aCommitWithoutAnEpochIsOlderThanAnyEpoch() {
        table.newAppend().appendFile(file()).commit();
        long first = table.currentSnapshot().snapshotId();
        table.newAppend().appendFile(file()).commit();
        assertThat(kinds(() -> rollBackTo(first))).containsExactly(Kind.HEAD_BACK);
    }

    @Test
    void aTableThatLosesItsHeadGoesBack() {
        append(1);
        assertThat(rebuilt(next -> next.removeRef(SnapshotRef.MAIN_BRANCH))).contains(Kind.HEAD_BACK);
    }

    @Test
    void snapshotsThatGoAreCountedAndTheYoungestIsNamed() {
        long first = append(2);
        long second = append(2);
        append(2);
        Instant youngest = Instant.ofEpochMilli(table.snapshot(second).timestampMillis());
        TableMetadata base = operations().refresh();
        TableMetadata next = TableMetadata.buildFrom(base)
                .removeSnapshots(List.of(first, second))
                .build();
        assertThat(CommitEffects.of(NAME, base, next))
                .containsExactly(new Effect(Kind.SNAPSHOTS_REMOVED, "let 2 snapshots go", youngest));
    }

    /** Iceberg keeps snapshots in no promised order, so the youngest is found wherever it is. */
    @Test
    void theYoungestOfTheSnapshotsThatGoIsFoundInAnyOrder() {
        long base = append(1);
        for (int i = 0; i < 3; i++) {
            append(1);
        }
        List<Long> rest = StreamSupport.stream(table.snapshots().spliterator(), false)
                .map(snapshot -> snapshot.snapshotId())
                .filter(id -> id != base)
                .toList();
        long youngest = table.currentSnapshot().timestampMillis();
        rollBackTo(base);
        Effect removed = CommitEffects.of(
                        NAME,
                        operations().refresh(),
                        TableMetadata.buildFrom(operations().current())
                                .removeSnapshots(rest)
                                .build())
                .get(0);
        assertThat(removed.youngest()).isEqualTo(Instant.ofEpochMilli(youngest));
    }

    @Test
    void tagsAreSetRemovedAndChanged() {
        long first = append(2);
        long second = append(2);
        assertThat(kinds(
                        () -> table.manageSnapshots().createTag("monday", first).commit()))
                .containsExactly(Kind.TAG_SET);
        assertThat(kinds(() ->
                        table.manageSnapshots().replaceTag("monday", second).commit()))
                .containsExactly(Kind.TAG_REMOVED);
        assertThat(kinds(() ->
                        table.manageSnapshots().setMaxRefAgeMs("monday", 60_000).commit()))
                .as("a tag that runs out keeps nothing")
                .containsExactly(Kind.TAG_REMOVED);
        assertThat(kinds(() -> table.manageSnapshots().removeTag("monday").commit()))
                .containsExactly(Kind.TAG_REMOVED);
    }

    @Test
    void branchesAreMadeMovedAndRemoved() {
        long first = append(2);
        long second = append(2);
        assertThat(kinds(() ->
                        table.manageSnapshots().createBranch("side", first).commit()))
                .containsExactly(Kind.BRANCH_MOVED);
        assertThat(kinds(() ->
                        table.manageSnapshots().replaceBranch("side", second).commit()))
                .containsExactly(Kind.BRANCH_MOVED);
        assertThat(kinds(() ->
                        table.manageSnapshots().setMinSnapshotsToKeep("side", 3).commit()))
                .as("a branch that stays where it is")
                .isEmpty();
        assertThat(kinds(() -> table.manageSnapshots().removeBranch("side").commit()))
                .containsExactly(Kind.BRANCH_MOVED);
    }

    @Test
    void aColumnMoreThatNoReleaseHasBreaksTheSchema() {
        assertThat(effects(() -> table.updateSchema()
                        .addColumn("colour", Types.StringType.get())
                        .commit()))
                .containsExactly(Effect.of(Kind.SCHEMA_BROKEN, "add columns that no release has: colour"));
        assertThat(kinds(() -> table.updateSchema()
                        .allowIncompatibleChanges()
                        .addRequiredColumn("size", Types.LongType.get())
                        .commit()))
                .containsExactly(Kind.SCHEMA_BROKEN);
    }

    private void addLater(UnaryOperator<NestedField> change) {
        UpdateSchema update = table.updateSchema();
        for (NestedField column : LaterColumns.of(LakeTable.EVENTS)) {
            NestedField added = change.apply(column);
            update.addColumn(added.name(), added.type(), added.doc());
        }
        update.commit();
    }

    @Test
    void theColumnsThatCameLaterAreAnEffectOfTheirOwn() {
        assertThat(effects(() -> addLater(column -> column)))
                .containsExactly(Effect.of(Kind.COLUMNS_ADDED, "add its columns config_version, released_from"));
        assertThat(kinds(() -> addLater(column -> NestedField.optional(0, column.name() + "_2", column.type()))))
                .as("they are there, so what comes is none of them")
                .containsExactly(Kind.SCHEMA_BROKEN);
    }

    @Test
    void someOfThemOthersOrThoseOfAnotherTableAreNotThose() {
        Schema before = table.schema();
        List<Runnable> changes = List.of(
                () -> table.updateSchema()
                        .addColumn("config_version", Types.LongType.get())
                        .commit(),
                () -> addLater(column -> column.name().equals("config_version")
                        ? NestedField.optional(0, column.name(), Types.StringType.get())
                        : column),
                () -> {
                    addLater(column -> column);
                    table.updateSchema()
                            .moveAfter("config_version", "released_from")
                            .commit();
                },
                () -> {
                    addLater(column -> column);
                    table.updateSchema().moveFirst("released_from").commit();
                },
                () -> {
                    addLater(column -> column);
                    table.updateSchema()
                            .addColumn("colour", Types.StringType.get())
                            .commit();
                });
        for (int i = 0; i < changes.size(); i++) {
            assertThat(kinds(changes.get(i))).as("change %d", i).containsExactly(Kind.SCHEMA_BROKEN);
            restore(before);
        }
        TableMetadata base = operations().refresh();
        addLater(column -> column);
        for (String other : List.of("shop.identities", "shop.notes", "events_2")) {
            assertThat(CommitEffects.of(other, base, operations().refresh()))
                    .as(other)
                    .extracting(Effect::kind)
                    .containsExactly(Kind.SCHEMA_BROKEN);
        }
    }

    @Test
    void everyOtherChangeOfAColumnBreaksTheSchema() {
        Schema before = table.schema();
        List<Runnable> changes = List.of(
                () -> table.updateSchema().deleteColumn("count").commit(),
                () -> table.updateSchema().deleteColumn("name").commit(),
                () -> table.updateSchema().renameColumn("name", "title").commit(),
                () -> table.updateSchema().moveFirst("count").commit(),
                () -> table.updateSchema()
                        .updateColumn("count", Types.LongType.get())
                        .commit(),
                () -> table.updateSchema()
                        .allowIncompatibleChanges()
                        .requireColumn("name")
                        .commit(),
                () -> table.updateSchema()
                        .deleteColumn("count")
                        .addColumn("count", Types.IntegerType.get())
                        .commit(),
                () -> table.updateSchema()
                        .addColumn("colour", Types.StringType.get())
                        .moveFirst("colour")
                        .commit());
        for (int i = 0; i < changes.size(); i++) {
            assertThat(kinds(changes.get(i))).as("change %d", i).containsExactly(Kind.SCHEMA_BROKEN);
            restore(before);
        }
    }

    private void restore(Schema schema) {
        TableMetadata now = operations().refresh();
        operations()
                .commit(
                        now,
                        TableMetadata.buildFrom(now)
                                .setCurrentSchema(schema.schemaId())
                                .build());
        table = new BaseTable(operations(), "events");
    }

    @Test
    void aColumnThatMayHoldNullsFromNowOnIsNoBreak() {
        assertThat(kinds(() -> table.updateSchema().makeColumnOptional("id").commit()))
                .isEmpty();
    }

    @Test
    void thePartitioningAndTheFormatAreToldApart() {
        assertThat(kinds(() -> table.updateSpec().addField("name").commit())).containsExactly(Kind.SPEC_CHANGED);
        assertThat(kinds(() -> property("format-version", "3"))).containsExactly(Kind.FORMAT_CHANGED);
    }

    @Test
    void anotherPlaceOrAnotherTableInThePlaceIsAMove() {
        assertThat(kinds(() -> table.updateLocation().setLocation("/elsewhere").commit()))
                .containsExactly(Kind.MOVED);
        TableMetadata base = operations().refresh();
        TableMetadata other = TableMetadata.newTableMetadata(
                COLUMNS, PartitionSpec.unpartitioned(), base.location(), base.properties());
        assertThat(CommitEffects.of(NAME, base, other).stream().map(Effect::kind))
                .contains(Kind.MOVED);
    }

    @ParameterizedTest
    @CsvSource({
        "tidemark.protected, false, UNPROTECTED",
        "tidemark.protected, no, UNPROTECTED",
        "tidemark.protected, TRUE, ",
        "tidemark.environment, production, ENVIRONMENT_CHANGED",
        "tidemark.environment, test, ",
        "gc.enabled, true, FILES_FREED",
        "gc.enabled, FALSE, ",
        "tidemark.epoch, 1, EPOCH_LOWERED",
        "tidemark.epoch, 3, EPOCH_RAISED",
        "tidemark.epoch, 2, ",
        "tidemark.claim, start-7, ",
        "owner, ann, ",
    })
    void whatATableIsToldOfItselfIsReadFromItsProperties(String key, String value, Kind kind) {
        assertThat(kinds(() -> property(key, value))).isEqualTo(kind == null ? List.of() : List.of(kind));
    }

    @ParameterizedTest
    @CsvSource({
        "tidemark.protected, UNPROTECTED",
        "tidemark.environment, ENVIRONMENT_CHANGED",
        "gc.enabled, FILES_FREED",
        "tidemark.epoch, EPOCH_LOWERED",
    })
    void aPropertyThatIsRemovedIsAsOneThatIsChanged(String key, Kind kind) {
        assertThat(kinds(() -> table.updateProperties().remove(key).commit())).containsExactly(kind);
    }

    @Test
    void aTableThatSaysNothingOfItselfMayBeGivenEverything() {
        table.updateProperties().remove("gc.enabled").commit();
        table.updateProperties()
                .remove(LakeProperties.PROTECTED)
                .remove(LakeProperties.ENVIRONMENT)
                .remove(LakeProperties.EPOCH)
                .commit();
        assertThat(kinds(() -> {
                    property(LakeProperties.PROTECTED, "true");
                    property(LakeProperties.ENVIRONMENT, "production");
                    property("gc.enabled", "true");
                    property(LakeProperties.EPOCH, "1");
                }))
                .isEmpty();
    }

    @Test
    void everyEffectOfACommitIsFoundNotOnlyTheFirst() {
        long first = append(1);
        append(1);
        assertThat(kinds(() -> {
                    rollBackTo(first);
                    table.manageSnapshots().createTag("monday", first).commit();
                    table.updateSchema().deleteColumn("count").commit();
                    property(LakeProperties.PROTECTED, "false");
                    property(LakeProperties.EPOCH, "9");
                }))
                .containsExactlyInAnyOrder(
                        Kind.HEAD_BACK, Kind.TAG_SET, Kind.SCHEMA_BROKEN, Kind.UNPROTECTED, Kind.EPOCH_RAISED);
    }
}
