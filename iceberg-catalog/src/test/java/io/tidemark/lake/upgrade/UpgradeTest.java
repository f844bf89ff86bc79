package io.tidemark.lake.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.BusyLake;
import io.tidemark.lake.audit.LaterRows;
import io.tidemark.lake.audit.RowsDifference;
import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.WrittenLake;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.Restores;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.LaterColumns;
import io.tidemark.lake.table.TableOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Types;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake of the first release is carried over, in one go or in several. */
class UpgradeTest {
    private static final List<String> LATER = List.of("config_version", "released_from");

    @TempDir
    private Path directory;

    private WrittenLake written;
    private Lake lake;
    private Upgrade upgrade;

    @BeforeEach
    void open() {
        written = WrittenLake.ofEarlierRelease(directory);
        written.story().duplicate(0, written.story().event(0, "d0", "ann"));
        written.story().throttled(1);
        written.story().rejected(1, "invalid_json");
        written.commit();
        lake = written.tables().lake(Purpose.UPGRADE);
        upgrade = new Upgrade(lake);
    }

    @AfterEach
    void close() {
        written.close();
    }

    private UpgradePlan carryOver() {
        return upgrade.execute(upgrade.plan().hash(), table -> {});
    }

    private Map<LakeTable, RowsDigest> rows() {
        Map<LakeTable, RowsDigest> rows = new EnumMap<>(LakeTable.class);
        for (LakeTable name : LakeTable.pipeline()) {
            Table table = lake.table(name);
            rows.put(name, RowsDigest.of(table, table.currentSnapshot().snapshotId()));
        }
        return rows;
    }

    private static void refused(String name, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.name()).isEqualTo(name);
            assertThat(refusal.remedy()).isNotBlank();
        });
    }

    @Test
    void thePlanNamesEachTableWithItsColumnsAndChangesNothing() {
        UpgradePlan plan = upgrade.plan();
        assertThat(plan.columns()).containsOnlyKeys(LakeTable.outcomes());
        assertThat(plan.columns().values()).containsOnly(LATER);
        assertThat(plan.environment()).isEqualTo("test");
        assertThat(upgrade.plan()).isEqualTo(plan);
        assertThat(lake.outdated()).isEqualTo(plan.columns());
    }

    @Test
    void afterwardsEveryTableIsAsANewOneWithTheSameRowsAndSnapshots() {
        Map<LakeTable, RowsDigest> before = rows();
        List<LakeTable> done = new ArrayList<>();
        UpgradePlan plan = upgrade.plan();
        assertThat(upgrade.execute(plan.hash(), done::add)).isEqualTo(plan);

        assertThat(done).isEqualTo(LakeTable.outcomes());
        for (LakeTable table : LakeTable.pipeline()) {
            assertThat(lake.table(table).schema().sameSchema(table.schema()))
                    .as("%s, field ids and docs included", table)
                    .isTrue();
            assertThat(lake.table(table).snapshots()).hasSize(1);
        }
        assertThat(rows()).isEqualTo(before);
        assertThat(written.tables().audit(written.story().log()).holds()).isTrue();
    }

    @Test
    void againThereIsNothingToDo() {
        carryOver();
        UpgradePlan again = upgrade.plan();
        assertThat(again.isEmpty()).isTrue();
        upgrade.execute(again.hash(), table -> {
            throw new AssertionError("changed " + table);
        });
        assertThat(lake.table(LakeTable.EVENTS).schema().schemaId()).isEqualTo(1);
    }

    private static final class CutOff extends RuntimeException {}

    @Test
    void cutOffAfterAnyTableTheLakeIsWrittenAndReadAndTheNextUpgradeDoesTheRest() {
        int tables = LakeTable.outcomes().size();
        for (int after = 1; after < tables; after++) {
            Path place = directory.resolve("cut-" + after);
            try (WrittenLake cut = WrittenLake.ofEarlierRelease(place)) {
                cut.story().event(0, "d0", "ann");
                cut.commit();
                Upgrade begun = new Upgrade(cut.tables().lake(Purpose.UPGRADE));
                List<LakeTable> done = new ArrayList<>();
                int most = after;
                String hash = begun.plan().hash();
                Consumer<LakeTable> stop = table -> {
                    done.add(table);
                    if (done.size() == most) {
                        throw new CutOff();
                    }
                };
                assertThatThrownBy(() -> begun.execute(hash, stop)).isInstanceOf(CutOff.class);
                cut.lake().createMissing(TableOptions.defaults());
                cut.story().throttled(0);
                cut.commit();
                assertThat(cut.tables().audit(cut.story().log()).holds()).isTrue();

                refused("another-plan", () -> begun.execute(hash, table -> {}));
                UpgradePlan rest = begun.plan();
                assertThat(rest.columns()).hasSize(tables - after).doesNotContainKeys(done.toArray(LakeTable[]::new));
                begun.execute(rest.hash(), table -> {});
                assertThat(cut.lake().outdated()).isEmpty();
            }
        }
    }

    @Test
    void whatOthersCommitMeanwhileStaysAndTheColumnsAreTriedAgain() {
        try (BusyLake busy = BusyLake.open(written.tables(), Purpose.UPGRADE, LakeTable.THROTTLED)) {
            Upgrade racing = new Upgrade(busy.lake());
            String hash = racing.plan().hash();
            racing.execute(hash, table -> {
                if (table == LakeTable.DUPLICATES) {
                    busy.competes(3);
                }
            });
            assertThat(lake.outdated()).isEmpty();
            assertThat(lake.table(LakeTable.THROTTLED).properties()).containsEntry("somebody", "0");
        }
    }

    /** Each time it gets one change further: it claims six tables, and then adds the columns of one. */
    @Test
    void cutOffAtAnyChangeTheNextUpgradeGoesOn() {
        Map<LakeTable, RowsDigest> before = rows();
        List<Integer> missing = new ArrayList<>();
        while (!lake.outdated().isEmpty()) {
            try (BusyLake busy = BusyLake.open(written.tables(), Purpose.UPGRADE, LakeTable.EVENTS)) {
                Upgrade dying = new Upgrade(busy.lake());
                String hash = dying.plan().hash();
                busy.diesAfter(1);
                dying.execute(hash, table -> {});
            } catch (LakeFailure died) {
                assertThat(died).hasRootCauseInstanceOf(BusyLake.Death.class);
            }
            lake.createMissing(TableOptions.defaults());
            missing.add(lake.outdated().size());
        }
        assertThat(missing)
                .containsExactly(4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 0);
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void twoAtOnceAddThemOnce() {
        upgrade.execute(upgrade.plan().hash(), table -> {
            if (table == LakeTable.EVENTS) {
                assertThat(carryOver().columns()).hasSize(3);
            }
        });
        assertThat(LakeTable.outcomes())
                .allMatch(table -> lake.table(table).schema().schemaId() == 1);
    }

    @Test
    void anotherLakeOrEnvironmentHasAnotherPlan() {
        UpgradePlan plan = upgrade.plan();
        assertThat(List.of(
                        new UpgradePlan("elsewhere", plan.environment(), plan.columns()),
                        new UpgradePlan(plan.place(), "other", plan.columns()),
                        new UpgradePlan(plan.place(), plan.environment(), Map.of(LakeTable.EVENTS, LATER)),
                        new UpgradePlan(
                                plan.place(), plan.environment(), Map.of(LakeTable.EVENTS, List.of("config_version")))))
                .extracting(UpgradePlan::hash)
                .doesNotHaveDuplicates()
                .doesNotContain(plan.hash());
    }

    @Test
    void aPlanOfNowIsWantedBeforeAnythingChanges() {
        refused("another-plan", () -> upgrade.execute("0123456789ab", table -> {}));
        assertThat(lake.outdated()).isNotEmpty();
        assertThat(lake.table(LakeTable.EVENTS).properties()).doesNotContainKey(LakeProperties.CLAIM);
    }

    @Test
    void anUnfinishedRestoreIsFinishedFirst() {
        Map<LakeTable, Target.Place> places = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().forEach(table -> places.put(table, new Target.Place("u", 1, 0)));
        Target target = new Target("noon", 1, 1, places, List.of(new NextOffset(1, 0, 4)), null);
        new Restores(lake).save(RestoreJournal.begin(new RestorePlan("test", 1, target, List.of(), List.of())));
        refused("unfinished-restore", upgrade::plan);
    }

    @Test
    void aTableThatIsMissingIsBroughtBackFirst() {
        written.tables().lose(LakeTable.THROTTLED);
        refused("missing-table", upgrade::plan);
    }

    @Test
    void aTableThatNoReleaseMadeIsAFailureThatNamesItsColumns() {
        written.tables()
                .unguarded(LakeTable.THROTTLED)
                .updateSchema()
                .addColumn("colour", Types.StringType.get())
                .commit();
        assertThatThrownBy(upgrade::plan)
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("tidemark.throttled")
                .hasMessageContaining("column 'colour' is unknown");
    }

    @Test
    void aJobOfAnEarlierStartThatComesBackCannotCommit() {
        Caller caller = Caller.of("test");
        try (Lake job = Lake.open(lake.settings(), caller.as(new Writer(1, "an-earlier-start", Map.of())));
                Lake highlyAvailable = Lake.open(lake.settings(), caller.as(new Writer(1, null, Map.of())))) {
            Table loaded = job.table(LakeTable.MERGE_IDS);
            carryOver();
            refused("another-start", () -> loaded.newAppend().commit());
            refused("another-start", () -> job.table(LakeTable.EVENTS));
            highlyAvailable.table(LakeTable.EVENTS).newAppend().commit();
        }
    }

    @Test
    void nobodyElseAddsTheColumnsAndNobodyAddsOthers() {
        for (Purpose purpose : Purpose.values()) {
            Lake other = written.tables().lake(purpose == Purpose.WRITE ? Purpose.USE : purpose);
            ThrowingCallable add = () -> {
                UpdateSchema update = other.table(LakeTable.EVENTS).updateSchema();
                LaterColumns.of(LakeTable.EVENTS).forEach(column -> update.addColumn(column.name(), column.type()));
                update.commit();
            };
            if (purpose != Purpose.UPGRADE && purpose != Purpose.RESTORE) {
                refused("columns-added-by-another", add);
            }
        }
        refused("incompatible-schema", () -> lake.table(LakeTable.EVENTS)
                .updateSchema()
                .addColumn("colour", Types.StringType.get())
                .commit());
        refused("incompatible-schema", () -> lake.table(LakeTable.EVENTS)
                .updateSchema()
                .addColumn("config_version", Types.LongType.get())
                .commit());
        refused("incompatible-schema", () -> {
            UpdateSchema update = lake.table(LakeTable.EVENTS).updateSchema();
            LaterColumns.of(LakeTable.EVENTS).forEach(column -> update.addColumn(column.name(), column.type()));
            update.moveAfter("released_from", "uuid").commit();
        });
        refused("incompatible-schema", () -> lake.table(LakeTable.EVENTS)
                .updateSchema()
                .deleteColumn("user_id")
                .commit());
    }

    @Test
    void marksFromBeforeAreReadWithTheColumnsOfNow() {
        Mark mark = written.mark("before");
        RowsDigest digest = rows().get(LakeTable.EVENTS);
        carryOver();
        Table events = lake.table(LakeTable.EVENTS);
        written.tables()
                .checkpoint(
                        1,
                        written.checkpoint() + 1,
                        LakeTable.EVENTS,
                        List.of(LaterRows.with(
                                events, written.story().rows(LakeTable.EVENTS).get(0), 3, 9)));
        events.refresh();
        assertThat(RowsDigest.of(events, mark.snapshot(LakeTable.EVENTS))).isEqualTo(digest);
        List<Object> versions = new ArrayList<>();
        TableRows.read(
                events,
                events.currentSnapshot().snapshotId(),
                events.schema().select(Columns.CONFIG_VERSION),
                row -> versions.add(row.getField(Columns.CONFIG_VERSION)));
        assertThat(versions).containsExactlyInAnyOrder(null, 3L);
    }

    @Test
    void aLakeThatWasCarriedOverHasTheRowsOfOneThatWasNot() {
        try (WrittenLake other = WrittenLake.ofEarlierRelease(directory.resolve("other"))) {
            other.story().duplicate(0, other.story().event(0, "d0", "ann"));
            other.story().throttled(1);
            other.story().rejected(1, "invalid_json");
            other.commit();
            carryOver();
            for (LakeTable name : LakeTable.outcomes()) {
                assertThat(RowsDifference.between(
                                        side(lake.table(name)),
                                        side(other.lake().table(name)),
                                        2,
                                        Columns.KAFKA_OFFSET,
                                        RowsDifference.DEFAULT_ROWS_PER_PASS)
                                .isEmpty())
                        .as("%s", name)
                        .isTrue();
            }
        }
    }

    private static RowsDifference.Side side(Table table) {
        return new RowsDifference.Side(table, table.currentSnapshot().snapshotId());
    }

    @Test
    void aColumnThatWasThereBeforeIsTheSameAgain() {
        carryOver();
        int first = lake.table(LakeTable.EVENTS)
                .schema()
                .findField("config_version")
                .fieldId();
        written.tables()
                .unguarded(LakeTable.EVENTS)
                .updateSchema()
                .deleteColumn("config_version")
                .deleteColumn("released_from")
                .commit();
        assertThat(upgrade.plan().columns()).containsOnlyKeys(LakeTable.EVENTS);
        carryOver();
        assertThat(lake.table(LakeTable.EVENTS)
                        .schema()
                        .findField("config_version")
                        .fieldId())
                .isEqualTo(first);
    }

    @Test
    void aLakeOfThisReleaseHasNothingToCarryOver() {
        try (WrittenLake now = new WrittenLake(directory.resolve("now"))) {
            assertThat(new Upgrade(now.tables().lake(Purpose.UPGRADE)).plan().isEmpty())
                    .isTrue();
        }
    }
}
