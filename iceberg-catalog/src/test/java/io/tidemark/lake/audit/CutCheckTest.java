package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.CutProof.Contents;
import io.tidemark.lake.audit.IdentityFinding.CauseMissing;
import io.tidemark.lake.audit.IdentityFinding.DoubledSeq;
import io.tidemark.lake.audit.IdentityFinding.MergeMissing;
import io.tidemark.lake.audit.IdentityFinding.MergeUnexpected;
import io.tidemark.lake.audit.IdentityFinding.SeqBeyondIdentities;
import io.tidemark.lake.audit.IdentityFinding.WrongStep;
import io.tidemark.lake.audit.LogFinding.Again;
import io.tidemark.lake.audit.LogFinding.BeyondLog;
import io.tidemark.lake.audit.LogFinding.Hole;
import io.tidemark.lake.audit.LogFinding.Hole.Proof;
import io.tidemark.lake.audit.LogFinding.RepeatsNothing;
import io.tidemark.lake.audit.LogFinding.TableBehind;
import io.tidemark.lake.audit.LogFinding.WrongTotal;
import io.tidemark.lake.log.Gap;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The check behind a mark: what came since a proven moment is read, and what was proven is relied on, no more. */
class CutCheckTest {
    private static final IdentityRules RULES = new SimpleRules();
    private static final long Z = IdentityRules.amplitudeId(RULES.deviceIdentity(Story.PROJECT, "z"));
    private static final long ANN = IdentityRules.amplitudeId(RULES.userIdentity(Story.PROJECT, "ann"));

    private final Story story = new Story();
    private final MemoryTables tables = new MemoryTables();
    private final Map<LakeTable, Integer> written = new EnumMap<>(LakeTable.class);

    /** Writes what the story has told since it was written last, one snapshot a table. */
    private void write() {
        for (LakeTable table : LakeTable.pipeline()) {
            tables.append(table, List.copyOf(pending(table)));
            written.put(table, story.rows(table).size());
        }
    }

    private List<Map<String, Object>> pending(LakeTable table) {
        List<Map<String, Object>> rows = story.rows(table);
        return rows.subList(written.getOrDefault(table, 0), rows.size());
    }

    private CutProof check(@Nullable VerifiedBaseline since) {
        return new CutCheck(tables.all(), RULES).run(tables.heads(), since, story.log());
    }

    /** The moment of the heads, of which nothing is found. */
    private VerifiedBaseline baseline() {
        CutProof proof = check(null);
        assertThat(proof.findings().listed()).isEmpty();
        return new VerifiedBaseline(proof.cut().snapshots(), proof.offsets());
    }

    private void assertFinds(VerifiedBaseline since, Finding... expected) {
        assertThat(check(since).findings().listed()).containsExactlyInAnyOrder(expected);
    }

    private void firstPart() {
        story.event(0, "z", null); // offset 0
        story.event(0, "z", "ann"); // offset 1: the merge
        story.event(1, "quiet", null); // offset 0
        story.rejected(1, "invalid_json"); // offset 1
        write();
    }

    @Test
    void aWholeMomentIsReadOnceAndSaysWhereTheLogGoesOn() {
        firstPart();
        story.log().marker(1);
        CutProof proof = check(null);
        assertThat(proof.findings().isEmpty()).isTrue();
        assertThat(proof.records()).isEqualTo(4);
        assertThat(proof.count(LakeTable.EVENTS)).isEqualTo(3);
        assertThat(proof.count(LakeTable.IDENTITIES)).isEqualTo(3);
        assertThat(proof.count(LakeTable.MERGE_IDS)).isOne();
        assertThat(proof.count(LakeTable.IDENTITY_OVERRIDES)).isZero();
        assertThat(proof.offsets()).containsExactly(new NextOffset(1, 0, 2), new NextOffset(1, 1, 2));
        assertThat(proof.gaps()).isEmpty();
        assertThat(proof.contents(LakeTable.IDENTITIES).ids()).as("z and quiet").isEqualTo(2);
        assertThat(proof.contents(LakeTable.IDENTITIES).rows().rows()).isEqualTo(3);
        assertThat(proof.contents(LakeTable.MERGE_IDS).ids()).isOne();
    }

    @Test
    void sinceAProvenMomentOnlyWhatCameIsCounted() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.event(0, "z", "bob");
        story.event(2, "new", null);
        story.throttled(1);
        write();
        CutProof proof = check(before);
        assertThat(proof.findings().listed()).isEmpty();
        assertThat(proof.records()).isEqualTo(3);
        assertThat(proof.count(LakeTable.IDENTITIES)).isEqualTo(2);
        assertThat(proof.contents(LakeTable.IDENTITIES).ids())
                .as("z has its first row already")
                .isOne();
        assertThat(proof.offsets())
                .containsExactly(new NextOffset(1, 0, 3), new NextOffset(1, 1, 3), new NextOffset(1, 2, 1));
    }

    @Test
    void thePartsOfTwoChecksAreTheWhole() {
        firstPart();
        Contents first = check(null).contents(LakeTable.IDENTITIES);
        VerifiedBaseline before = baseline();
        story.event(0, "z", "bob");
        story.event(2, "new", "cat");
        write();
        Contents since = check(before).contents(LakeTable.IDENTITIES);
        Contents whole = CutCheck.contents(
                LakeTable.IDENTITIES, tables.table(LakeTable.IDENTITIES), tables.head(LakeTable.IDENTITIES));
        assertThat(first.rows().plus(since.rows())).isEqualTo(whole.rows());
        assertThat(first.ids() + since.ids()).isEqualTo(whole.ids()).isEqualTo(3);
    }

    @Test
    void wherePartitionsHaveNothingNewTheyGoOnWhereTheyDid() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.event(0, "z", "bob");
        write();
        assertThat(check(before).offsets()).containsExactly(new NextOffset(1, 0, 3), new NextOffset(1, 1, 2));
        CutProof nothing = check(
                new VerifiedBaseline(tables.heads().snapshots(), check(before).offsets()));
        assertThat(nothing.records()).isZero();
        assertThat(nothing.offsets()).containsExactly(new NextOffset(1, 0, 3), new NextOffset(1, 1, 2));
        assertThat(nothing.findings().listed()).isEmpty();
    }

    @Test
    void aRecordThatComesAgainIsFoundInWhicheverTableItComes() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.throttled(0);
        write();
        Map<String, Object> again =
                new LinkedHashMap<>(story.rows(LakeTable.THROTTLED).get(0));
        again.put(Columns.KAFKA_OFFSET, 1L);
        tables.append(LakeTable.THROTTLED, List.of(again));
        assertFinds(before, new Again(new LogPosition(1, 0, 1), LakeTable.THROTTLED));
    }

    @Test
    void theFirstOffsetAfterTheProvenOnesIsNotAgain() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.throttled(0);
        write();
        assertFinds(before);
    }

    @Test
    void theProvenPlaceOfOnePartitionSaysNothingOfAnother() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.throttled(2);
        write();
        assertFinds(before);
    }

    @Test
    void aHoleRightAfterTheProvenOffsetsIsFoundThoughTheLogForgotIt() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.log().record(0);
        story.throttled(0);
        story.throttled(0);
        write();
        assertFinds(before, new Hole(1, 0, new OffsetRange(2, 3), Proof.RECORDS));
        story.log().forget(0, 4);
        assertFinds(before, new Hole(1, 0, new OffsetRange(2, 3), Proof.FORGOTTEN));
    }

    @Test
    void markersAmongWhatCameAreGaps() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.log().marker(0).marker(0);
        story.throttled(0);
        story.log().marker(0);
        story.throttled(0);
        write();
        CutProof proof = check(before);
        assertThat(proof.findings().listed()).isEmpty();
        assertThat(proof.gaps())
                .containsExactly(new Gap(1, 0, new OffsetRange(2, 4)), new Gap(1, 0, new OffsetRange(5, 6)));
    }

    @Test
    void aProvenPartitionWithoutNewRowsIsStillHeldAgainstTheLogsEnd() {
        firstPart();
        VerifiedBaseline before = baseline();
        FakeLog made = new FakeLog(1).record(0);
        CutProof proof = new CutCheck(tables.all(), RULES).run(tables.heads(), before, made);
        assertThat(proof.findings().listed()).contains(new BeyondLog(1, 0, 1, 1));
    }

    @Test
    void whatKafkaHasAndTheTablesHaveNotIsNoFindingOfAMoment() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.log().record(0).record(5);
        assertFinds(before);
        assertThat(check(null).findings().listed()).isEmpty();
    }

    @Test
    void aDuplicateMayRepeatAnEventOfBeforeAndNothingElse() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.duplicate(0, new LogPosition(1, 0, 1));
        write();
        assertFinds(before);
        story.duplicate(0, new LogPosition(1, 0, 900));
        write();
        assertFinds(before, new RepeatsNothing(new LogPosition(1, 0, 3), new LogPosition(1, 0, 900)));
    }

    @Test
    void rowsThatASnapshotHasLostAreAWrongTotal() {
        firstPart();
        VerifiedBaseline before = baseline();
        List<Map<String, Object>> fewer = story.rows(LakeTable.EVENTS).subList(0, 2);
        tables.compact(LakeTable.EVENTS, fewer);
        assertFinds(before, new WrongTotal(LakeTable.EVENTS, 2, 3));
    }

    @Test
    void rowsThatASnapshotHasTooManyAreAWrongTotal() {
        firstPart();
        VerifiedBaseline before = baseline();
        List<Map<String, Object>> more = new ArrayList<>(story.rows(LakeTable.IDENTITIES));
        more.add(more.get(0));
        tables.overwrite(LakeTable.IDENTITIES, more);
        assertThat(check(before).findings().listed()).contains(new WrongTotal(LakeTable.IDENTITIES, 4, 3));
    }

    @Test
    void aTableThatNoSnapshotHasYetHasNoTotal() {
        story.event(0, "z", null);
        tables.append(LakeTable.EVENTS, story.rows(LakeTable.EVENTS));
        tables.append(LakeTable.IDENTITIES, story.rows(LakeTable.IDENTITIES));
        CutProof proof = check(null);
        assertThat(proof.findings().listed()).isEmpty();
        assertThat(proof.contents(LakeTable.MERGE_IDS)).isEqualTo(new Contents(RowsDigest.EMPTY, 0));
    }

    @Test
    void aTableThatStandsStillIsFound() {
        firstPart();
        ConsistentCut heads = tables.heads();
        ConsistentCut behind = new ConsistentCut(
                heads.snapshots(),
                1,
                1L,
                Map.of(
                        LakeTable.EVENTS, 11,
                        LakeTable.DUPLICATES, 1,
                        LakeTable.THROTTLED, 1,
                        LakeTable.DEAD_LETTERS, 1,
                        LakeTable.IDENTITIES, 1));
        assertThat(new CutCheck(tables.all(), RULES)
                        .run(behind, null, story.log())
                        .findings()
                        .listed())
                .containsExactly(new TableBehind(LakeTable.MERGE_IDS, 11, LakeTable.EVENTS));
    }

    @Test
    void aRowThatADeviceHadBeforeIsNotLackingNow() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.event(0, "z", null);
        story.event(0, "z", "bob");
        story.event(0, "z", "ann");
        write();
        assertFinds(before);
    }

    @Test
    void aRowThatComesAgainIsDoubledWithTheOneOfBefore() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.event(0, "z", "bob");
        write();
        tables.append(
                LakeTable.IDENTITIES, List.of(story.rows(LakeTable.IDENTITIES).get(1)));
        assertThat(check(before).findings().listed()).contains(new DoubledSeq("z", 2));
    }

    @Test
    void aRowIsHeldAgainstTheOneOfBefore() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.event(0, "z", "bob");
        Map<String, Object> row = story.rows(LakeTable.IDENTITIES).get(3);
        Map<String, Object> ann = story.rows(LakeTable.IDENTITIES).get(1);
        for (String column : List.of(Columns.USER_ID, Columns.IDENTITY_KEY, Columns.AMPLITUDE_ID)) {
            row.put(column, ann.get(column));
            if (!column.equals(Columns.IDENTITY_KEY)) {
                story.rows(LakeTable.EVENTS).get(3).put(column, ann.get(column));
            }
        }
        write();
        assertFinds(before, new WrongStep("z", 3, "has the same user as the row before"));
    }

    @Test
    void anEventWhoseChangeIsLostIsFoundThoughItsDeviceHasNoNewRow() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.event(0, "z", "bob");
        story.rows(LakeTable.IDENTITIES).remove(3);
        write();
        assertFinds(before, new SeqBeyondIdentities("z", 3, 2));
    }

    @Test
    void aRowWhoseEventIsNotAmongWhatCameIsFound() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.event(0, "z", "bob");
        story.rows(LakeTable.IDENTITIES).get(3).put(Columns.KAFKA_OFFSET, 77L);
        story.event(0, "z", "bob");
        write();
        assertThat(check(before).findings().listed()).contains(new CauseMissing("z", 3, new LogPosition(1, 0, 77)));
    }

    @Test
    void aMergeOfBeforeIsNotMissingNow() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.event(0, "z", null);
        write();
        assertFinds(before);
    }

    @Test
    void aMergeThatBecameDueSinceIsMissingIfItIsNotThere() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.event(1, "quiet", "bob");
        story.rows(LakeTable.MERGE_IDS).remove(1);
        write();
        assertFinds(
                before,
                new MergeMissing(
                        "quiet",
                        IdentityRules.amplitudeId(RULES.deviceIdentity(Story.PROJECT, "quiet")),
                        IdentityRules.amplitudeId(RULES.userIdentity(Story.PROJECT, "bob"))));
    }

    @Test
    void aMergeThatComesASecondTimeIsUnexpected() {
        firstPart();
        VerifiedBaseline before = baseline();
        story.event(0, "z", null);
        write();
        tables.append(
                LakeTable.MERGE_IDS, List.of(story.rows(LakeTable.MERGE_IDS).get(0)));
        assertFinds(before, new MergeUnexpected(new LogPosition(1, 0, 1), Z, ANN));
    }

    @Test
    void aMergeOfADeviceOfWhichNothingCameIsUnexpected() {
        firstPart();
        VerifiedBaseline before = baseline();
        tables.append(
                LakeTable.MERGE_IDS, List.of(story.rows(LakeTable.MERGE_IDS).get(0)));
        assertFinds(before, new MergeUnexpected(new LogPosition(1, 0, 1), Z, ANN));
    }

    @Test
    void howManyDevicesAPassTakesChangesNothing() {
        firstPart();
        VerifiedBaseline before = baseline();
        for (int device = 0; device < 9; device++) {
            story.event(device % 3, "d" + device, device % 2 == 0 ? null : "ann");
            story.event(device % 3, "d" + device, "bob");
            story.event(0, "z", "u" + device % 2);
        }
        write();
        tables.append(
                LakeTable.MERGE_IDS, List.of(story.rows(LakeTable.MERGE_IDS).get(2)));
        CutProof one = check(before);
        assertThat(one.findings().listed()).hasSize(1);
        for (int rowsPerPass : new int[] {1, 4, 26, 27}) {
            CutProof many = new CutCheck(tables.all(), RULES, rowsPerPass).run(tables.heads(), before, story.log());
            assertThat(many.counts()).as("%d a pass", rowsPerPass).isEqualTo(one.counts());
            assertThat(many.contents()).isEqualTo(one.contents());
            assertThat(many.findings()).isEqualTo(one.findings());
        }
    }
}
