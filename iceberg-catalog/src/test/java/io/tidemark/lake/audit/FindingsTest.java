package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.LogFinding.Hole.Proof;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a finding says to a person and to a machine, how findings are gathered, and what an audit says in all. */
class FindingsTest {
    private static final LogPosition PLACE = new LogPosition(1, 3, 42);
    private static final OffsetRange SOME = new OffsetRange(4, 9);

    /** Every kind with its name for machines and its sentence; a name that is known to alerts does not change. */
    private static Map<Finding, String> all() {
        Map<Finding, String> all = new LinkedHashMap<>();
        all.put(
                new LogFinding.Hole(1, 3, SOME, Proof.RECORDS),
                "hole: Partition 3, offsets 4 to 8: in none of the four outcome tables, though the log holds records"
                        + " there.");
        all.put(
                new LogFinding.Hole(2, 3, new OffsetRange(4, 5), Proof.NOT_ASKED),
                "hole: Partition 3 of epoch 2, offset 4: in none of the four outcome tables; the log was not"
                        + " queried for them.");
        all.put(
                new LogFinding.Doubled(PLACE, List.of(LakeTable.EVENTS, LakeTable.THROTTLED, LakeTable.EVENTS)),
                "doubled: The record of partition 3, offset 42 is there 3 times: in events and throttled and events.");
        all.put(
                new LogFinding.Again(new LogPosition(2, 0, 7), LakeTable.DUPLICATES),
                "again: The record of partition 0, offset 7 of epoch 2 came to duplicates again, though an earlier mark"
                        + " proves that the tables held it already.");
        all.put(
                new LogFinding.WrongTotal(LakeTable.EVENTS, 2, 3),
                "wrong-total: Table events says that it holds 2 rows, and 3 were appended to it.");
        all.put(
                new LogFinding.TailMissing(1, 3, SOME),
                "tail-missing: Partition 3, offsets 4 to 8: records at the log's end that are in no outcome table.");
        all.put(
                new LogFinding.BeyondLog(1, 3, 42, 40),
                "beyond-log: Partition 3 of epoch 1: the tables hold offset 42, but the log ends at 40: the topic was"
                        + " recreated, and kafka.ingest-epoch was not raised.");
        all.put(
                new LogFinding.RepeatsNothing(PLACE, new LogPosition(1, 2, 1)),
                "repeats-nothing: The duplicate of partition 3, offset 42 repeats partition 2, offset 1, which is no"
                        + " accepted event.");
        all.put(
                new LogFinding.TableBehind(LakeTable.MERGE_IDS, 11, LakeTable.EVENTS),
                "table-behind: Table merge_ids was not written to, or was set back: events has 11 newer snapshots.");
        all.put(new IdentityFinding.MissingSeq("d", 2), "missing-seq: Device 'd': identities lacks its row 2.");
        all.put(
                new IdentityFinding.DoubledSeq("d", 2),
                "doubled-seq: Device 'd': identities has its row 2 more than once.");
        all.put(
                new IdentityFinding.SeqBeyondIdentities("d", 5, 4),
                "seq-beyond-identities: Device 'd': its events carry identity_seq 5, but identities ends at row 4.");
        all.put(new IdentityFinding.WrongStep("d", 2, "is odd"), "wrong-step: Device 'd': row 2 of identities is odd.");
        all.put(new IdentityFinding.WrongId("d", 2, "is odd"), "wrong-id: Device 'd': row 2 of identities is odd.");
        all.put(
                new IdentityFinding.CauseMissing("d", 2, PLACE),
                "cause-missing: Device 'd': row 2 of identities names partition 3, offset 42 as its cause, which is no"
                        + " such event of the device.");
        all.put(
                new IdentityFinding.WrongOwner("d", PLACE, "is odd"),
                "wrong-owner: Device 'd': the event of partition 3, offset 42 is odd.");
        all.put(
                new IdentityFinding.OutOfTurn("d", PLACE, 2),
                "out-of-turn: Device 'd': the event of partition 3, offset 42 carries identity_seq 2, which was not the"
                        + " row in force there.");
        all.put(new IdentityFinding.MergeMissing("d", 7, 8), "merge-missing: Device 'd': merge_ids lacks 7 into 8.");
        all.put(
                new IdentityFinding.MergeUnexpected(PLACE, 7, 8),
                "merge-unexpected: merge_ids has 7 into 8 (partition 3, offset 42), which no device calls for, or which"
                        + " is there twice.");
        all.put(
                new IdentityFinding.MergeWrong("d", 7, "is odd"),
                "merge-wrong: Device 'd': the row of 7 in merge_ids is odd.");
        all.put(
                new VersionFinding.VersionsUnreadable("Version 2 is missing."),
                "versions-unreadable: By which versions records should be decided is not known. Version 2 is missing.");
        all.put(
                new VersionFinding.UnknownVersion(LakeTable.EVENTS, PLACE, 9, 3),
                "unknown-version: The record of partition 3, offset 42 in events was decided by version 9, which is not in"
                        + " service_config: the newest there is 3.");
        all.put(
                new VersionFinding.VersionNotInForce(LakeTable.THROTTLED, PLACE, 2, 0),
                "version-not-in-force: The record of partition 3, offset 42 in throttled was decided by version 2, which"
                        + " took effect after it was received; in force was no version of the service configuration.");
        all.put(
                new VersionFinding.NoVersion(LakeTable.DUPLICATES, PLACE, 2),
                "no-version: The record of partition 3, offset 42 in duplicates was decided by no version of the service"
                        + " configuration, and should be by version 2.");
        all.put(
                new VersionFinding.EarlierVersion(LakeTable.DEAD_LETTERS, PLACE, 1, 2),
                "earlier-version: The record of partition 3, offset 42 in dead_letters was decided by version 1, and names"
                        + " none; in force when it was received was version 2.");
        all.put(
                new VersionFinding.OtherVersion(LakeTable.EVENTS, PLACE, 1, 2),
                "other-version: The record of partition 3, offset 42 in events was decided by version 1, and names version"
                        + " 2.");
        return all;
    }

    @Test
    void everyFindingHasANameForMachinesAndASentenceForPeople() {
        all().forEach((finding, expected) ->
                assertThat(finding.kind() + ": " + finding.message()).isEqualTo(expected));
    }

    @Test
    void noKindOfFindingIsForgottenHere() {
        List<Class<?>> shown = new ArrayList<>();
        all().keySet().forEach(finding -> shown.add(finding.getClass()));
        assertThat(Stream.of(LogFinding.class, IdentityFinding.class, VersionFinding.class)
                        .flatMap(each -> Stream.of(each.getPermittedSubclasses())))
                .allMatch(shown::contains);
    }

    @Test
    void ofEachKindAHundredAreListedAndAllAreCounted() {
        Findings.Accumulator accumulator = new Findings.Accumulator();
        for (int seq = 0; seq < 100; seq++) {
            accumulator.add(new IdentityFinding.MissingSeq("d", seq));
        }
        assertThat(accumulator.done().listed()).hasSize(100);
        accumulator.add(new IdentityFinding.MissingSeq("d", 100));
        accumulator.add(new IdentityFinding.DoubledSeq("d", 1));
        Findings findings = accumulator.done();
        assertThat(findings.listed()).hasSize(101).last().isEqualTo(new IdentityFinding.DoubledSeq("d", 1));
        assertThat(findings.listed()).doesNotContain(new IdentityFinding.MissingSeq("d", 100));
        assertThat(findings.counts().entrySet())
                .as("sorted by kind")
                .containsExactly(Map.entry("doubled-seq", 1L), Map.entry("missing-seq", 101L));
        assertThat(findings.total()).isEqualTo(102);
        assertThat(findings.isEmpty()).isFalse();
    }

    @Test
    void findingsAreListedInTheOrderInWhichTheyWereFound() {
        Findings.Accumulator accumulator = new Findings.Accumulator();
        List<Finding> found = List.copyOf(all().keySet());
        found.forEach(accumulator::add);
        assertThat(accumulator.done().listed()).containsExactlyElementsOf(found);
    }

    @Test
    void whatWasGatheredDoesNotChangeWithWhatComesLater() {
        Findings.Accumulator accumulator = new Findings.Accumulator();
        Findings before = accumulator.done();
        accumulator.add(new IdentityFinding.MissingSeq("d", 1));
        assertThat(before.isEmpty()).isTrue();
        assertThat(before.listed()).isEmpty();
        assertThat(before.total()).isZero();
        assertThatThrownBy(() -> before.counts().put("hole", 1L)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void countsKeepCopiesAndKnowNoRowsOfATableThatIsNotCounted() {
        Map<LakeTable, Long> rows = new HashMap<>(Map.of(
                LakeTable.EVENTS, 5L,
                LakeTable.DUPLICATES, 4L,
                LakeTable.THROTTLED, 3L,
                LakeTable.DEAD_LETTERS, 2L,
                LakeTable.IDENTITIES, 1_000L));
        Map<String, Long> rejected = new HashMap<>(Map.of("b", 1L, "a", 1L));
        Counts counts = new Counts(rows, rejected, 9);
        rows.clear();
        rejected.clear();
        assertThat(counts.rows(LakeTable.IDENTITIES)).isEqualTo(1_000);
        assertThat(counts.rows(LakeTable.MERGE_IDS)).isZero();
        assertThat(counts.records())
                .as("an identity row is no record of the log")
                .isEqualTo(14);
        assertThat(counts.rejected().keySet()).as("sorted").containsExactly("a", "b");
        assertThatThrownBy(() -> counts.rows().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> counts.rejected().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aReportHoldsIfNothingWasFound() {
        Findings.Accumulator accumulator = new Findings.Accumulator();
        assertThat(report(accumulator).holds()).isTrue();
        accumulator.add(new IdentityFinding.MissingSeq("d", 1));
        assertThat(report(accumulator).holds()).isFalse();
    }

    private static AuditReport report(Findings.Accumulator accumulator) {
        return new AuditReport(
                new ConsistentCut(Map.of(), 0, null, Map.of()),
                new Counts(Map.of(), Map.of(), 0),
                new ArrayList<>(),
                null,
                accumulator.done());
    }
}
