package io.tidemark.lake.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.SimpleRules;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.mark.WrittenLake;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was before a restore, as a moment to go back to; and when it is none. */
class BeforeRestoreTest {
    @TempDir
    private Path directory;

    private WrittenLake written;
    private Lake lake;
    private RestorePlan plan;

    /** Two checkpoints in every table, and the plan of a restore to the first. */
    @BeforeEach
    void open() {
        written = new WrittenLake(directory);
        written.story().event(0, "d0", null);
        written.story().event(0, "d0", "ann");
        written.story().rejected(1, "invalid_json");
        written.commit();
        lake = written.tables().lake(Purpose.RESTORE);
        plan = SomeRestore.plan(SomeRestore.heads(lake, "noon"), 1);
        written.story().event(0, "d0", "bob");
        written.story().throttled(1);
        written.commit();
    }

    @AfterEach
    void close() {
        written.close();
    }

    private Target before() {
        return new BeforeRestore(lake, new SimpleRules())
                .target(plan, written.story().log());
    }

    private void tag() {
        new TableHeads(lake).tag(plan.beforeTag());
    }

    private void refuses(String name, String... why) {
        assertThatThrownBy(this::before).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.name()).isEqualTo(name);
            assertThat(refusal.message()).contains(why);
            assertThat(refusal.remedy()).isNotBlank();
        });
    }

    @Test
    void itIsWhereTheTagsAreWithItsCheckpointAndItsOffsets() {
        Target heads = SomeRestore.heads(lake, plan.beforeTag());
        tag();
        Target before = before();
        assertThat(before.name()).isEqualTo(plan.beforeTag());
        assertThat(before.epoch()).isEqualTo(1);
        assertThat(before.checkpointId()).isEqualTo(2);
        assertThat(before.places()).isEqualTo(heads.places());
        assertThat(before.offsets()).containsExactly(new NextOffset(1, 0, 3), new NextOffset(1, 1, 2));
        assertThat(before.retainedCheckpoint()).isNull();
    }

    @Test
    void whatCameAfterTheTagsIsNoPartOfIt() {
        tag();
        Target first = before();
        written.story().event(0, "d0", "cat");
        written.commit();
        assertThat(before()).isEqualTo(first);
    }

    @Test
    void itIsFoundAlsoWhenTheTablesHaveGoneBack() {
        Target heads = SomeRestore.heads(lake, "now");
        tag();
        new TableHeads(lake).raiseEpoch(2);
        LakeTable.pipeline().forEach(table -> new TableHeads(lake)
                .putBack(table, plan.target().place(table)));
        assertThat(before().places()).isEqualTo(heads.places());
    }

    @Test
    void whereTheTagsStandAtSeveralCheckpointsItIsTheNewestThatAllHave() {
        Target heads = SomeRestore.heads(lake, "now");
        written.story().event(0, "d0", "cat");
        written.commitOnly(List.of(LakeTable.EVENTS, LakeTable.IDENTITIES));
        tag();
        Target before = before();
        assertThat(before.checkpointId()).isEqualTo(2);
        assertThat(before.places()).isEqualTo(heads.places());
        assertThat(before.offsets()).containsExactly(new NextOffset(1, 0, 3), new NextOffset(1, 1, 2));
    }

    @Test
    void aTableGoesBackToTheSchemaOfItsSnapshotAndNotToTheNewest() {
        tag();
        lake.table(LakeTable.EVENTS)
                .updateSchema()
                .addColumn("colour", Types.StringType.get())
                .commit();
        assertThat(before().place(LakeTable.EVENTS).schemaId()).isZero();
        assertThat(lake.table(LakeTable.EVENTS).schema().schemaId()).isEqualTo(1);
    }

    @Test
    void withoutATagOnEveryTableThereIsNothingToUndo() {
        refuses("nothing-to-undo", "tidemark.events", plan.beforeTag());
        tag();
        lake.table(LakeTable.MERGE_IDS)
                .manageSnapshots()
                .removeTag(plan.beforeTag())
                .commit();
        refuses("nothing-to-undo", "tidemark.merge_ids", plan.beforeTag());
    }

    @Test
    void whatDoesNotHoldIsNotGoneBackTo() {
        List<Map<String, Object>> again =
                List.of(written.story().rows(LakeTable.EVENTS).get(0));
        written.tables().checkpoint(1, 3, LakeTable.EVENTS, again);
        LakeTable.pipeline().stream().filter(table -> table != LakeTable.EVENTS).forEach(table -> written.tables()
                .checkpoint(1, 3, table, List.of()));
        tag();
        refuses("inconsistent", "to 'noon'", "partition 0, offset 0", "is there 2 times");
    }

    @Test
    void everythingOfItIsCheckedAndNotOnlyWhatCameSinceAMark() {
        written.mark("good");
        written.tables().leaveTheGuard();
        written.tables().replace(LakeTable.DEAD_LETTERS, List.of());
        written.commit();
        tag();
        refuses("inconsistent", "Partition 1, offset 0");
    }

    @Test
    void aLakeThatNoJobWroteHasItsHeads() {
        try (WrittenLake other = new WrittenLake(directory.resolve("other"))) {
            other.story().event(0, "d0", null);
            other.story().event(0, "d0", "ann");
            other.story().duplicate(0, other.story().event(0, "d0", "ann"));
            other.story().throttled(0);
            other.story().rejected(0, "invalid_json");
            other.tables().write(other.story());
            Lake unstamped = other.tables().lake(Purpose.RESTORE);
            RestorePlan back = SomeRestore.plan(SomeRestore.heads(unstamped, "noon"), 1);
            new TableHeads(unstamped).tag(back.beforeTag());
            Target before = new BeforeRestore(unstamped, new SimpleRules())
                    .target(back, other.story().log());
            assertThat(before.checkpointId()).isZero();
            assertThat(before.places()).isEqualTo(back.target().places());
        }
    }

    @Test
    void withoutTheLogItIsStillFoundIfNoOffsetIsMissing() {
        tag();
        assertThat(new BeforeRestore(lake, new SimpleRules()).target(plan, null))
                .isEqualTo(before());
    }
}
