package io.tidemark.lake.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.LaterRows;
import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.audit.SimpleRules;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.mark.WrittenLake;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.SameColumns;
import io.tidemark.lake.upgrade.Upgrade;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The columns of tables that are put back to a time before they got columns more. */
class RestoredColumnsTest {
    private static final List<String> LATER = List.of("config_version", "released_from");

    @TempDir
    private Path directory;

    private WrittenLake written;
    private Lake lake;
    private TableHeads heads;
    private Target then;
    private Map<LakeTable, RowsDigest> rowsThen;

    /** A lake of the first release with some rows, and the target that it is. */
    @BeforeEach
    void open() {
        written = WrittenLake.ofEarlierRelease(directory);
        written.story().event(0, "d0", "ann");
        written.story().throttled(1);
        written.story().rejected(1, "invalid_json");
        written.commit();
        lake = written.tables().lake(Purpose.RESTORE);
        heads = new TableHeads(lake);
        then = SomeRestore.heads(lake, "then");
        rowsThen = rows();
    }

    @AfterEach
    void close() {
        written.close();
    }

    private void upgrade() {
        Upgrade upgrade = new Upgrade(written.tables().lake(Purpose.UPGRADE));
        upgrade.execute(upgrade.plan().hash(), table -> {});
    }

    /** Two rows more, one with values in the columns that came later. */
    private void goOn() {
        written.story().event(0, "d0", "bob");
        written.commit();
        Map<String, Object> row = written.story()
                .rows(LakeTable.EVENTS)
                .get(written.story().rows(LakeTable.EVENTS).size() - 1);
        written.tables()
                .checkpoint(
                        1,
                        written.checkpoint() + 1,
                        LakeTable.EVENTS,
                        List.of(LaterRows.with(table(LakeTable.EVENTS), row, 7, 40)));
    }

    private Table table(LakeTable name) {
        return lake.table(name);
    }

    private TableMetadata metadata(LakeTable name) {
        return ((HasTableOperations) table(name)).operations().current();
    }

    private Map<LakeTable, RowsDigest> rows() {
        Map<LakeTable, RowsDigest> rows = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline()
                .forEach(name -> rows.put(
                        name,
                        RowsDigest.of(table(name), table(name).currentSnapshot().snapshotId())));
        return rows;
    }

    private void putBack(Target target) {
        heads.raiseEpoch(2);
        LakeTable.pipeline().forEach(name -> heads.putBack(name, target.place(name)));
    }

    private RestoredSchema restored(LakeTable name) {
        return RestoredSchema.of(name, metadata(name), then.place(name).schemaId());
    }

    @Test
    void tablesThatOnlyGotLaterColumnsKeepThemAndTheirRowsHaveNullsInThem() {
        upgrade();
        goOn();
        Schema upgraded = table(LakeTable.EVENTS).schema();
        assertThat(restored(LakeTable.EVENTS).isPresent()).isTrue();
        assertThat(restored(LakeTable.EVENTS).later()).isEqualTo(LATER);
        assertThat(restored(LakeTable.IDENTITIES).later()).isEmpty();
        assertThat(restored(LakeTable.EVENTS).id()).isEqualTo(upgraded.schemaId());
        putBack(then);

        assertThat(table(LakeTable.EVENTS).schema().schemaId()).isEqualTo(upgraded.schemaId());
        assertThat(lake.outdated()).isEmpty();
        assertThat(rows()).isEqualTo(rowsThen);
        Table events = table(LakeTable.EVENTS);
        List<Object> values = new ArrayList<>();
        TableRows.read(
                events,
                events.currentSnapshot().snapshotId(),
                events.schema().select(Columns.CONFIG_VERSION, "released_from"),
                row -> {
                    values.add(row.getField(Columns.CONFIG_VERSION));
                    values.add(row.getField(Columns.RELEASED_FROM));
                });
        assertThat(values).hasSize(2).containsOnlyNulls();
    }

    @Test
    void whatIsDoneAlreadyChangesNothing() {
        upgrade();
        goOn();
        for (int done = 0; done <= LakeTable.pipeline().size(); done++) {
            heads.raiseEpoch(2);
            LakeTable.pipeline().stream().limit(done).forEach(name -> heads.putBack(name, then.place(name)));
            List<String> before = files(done);
            putBack(then);
            assertThat(files(done)).as("cut off after %d tables", done).isEqualTo(before);
            assertThat(rows()).isEqualTo(rowsThen);
            assertThat(lake.outdated()).isEmpty();
        }
    }

    private List<String> files(int tables) {
        return LakeTable.pipeline().stream()
                .limit(tables)
                .map(name -> metadata(name).metadataFileLocation())
                .toList();
    }

    private interface Break {
        void apply(UpdateSchema update);
    }

    static Stream<Break> breaks() {
        return Stream.of(
                update -> update.deleteColumn("user_id"),
                update -> update.deleteColumn("config_version"),
                update -> update.deleteColumn("released_from"),
                update -> update.deleteColumn("config_version").deleteColumn("released_from"),
                update -> update.renameColumn("user_id", "uid"),
                update -> update.renameColumn("config_version", "version"),
                update -> update.moveFirst("released_from"),
                update -> update.moveAfter("uuid", "user_id"),
                update -> update.makeColumnOptional("uuid"),
                update -> update.addColumn("colour", Types.StringType.get()),
                update -> update.addColumn("released_from", "colour", Types.StringType.get()));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void aBrokenSchemaGoesBackAndTheLaterColumnsStay(Break broken) {
        upgrade();
        goOn();
        Schema upgraded = table(LakeTable.EVENTS).schema();
        Target later = SomeRestore.heads(lake, "later");
        Map<LakeTable, RowsDigest> rowsLater = rows();
        UpdateSchema update = written.tables().unguarded(LakeTable.EVENTS).updateSchema();
        broken.apply(update.allowIncompatibleChanges());
        update.commit();
        int damaged = table(LakeTable.EVENTS).schema().schemaId();
        assertThat(damaged).isNotEqualTo(upgraded.schemaId());

        for (Target target : List.of(then, later, then)) {
            RestoredSchema restored = RestoredSchema.of(
                    LakeTable.EVENTS,
                    metadata(LakeTable.EVENTS),
                    target.place(LakeTable.EVENTS).schemaId());
            int expected = restored.id();
            putBack(target);
            Schema now = table(LakeTable.EVENTS).schema();
            assertThat(SameColumns.ofTable(now, upgraded)).isTrue();
            assertThat(now.schemaId()).isEqualTo(expected).isEqualTo(upgraded.schemaId());
            assertThat(rows()).isEqualTo(target.equals(then) ? rowsThen : rowsLater);
        }
    }

    @Test
    void ofALakeOfTheFirstReleaseABrokenSchemaGoesBackToTheOneOfThen() {
        written.tables()
                .unguarded(LakeTable.EVENTS)
                .updateSchema()
                .renameColumn("user_id", "uid")
                .commit();
        assertThat(restored(LakeTable.EVENTS).isPresent()).isFalse();
        assertThat(restored(LakeTable.EVENTS).later()).isEmpty();
        putBack(then);
        assertThat(table(LakeTable.EVENTS).schema().schemaId())
                .isEqualTo(then.place(LakeTable.EVENTS).schemaId());
        assertThat(lake.outdated()).containsOnlyKeys(LakeTable.outcomes());
    }

    @Test
    void aLakeThatWasNeverCarriedOverIsNotByARestore() {
        goOnWithoutLaterColumns();
        putBack(then);
        assertThat(table(LakeTable.EVENTS).schema().schemaId()).isZero();
        assertThat(lake.outdated()).containsOnlyKeys(LakeTable.outcomes());
    }

    private void goOnWithoutLaterColumns() {
        written.story().event(0, "d0", "bob");
        written.commit();
    }

    @Test
    void whatAColumnSaysOfItselfIsLeft() {
        upgrade();
        written.tables()
                .unguarded(LakeTable.EVENTS)
                .updateSchema()
                .updateColumnDoc("user_id", "Who it was")
                .commit();
        putBack(then);
        NestedField user = table(LakeTable.EVENTS).schema().findField("user_id");
        assertThat(user.doc()).isEqualTo("Who it was");
    }

    @Test
    void aRestoreThatIsUndoneHasTheColumnsAllAlong() {
        upgrade();
        goOn();
        Map<LakeTable, RowsDigest> rowsLater = rows();
        RestorePlan plan = SomeRestore.plan(then, 1);
        heads.tag(plan.beforeTag());
        putBack(then);
        Target before = before(plan);
        heads.raiseEpoch(3);
        LakeTable.pipeline().forEach(name -> heads.putBack(name, before.place(name)));
        assertThat(lake.outdated()).isEmpty();
        // The checkpoint that all tables have is the one before the last of the events.
        assertThat(rows().get(LakeTable.EVENTS).rows())
                .isEqualTo(rowsLater.get(LakeTable.EVENTS).rows() - 1);
    }

    @Test
    void aRestoreFromBeforeTheColumnsIsUndoneWithThem() {
        goOnWithoutLaterColumns();
        Map<LakeTable, RowsDigest> rowsLater = rows();
        RestorePlan plan = SomeRestore.plan(then, 1);
        heads.tag(plan.beforeTag());
        putBack(then);
        upgrade();
        Target before = before(plan);
        heads.raiseEpoch(3);
        LakeTable.pipeline().forEach(name -> heads.putBack(name, before.place(name)));
        assertThat(lake.outdated()).isEmpty();
        assertThat(rows()).isEqualTo(rowsLater);
    }

    private Target before(RestorePlan plan) {
        return new BeforeRestore(lake, new SimpleRules())
                .target(plan, written.story().log());
    }

    @Test
    void aSchemaThatTheTableNoLongerKnowsIsAFailureThatSaysWhatToDo() {
        Target.Place place = then.place(LakeTable.EVENTS);
        assertThatThrownBy(
                        () -> heads.putBack(LakeTable.EVENTS, new Target.Place(place.uuid(), place.snapshotId(), 77)))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("no longer has the schema 77")
                .hasMessageContaining("tidemark marks");
    }
}
