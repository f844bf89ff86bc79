package io.tidemark.lake.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.TableMark;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A plan's name tells it from every other that would do something else; and what its parts say. */
class RestorePlanTest {
    private static Map<LakeTable, Target.Place> places() {
        Map<LakeTable, Target.Place> places = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline()
                .forEach(table -> places.put(table, new Target.Place("uuid-" + table, 70L + table.ordinal(), 1)));
        return places;
    }

    private static Target target() {
        return new Target("noon", 1, 7, places(), List.of(new NextOffset(1, 0, 40)), "file:///chk-7");
    }

    private static Target with(UnaryOperator<Target.Place> change) {
        Map<LakeTable, Target.Place> places = places();
        places.compute(LakeTable.MERGE_IDS, (table, place) -> change.apply(place));
        return new Target("noon", 1, 7, places, target().offsets(), "file:///chk-7");
    }

    @Test
    void anythingElseThatWouldBeDoneIsAnotherPlan() {
        Target target = target();
        Map<String, RestorePlan> others = new LinkedHashMap<>();
        others.put("the plan itself", SomeRestore.plan(target, 1));
        others.put("another epoch", SomeRestore.plan(target, 2));
        others.put(
                "another environment",
                new RestorePlan("prod", 1, target, SomeRestore.plan(target, 1).returns(), List.of()));
        others.put(
                "fewer tables",
                new RestorePlan(
                        "test", 1, target, SomeRestore.plan(target, 1).returns().subList(0, 5), List.of()));
        others.put(
                "another mark of the same moment",
                SomeRestore.plan(new Target("one", 1, 7, target.places(), target.offsets(), null), 1));
        others.put(
                "another writer's checkpoint",
                SomeRestore.plan(new Target("noon", 2, 7, target.places(), target.offsets(), null), 1));
        others.put(
                "another checkpoint",
                SomeRestore.plan(new Target("noon", 1, 8, target.places(), target.offsets(), null), 1));
        others.put("another snapshot", SomeRestore.plan(with(at -> new Target.Place(at.uuid(), 1, 1)), 1));
        others.put("another schema", SomeRestore.plan(with(at -> new Target.Place(at.uuid(), at.snapshotId(), 0)), 1));
        others.put("another table", SomeRestore.plan(with(at -> new Target.Place("other", at.snapshotId(), 1)), 1));
        others.put(
                "another offset",
                SomeRestore.plan(new Target("noon", 1, 7, places(), List.of(new NextOffset(1, 0, 41)), null), 1));
        others.put(
                "another generation of the topic",
                SomeRestore.plan(new Target("noon", 1, 7, places(), List.of(new NextOffset(2, 0, 40)), null), 1));
        RestorePlan first = SomeRestore.plan(target, 1);
        others.put("a stand-in", first.with(standIns("ops", new StandIns.StandIn(2, 1L, null))));
        others.put("another stand-in", first.with(standIns("ops", new StandIns.StandIn(2, 0L, null))));
        others.put("one of another version", first.with(standIns("ops", new StandIns.StandIn(3, 1L, null))));
        others.put("one that is lifted", first.with(standIns("ops", new StandIns.StandIn(2, null, 1L))));
        others.put(
                "two of them",
                first.with(standIns("ops", new StandIns.StandIn(2, 1L, null), new StandIns.StandIn(3, 1L, null))));
        others.put("no offset", SomeRestore.plan(new Target("noon", 1, 7, places(), List.of(), null), 1));
        Map<String, String> byHash = new LinkedHashMap<>();
        others.forEach((what, plan) -> assertThat(byHash.put(plan.hash(), what))
                .as("%s has the hash of", what)
                .isNull());
    }

    @Test
    void whatARunningJobOrKafkaChangesMeanwhileIsTheSamePlan() {
        RestorePlan plan = SomeRestore.plan(target(), 1);
        List<TableReturn> busier = plan.returns().stream()
                .map(each -> new TableReturn(each.table(), 999L, each.target(), 77, 6, 3, 2))
                .toList();
        Target unretained = new Target("noon", 1, 7, places(), target().offsets(), null);
        RestorePlan later = new RestorePlan("test", 1, unretained, busier, List.of(new Resume(1, 0, 40, 60, 300)));
        assertThat(later.hash()).isEqualTo(plan.hash());
        assertThat(later.beforeTag()).isEqualTo("before-" + plan.hash());
    }

    private static StandIns standIns(String author, StandIns.StandIn... versions) {
        return new StandIns(author, "a wrong filter", List.of(versions));
    }

    @Test
    void whoWantsAStandInIsNoPartOfThePlansName() {
        RestorePlan plan = SomeRestore.plan(target(), 1);
        StandIns.StandIn one = new StandIns.StandIn(2, 1L, null);
        assertThat(plan.with(standIns("ann", one)).hash())
                .isEqualTo(plan.with(standIns("ops", one)).hash());
        assertThat(plan.with(null).hash()).isEqualTo(plan.hash());
        assertThat(plan.standInVersions()).isEmpty();
        assertThat(one.reversed()).isEqualTo(new StandIns.StandIn(2, null, 1L));
        assertThat(one.reversed().reversed()).isEqualTo(one);
    }

    /** Journals are found by it: a release that computes another finds no restore that was begun before it. */
    @Test
    void theNameOfAKnownPlanStays() {
        assertThat(SomeRestore.plan(target(), 1).hash()).isEqualTo("17dbcb55beda");
        assertThat(SomeRestore.plan(target(), 1)
                        .with(standIns("ops", new StandIns.StandIn(2, 1L, null)))
                        .hash())
                .isEqualTo("680c981bd876");
    }

    @Test
    void aPlanRaisesTheEpochByOneAndNamesItsTables() {
        RestorePlan plan = SomeRestore.plan(target(), 4);
        assertThat(plan.nextEpoch()).isEqualTo(5);
        assertThat(plan.tables()).containsExactlyElementsOf(LakeTable.pipeline());
    }

    @Test
    void onlyWhatKafkaNoLongerHasIsForgotten() {
        Resume whole = new Resume(1, 0, 40, 0, 90);
        Resume edge = new Resume(1, 1, 40, 40, 90);
        Resume some = new Resume(1, 2, 40, 41, 90);
        Resume all = new Resume(1, 3, 40, 90, 90);
        RestorePlan plan = new RestorePlan("test", 1, target(), List.of(), List.of(whole, edge, some, all));
        assertThat(plan.deleted()).containsExactly(some, all);
        assertThat(edge.deleted()).isEqualTo(new OffsetRange(40, 40));
        assertThat(some.deleted()).isEqualTo(new OffsetRange(40, 41));
        assertThat(all.deleted()).isEqualTo(new OffsetRange(40, 90));
    }

    @Test
    void nothingIsReadAgainWhereKafkaEndsBeforeIt() {
        assertThat(new Resume(1, 0, 40, 0, 90).toRead()).isEqualTo(50);
        assertThat(new Resume(1, 0, 40, 0, 40).toRead()).isZero();
        assertThat(new Resume(1, 0, 40, 0, 12).toRead()).isZero();
    }

    @Test
    void plansTargetsAndStartsKeepCopies() {
        List<TableReturn> returns =
                new ArrayList<>(SomeRestore.plan(target(), 1).returns());
        List<Resume> resumes = new ArrayList<>(List.of(new Resume(1, 0, 40, 0, 90)));
        RestorePlan plan = new RestorePlan("test", 1, target(), returns, resumes);
        returns.clear();
        resumes.clear();
        assertThat(plan.returns()).hasSize(6);
        assertThat(plan.resumes()).hasSize(1);
        Map<LakeTable, Target.Place> places = places();
        List<NextOffset> offsets = new ArrayList<>(List.of(new NextOffset(1, 0, 40)));
        Target target = new Target("noon", 1, 7, places, offsets, null);
        StartPoint start = new StartPoint(2, 7, "state", offsets);
        places.clear();
        offsets.clear();
        assertThat(target.places()).hasSize(6);
        assertThat(target.offsets()).hasSize(1);
        assertThat(start.offsets()).hasSize(1);
        assertThatThrownBy(() -> target.places().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aStartPointTellsEachPartitionOfOneGenerationInOrder() {
        StartPoint start = new StartPoint(
                2, 7, "state", List.of(new NextOffset(2, 11, 5), new NextOffset(1, 0, 40), new NextOffset(2, 3, 0)));
        assertThat(start.offsets(2).entrySet()).containsExactly(Map.entry(3, 0L), Map.entry(11, 5L));
        assertThat(start.offsets(1)).isEqualTo(Map.of(0, 40L));
        assertThat(start.offsets(3)).isEmpty();
    }

    @Test
    void theTargetOfAMarkIsAllThatTheMarkSaysAndMovesNoCorrections() {
        Map<LakeTable, TableMark> tables = new EnumMap<>(LakeTable.class);
        LakeTable.all()
                .forEach(table -> tables.put(
                        table,
                        new TableMark(
                                "uuid-" + table,
                                70L + table.ordinal(),
                                "metadata",
                                1,
                                5,
                                table.isOutcome() || !table.isOfPipeline()
                                        ? null
                                        : new TableMark.Contents(RowsDigest.EMPTY, 0))));
        Mark mark = new Mark(
                "noon",
                new Mark.Origin(Instant.EPOCH, "", false),
                new Mark.Commit("test", 1, 7, Instant.EPOCH, "file:///chk-7"),
                new Mark.Source("events", 1, List.of(new NextOffset(1, 0, 40))),
                tables,
                new Mark.Proof(null, 0, List.of()));
        assertThat(Target.of(mark)).isEqualTo(target());
        assertThat(Target.of(mark).places()).doesNotContainKey(LakeTable.IDENTITY_OVERRIDES);
        assertThat(Target.of(mark).place(LakeTable.THROTTLED)).isEqualTo(places().get(LakeTable.THROTTLED));
    }
}
