package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.DeviceHistory.EventRow;
import io.tidemark.lake.audit.DeviceHistory.MergeRow;
import io.tidemark.lake.audit.IdentityFinding.CauseMissing;
import io.tidemark.lake.audit.IdentityFinding.DoubledSeq;
import io.tidemark.lake.audit.IdentityFinding.MergeMissing;
import io.tidemark.lake.audit.IdentityFinding.MergeWrong;
import io.tidemark.lake.audit.IdentityFinding.MissingSeq;
import io.tidemark.lake.audit.IdentityFinding.OutOfTurn;
import io.tidemark.lake.audit.IdentityFinding.SeqBeyondIdentities;
import io.tidemark.lake.audit.IdentityFinding.WrongOwner;
import io.tidemark.lake.audit.IdentityFinding.WrongStep;
import io.tidemark.rules.event.LogPosition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each rule about one device's rows, at its edge, without a table. */
class DeviceHistoryTest {
    private static final String DEVICE = "d";
    private static final long OWN = 100;
    private static final long ANN = 1;
    private static final long BOB = 2;

    private final Findings.Accumulator findings = new Findings.Accumulator();
    private final DeviceHistory history = new DeviceHistory(DEVICE, findings);

    private static LogPosition at(long offset) {
        return new LogPosition(1, 0, offset);
    }

    private DeviceHistoryTest row(long seq, @Nullable String user, long offset) {
        return row(seq, user, at(offset));
    }

    private DeviceHistoryTest row(long seq, @Nullable String user, LogPosition place) {
        history.add(new IdentityRow(seq, user, person(user), place));
        return this;
    }

    private static long person(@Nullable String user) {
        return user == null ? OWN : user.equals("ann") ? ANN : BOB;
    }

    private DeviceHistoryTest seal() {
        history.seal();
        return this;
    }

    private DeviceHistoryTest event(long seq, @Nullable String user, long amplitudeId, long offset) {
        return event(seq, user, amplitudeId, at(offset));
    }

    private DeviceHistoryTest event(long seq, @Nullable String user, long amplitudeId, LogPosition place) {
        history.event(new EventRow(place, user, false, amplitudeId, seq, "uuid-" + place.offset()));
        return this;
    }

    private boolean merge(long into, String cause, long offset) {
        return history.merge(new MergeRow(OWN, into, cause, at(offset)));
    }

    private void assertFound(Finding... expected) {
        assertThat(findings.done().listed()).containsExactly(expected);
    }

    /** Anonymous at 0, ann at 1 (the merge), bob at 4; each caused by its event. */
    private DeviceHistoryTest threeRows() {
        row(1, null, 0).row(2, "ann", 1).row(3, "bob", 4).seal();
        event(1, null, OWN, 0).event(2, "ann", ANN, 1).event(3, "bob", BOB, 4);
        return this;
    }

    @Test
    void aHistoryThatFollowsTheRulesHasNoFinding() {
        threeRows().event(2, null, ANN, 2).event(2, "ann", ANN, 3).event(3, null, BOB, 5);
        assertThat(merge(ANN, "uuid-1", 1)).isTrue();
        history.finish();
        assertFound();
    }

    @Test
    void rowsMayComeInAnyOrder() {
        row(3, "bob", 4).row(1, null, 0).row(2, "ann", 1).seal();
        event(3, "bob", BOB, 4).event(1, null, OWN, 0).event(2, "ann", ANN, 1);
        assertThat(merge(ANN, "uuid-1", 1)).isTrue();
        history.finish();
        assertFound();
    }

    @Test
    void eachNumberOfAGapIsMissing() {
        row(1, "ann", 0).row(4, "bob", 9).seal();
        assertFound(new MissingSeq(DEVICE, 2), new MissingSeq(DEVICE, 3));
    }

    @Test
    void aNumberGoneWildMakesNoMoreFindingsThanAreListed() {
        row(1, "ann", 0).row(Long.MAX_VALUE - 1, "bob", 1).seal();
        assertThat(findings.done().counts()).containsEntry("missing-seq", (long) Findings.LISTED_PER_KIND);
    }

    @Test
    void aRowThatIsThereThreeTimesIsTwoFindingsAndStaysOneRow() {
        row(1, "ann", 0).row(2, "bob", 1).row(2, "bob", 1).row(2, "bob", 1).seal();
        assertFound(new DoubledSeq(DEVICE, 2), new DoubledSeq(DEVICE, 2));
        event(1, "ann", ANN, 0).event(2, "bob", BOB, 1);
        history.finish();
        assertFound(new DoubledSeq(DEVICE, 2), new DoubledSeq(DEVICE, 2));
    }

    @Test
    void aNumberBelowOneIsNoNumberAndHidesNoGap() {
        row(0, "ann", 0).row(2, "bob", 1).seal();
        assertThat(findings.done().listed())
                .contains(new WrongStep(DEVICE, 0, "has a number below 1"), new MissingSeq(DEVICE, 1));
    }

    @Test
    void theFirstRowIsOneAndNotLess() {
        row(1, "ann", 0).seal();
        assertFound();
    }

    @Test
    void onlyTheFirstRowMayHaveNoUser() {
        row(1, null, 0).row(2, null, 1).seal();
        assertFound(new WrongStep(DEVICE, 2, "has no user, though it is not the first"));
    }

    @Test
    void sameUsersOnBothSidesOfAGapAreNoWrongStep() {
        // Whoever is missing in between may have been another.
        row(1, "ann", 0).row(3, "ann", 5).seal();
        assertFound(new MissingSeq(DEVICE, 2));
    }

    @Test
    void aRowOfTheSameOffsetAsTheOneBeforeDoesNotComeAfterIt() {
        row(1, "ann", 3).row(2, "bob", 3).seal();
        assertFound(new WrongStep(DEVICE, 2, "does not come after the row before"));
    }

    @Test
    void rowsOfOtherPartitionsOrGenerationsHaveNoOrderAmongThem() {
        row(1, "ann", new LogPosition(1, 0, 9))
                .row(2, "bob", new LogPosition(1, 1, 3))
                .row(3, "ann", new LogPosition(2, 1, 0))
                .seal();
        assertFound();
    }

    @Test
    void aWrongStepAndAWrongOrderAreTwoFindings() {
        row(1, "ann", 3).row(2, "ann", 2).seal();
        assertFound(
                new WrongStep(DEVICE, 2, "has the same user as the row before"),
                new WrongStep(DEVICE, 2, "does not come after the row before"));
    }

    @Test
    void anEventOfTheOffsetOfItsRowIsInTurnAndOneBeforeIsNot() {
        row(1, "ann", 3).seal();
        event(1, "ann", ANN, 3);
        assertFound();
        event(1, "ann", ANN, 2);
        assertFound(new OutOfTurn(DEVICE, at(2), 1));
    }

    @Test
    void anEventBeforeTheNextRowIsInTurnAndOneOfItsOffsetIsNot() {
        row(1, "ann", 0).row(2, "bob", 5).seal();
        event(1, "ann", ANN, 4);
        assertFound();
        event(1, "ann", ANN, 5);
        assertFound(new OutOfTurn(DEVICE, at(5), 1));
    }

    @Test
    void eventsOfAnotherPartitionOrGenerationHaveNoTurn() {
        row(1, "ann", 5).row(2, "bob", 9).seal();
        event(1, "ann", ANN, new LogPosition(1, 1, 2))
                .event(1, "ann", ANN, new LogPosition(1, 1, 20))
                .event(1, "ann", ANN, new LogPosition(2, 0, 0))
                .event(1, "ann", ANN, new LogPosition(2, 0, 20));
        assertFound();
    }

    @Test
    void anEventOfAnonymousTimeIsTheDevicesAndNamesNobody() {
        row(1, null, 0).seal();
        event(1, "ann", OWN, 0);
        assertFound(new WrongOwner(DEVICE, at(0), "has the user 'ann', but row 1 of identities has none"));
    }

    @Test
    void anEventWithoutAUserBelongsToWhoeverIsInForce() {
        row(1, "ann", 0).seal();
        event(1, null, ANN, 7);
        assertFound();
    }

    @Test
    void aWrongOwnerIsToldOnceEvenIfTheUserDiffersToo() {
        row(1, "ann", 0).seal();
        event(1, "bob", BOB, 1);
        assertFound(new WrongOwner(DEVICE, at(1), "belongs to 2, but row 1 of identities is 1"));
    }

    @Test
    void aGroupIdentifyBelongsToNobodyWhateverItsNumber() {
        row(1, "ann", 0).seal();
        history.event(new EventRow(at(1), null, true, null, 1, "u"));
        history.event(new EventRow(at(2), null, true, null, 0, "u"));
        assertFound();
        history.event(new EventRow(at(3), null, true, ANN, 1, "u"));
        assertFound(
                new WrongOwner(DEVICE, at(3), "is a $groupidentify, which belongs to nobody, yet has an amplitude_id"));
    }

    @Test
    void aGroupIdentifyRemembersAChangeThatIsInNoRow() {
        row(1, "ann", 0).seal();
        event(1, "ann", ANN, 0);
        history.event(new EventRow(at(1), null, true, null, 2, "u"));
        history.finish();
        assertFound(new SeqBeyondIdentities(DEVICE, 2, 1));
    }

    @Test
    void aNumberOfALaterRowThatIsMissingIsToldOnceForTheDevice() {
        row(1, "ann", 0).seal();
        event(1, "ann", ANN, 0).event(3, null, BOB, 1).event(2, null, BOB, 2);
        history.finish();
        assertFound(new SeqBeyondIdentities(DEVICE, 3, 1));
    }

    @Test
    void numbersBelowOneOnAnEventAreToldForEach() {
        row(1, "ann", 0).seal();
        event(0, null, ANN, 1).event(-1, null, ANN, 2);
        assertFound(
                new WrongOwner(DEVICE, at(1), "has identity_seq 0, as if it belonged to nobody"),
                new WrongOwner(DEVICE, at(2), "has identity_seq -1, as if it belonged to nobody"));
    }

    @Test
    void onlyTheEventAtTheRowsPlaceWithItsUserCausesIt() {
        row(1, null, 0).row(2, "ann", 1).seal();
        event(1, null, OWN, 0).event(2, null, ANN, 1).event(2, "ann", ANN, 2);
        assertThat(merge(ANN, "uuid-1", 1)).isTrue();
        history.finish();
        assertFound(new CauseMissing(DEVICE, 2, at(1)));
    }

    @Test
    void aRowWhoseEventWasMetBeforeNeedsItNoMore() {
        IdentityRow earlier = new IdentityRow(1, "ann", ANN, at(0));
        earlier.causedEarlier();
        history.add(earlier);
        history.seal();
        history.finish();
        assertFound();
    }

    @Test
    void aDeviceThatNeverWasAnonymousCallsForNoMerge() {
        row(1, "ann", 0).row(2, "bob", 1).seal();
        event(1, "ann", ANN, 0).event(2, "bob", BOB, 1);
        assertThat(history.anonymousId()).isNull();
        assertThat(merge(ANN, "uuid-0", 0)).isFalse();
        history.finish();
        assertFound();
    }

    @Test
    void aDeviceThatStayedAnonymousCallsForNoMerge() {
        row(1, null, 0).seal();
        event(1, null, OWN, 0);
        assertThat(history.anonymousId()).isEqualTo(OWN);
        assertThat(merge(ANN, "uuid-0", 0)).isFalse();
        history.finish();
        assertFound();
    }

    @Test
    void aLostFirstRowCallsForNoMerge() {
        row(2, "ann", 1).seal();
        assertThat(history.anonymousId()).isNull();
        assertThat(merge(ANN, "uuid-1", 1)).isFalse();
    }

    @Test
    void aSecondRowWithoutAUserCallsForNoMerge() {
        row(1, null, 0).row(2, null, 1).seal();
        assertThat(merge(ANN, "uuid-1", 1)).isFalse();
    }

    @Test
    void aMergeThatIsCalledForAndNotThereIsMissing() {
        threeRows();
        history.finish();
        assertFound(new MergeMissing(DEVICE, OWN, ANN));
    }

    @Test
    void theFirstThatIsWrongWithAMergeIsToldAndNoMore() {
        threeRows();
        assertThat(merge(BOB, "another", 9)).isTrue();
        history.finish();
        assertFound(new MergeWrong(DEVICE, OWN, "goes into 2, but the device's first user is 1"));
    }

    @Test
    void aMergeOfTheWrongPlaceIsWrongThoughItsEventIsRight() {
        threeRows();
        assertThat(merge(ANN, "uuid-1", 2)).isTrue();
        history.finish();
        assertFound(new MergeWrong(
                DEVICE,
                OWN,
                "names partition 0, offset 2 as its cause, but the first user came at partition 0, offset 1"));
    }

    @Test
    void aMergeNamesTheEventThatCausedItsRow() {
        threeRows();
        assertThat(merge(ANN, "uuid-2", 1)).isTrue();
        assertFound(new MergeWrong(DEVICE, OWN, "names the event uuid-2, but its cause is uuid-1"));
    }

    @Test
    void whereTheCauseWasMetBeforeTheNameOfItsEventIsNotKnownAnyMore() {
        IdentityRow second = new IdentityRow(2, "ann", ANN, at(1));
        second.causedEarlier();
        row(1, null, 0);
        history.add(second);
        history.seal();
        assertThat(merge(ANN, "whatever", 1)).isTrue();
        assertFound();
    }

    @Test
    void everyRowIsFoundAmongMany() {
        for (int seq = 1; seq <= 33; seq++) {
            row(seq, seq % 2 == 1 ? "ann" : "bob", seq);
        }
        seal();
        for (int seq = 1; seq <= 33; seq++) {
            event(seq, seq % 2 == 1 ? "ann" : "bob", seq % 2 == 1 ? ANN : BOB, seq);
        }
        history.finish();
        assertFound();
    }
}
