package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.IdentityFinding.CauseMissing;
import io.tidemark.lake.audit.IdentityFinding.DoubledSeq;
import io.tidemark.lake.audit.IdentityFinding.MergeMissing;
import io.tidemark.lake.audit.IdentityFinding.MergeUnexpected;
import io.tidemark.lake.audit.IdentityFinding.MergeWrong;
import io.tidemark.lake.audit.IdentityFinding.MissingSeq;
import io.tidemark.lake.audit.IdentityFinding.OutOfTurn;
import io.tidemark.lake.audit.IdentityFinding.SeqBeyondIdentities;
import io.tidemark.lake.audit.IdentityFinding.WrongId;
import io.tidemark.lake.audit.IdentityFinding.WrongOwner;
import io.tidemark.lake.audit.IdentityFinding.WrongStep;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thing is broken in each test, and what is found names the device. */
class IdentityCheckTest {
    private static final IdentityRules RULES = new SimpleRules();
    private static final long Z = IdentityRules.amplitudeId(RULES.deviceIdentity(Story.PROJECT, "z"));
    private static final long ANN = IdentityRules.amplitudeId(RULES.userIdentity(Story.PROJECT, "ann"));
    private static final long BOB = IdentityRules.amplitudeId(RULES.userIdentity(Story.PROJECT, "bob"));

    @TempDir
    Path directory;

    private final Story story = new Story();

    @BeforeEach
    void tell() {
        story.event(0, "z", null); // offset 0, row 1: anonymous
        story.event(0, "z", "ann"); // offset 1, row 2: the merge
        story.event(0, "z", null); // offset 2
        story.event(0, "z", "bob"); // offset 3, row 3
        story.event(0, "z", null); // offset 4
        story.groupIdentify(0, "z"); // offset 5
        story.event(1, "r", "jane"); // offset 0, row 1: no merge
        story.event(1, "r", null); // offset 1
        story.event(1, null, "cleo"); // offset 2, a device made from its user
        story.event(1, "quiet", null); // offset 3
        story.groupIdentify(1, "never seen"); // offset 4
    }

    @Test
    void whatFollowsTheRulesHoldsInOnePassOrInMany() {
        try (TestLake lake = new TestLake(directory).write(story)) {
            for (int rowsPerPass : new int[] {1_000, 2, 1}) {
                AuditReport report = new Audit(lake.lake(), RULES, rowsPerPass).run(story.log(), true);
                assertThat(report.findings().listed()).isEmpty();
                assertThat(report.counts().people())
                        .as("ann (with z), bob, jane, cleo, quiet")
                        .isEqualTo(5);
                assertThat(report.counts().rows(LakeTable.IDENTITIES)).isEqualTo(6);
                assertThat(report.counts().rows(LakeTable.MERGE_IDS)).isEqualTo(1);
            }
        }
    }

    @Test
    void aRowThatIsMissingInBetweenIsFound() {
        story.rows(LakeTable.IDENTITIES).remove(1);
        assertFinds(new MissingSeq("z", 2), unexpectedMerge());
    }

    @Test
    void aLostFirstRowIsFound() {
        story.rows(LakeTable.IDENTITIES).remove(0);
        assertFinds(new MissingSeq("z", 1), unexpectedMerge());
    }

    @Test
    void aLostLastRowIsFound() {
        // The offsets tile and the numbers have no gap: only the events remember that there was a third row.
        story.rows(LakeTable.IDENTITIES).remove(2);
        assertFinds(new SeqBeyondIdentities("z", 3, 2));
    }

    @Test
    void aDeviceWithoutAnyRowIsFound() {
        story.rows(LakeTable.IDENTITIES).remove(5);
        assertFinds(new SeqBeyondIdentities("quiet", 1, 0));
    }

    @Test
    void aRowThatIsThereTwiceIsFound() {
        story.rows(LakeTable.IDENTITIES).add(identity(1));
        assertFinds(new DoubledSeq("z", 2));
    }

    @Test
    void aRowThatChangesNothingIsFound() {
        setUser(identity(2), "ann");
        assertFinds(
                new WrongStep("z", 3, "has the same user as the row before"),
                wrongOwner(3, "belongs to " + BOB + ", but row 3 of identities is " + ANN),
                wrongOwner(4, "belongs to " + BOB + ", but row 3 of identities is " + ANN),
                new CauseMissing("z", 3, new LogPosition(1, 0, 3)));
    }

    @Test
    void aLaterRowWithoutAUserIsFound() {
        Map<String, Object> row = identity(2);
        row.remove(Columns.USER_ID);
        row.put(Columns.IDENTITY_KEY, RULES.deviceIdentity(Story.PROJECT, "z").toString());
        row.put(Columns.AMPLITUDE_ID, Z);
        assertFinds(
                new WrongStep("z", 3, "has no user, though it is not the first"),
                wrongOwner(3, "belongs to " + BOB + ", but row 3 of identities is " + Z),
                wrongOwner(4, "belongs to " + BOB + ", but row 3 of identities is " + Z),
                new CauseMissing("z", 3, new LogPosition(1, 0, 3)));
    }

    @Test
    void aKeyThatTheRulesDoNotGiveIsFound() {
        String wrong = new UUID(1, 2).toString();
        identity(3).put(Columns.IDENTITY_KEY, wrong);
        UUID right = RULES.userIdentity(Story.PROJECT, "jane");
        assertFinds(new WrongId("r", 1, "has the identity_key " + wrong + ", but the rules give " + right));
    }

    @Test
    void aNumberThatIsNotTheTopOfTheKeyIsFound() {
        identity(5).put(Columns.AMPLITUDE_ID, 7L);
        event(9).put(Columns.AMPLITUDE_ID, 7L);
        long right = IdentityRules.amplitudeId(RULES.deviceIdentity(Story.PROJECT, "quiet"));
        assertFinds(new WrongId(
                "quiet", 1, "has the amplitude_id 7, but the top 63 bits of its identity_key are " + right));
    }

    @Test
    void aRowWhoseCauseIsNoEventOfTheDeviceIsFound() {
        identity(5).put(Columns.KAFKA_OFFSET, 1L);
        assertFinds(new CauseMissing("quiet", 1, new LogPosition(1, 1, 1)));
    }

    @Test
    void aRowCausedByAnEventOfAnotherUserIsFound() {
        event(3).put(Columns.USER_ID, "mallory");
        assertFinds(
                wrongOwner(3, "has the user 'mallory', but row 3 of identities has 'bob'"),
                new CauseMissing("z", 3, new LogPosition(1, 0, 3)));
    }

    @Test
    void aRowCausedByAGroupIdentifyIsFound() {
        event(9).put(Columns.EVENT_TYPE, "$groupidentify");
        event(9).remove(Columns.AMPLITUDE_ID);
        assertFinds(new CauseMissing("quiet", 1, new LogPosition(1, 1, 3)));
    }

    @Test
    void anEventOfAnotherPersonIsFound() {
        event(2).put(Columns.AMPLITUDE_ID, BOB);
        assertFinds(wrongOwner(2, "belongs to " + BOB + ", but row 2 of identities is " + ANN));
    }

    @Test
    void anEventOfNobodyIsFound() {
        event(2).remove(Columns.AMPLITUDE_ID);
        assertFinds(wrongOwner(2, "belongs to null, but row 2 of identities is " + ANN));
    }

    @Test
    void anEventThatCarriesNoNumberIsFound() {
        event(2).put(Columns.IDENTITY_SEQ, 0L);
        assertFinds(wrongOwner(2, "has identity_seq 0, as if it belonged to nobody"));
    }

    @Test
    void aGroupIdentifyThatBelongsToSomebodyIsFound() {
        event(5).put(Columns.AMPLITUDE_ID, BOB);
        assertFinds(wrongOwner(5, "is a $groupidentify, which belongs to nobody, yet has an amplitude_id"));
    }

    @Test
    void anEventDecidedByARowThatWasReplacedIsFound() {
        event(4).put(Columns.IDENTITY_SEQ, 2L);
        event(4).put(Columns.AMPLITUDE_ID, ANN);
        assertFinds(new OutOfTurn("z", new LogPosition(1, 0, 4), 2));
    }

    @Test
    void anEventDecidedByARowThatCameLaterIsFound() {
        event(2).put(Columns.IDENTITY_SEQ, 3L);
        event(2).put(Columns.AMPLITUDE_ID, BOB);
        assertFinds(new OutOfTurn("z", new LogPosition(1, 0, 2), 3));
    }

    @Test
    void aMissingMergeIsFound() {
        story.rows(LakeTable.MERGE_IDS).clear();
        assertFinds(new MergeMissing("z", Z, ANN));
    }

    @Test
    void aMergeThatIsThereTwiceIsFound() {
        story.rows(LakeTable.MERGE_IDS).add(merge());
        assertFinds(unexpectedMerge());
    }

    @Test
    void aMergeThatNoDeviceCallsForIsFound() {
        long jane = IdentityRules.amplitudeId(RULES.userIdentity(Story.PROJECT, "jane"));
        long quiet = IdentityRules.amplitudeId(RULES.deviceIdentity(Story.PROJECT, "quiet"));
        Map<String, Object> row = new LinkedHashMap<>(merge());
        row.put(Columns.AMPLITUDE_ID, quiet);
        row.put(Columns.MERGED_AMPLITUDE_ID, jane);
        row.put(Columns.KAFKA_PARTITION, 1);
        row.put(Columns.KAFKA_OFFSET, 3L);
        story.rows(LakeTable.MERGE_IDS).add(row);
        assertFinds(new MergeUnexpected(new LogPosition(1, 1, 3), quiet, jane));
    }

    @Test
    void aMergeIntoAnotherUserIsFound() {
        merge().put(Columns.MERGED_AMPLITUDE_ID, BOB);
        assertFinds(new MergeWrong("z", Z, "goes into " + BOB + ", but the device's first user is " + ANN));
    }

    @Test
    void aMergeWithAnotherCauseIsFound() {
        String other = Story.uuid(new LogPosition(1, 0, 2));
        merge().put(Columns.CAUSE_UUID, other);
        assertFinds(new MergeWrong(
                "z", Z, "names the event " + other + ", but its cause is " + Story.uuid(new LogPosition(1, 0, 1))));
    }

    @Test
    void aMergeFromAnotherPlaceIsFound() {
        merge().put(Columns.KAFKA_OFFSET, 2L);
        assertFinds(new MergeWrong(
                "z", Z, "names partition 0, offset 2 as its cause, but the first user came at partition 0, offset 1"));
    }

    @Test
    void theWholeOfIdentitiesLostIsFound() {
        story.rows(LakeTable.IDENTITIES).clear();
        try (TestLake lake = new TestLake(directory).write(story)) {
            Map<String, Long> counts = lake.audit(story.log()).findings().counts();
            assertThat(counts).isEqualTo(Map.of("seq-beyond-identities", 10L, "merge-unexpected", 1L));
        }
    }

    @Test
    void aSentenceHoldsNoControlCharacter() {
        assertThat(new MissingSeq(RULES.deviceKey(null, "cleo"), 1).message())
                .isEqualTo("Device 'user:cleo': identities lacks its row 1.");
    }

    private Map<String, Object> identity(int index) {
        return story.rows(LakeTable.IDENTITIES).get(index);
    }

    private Map<String, Object> event(int index) {
        return story.rows(LakeTable.EVENTS).get(index);
    }

    private Map<String, Object> merge() {
        return story.rows(LakeTable.MERGE_IDS).get(0);
    }

    private static void setUser(Map<String, Object> identity, String user) {
        UUID person = RULES.userIdentity(Story.PROJECT, user);
        identity.put(Columns.USER_ID, user);
        identity.put(Columns.IDENTITY_KEY, person.toString());
        identity.put(Columns.AMPLITUDE_ID, IdentityRules.amplitudeId(person));
    }

    private static WrongOwner wrongOwner(long offset, String why) {
        return new WrongOwner("z", new LogPosition(1, 0, offset), why);
    }

    private static MergeUnexpected unexpectedMerge() {
        return new MergeUnexpected(new LogPosition(1, 0, 1), Z, ANN);
    }

    private void assertFinds(Finding... expected) {
        try (TestLake lake = new TestLake(directory).write(story)) {
            List<Finding> found = lake.audit(story.log()).findings().listed();
            assertThat(found).containsExactlyInAnyOrder(expected);
            assertThat(found)
                    .allSatisfy(finding -> assertThat(finding.message()).endsWith("."));
        }
    }
}
