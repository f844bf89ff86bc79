package io.tidemark.job.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.job.fence.LakeAtStart.CheckpointPosition;
import io.tidemark.job.fence.StartCheck.Found;
import io.tidemark.job.fence.StartCheck.Starter;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.RestoreStep;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The check of a start on values: what the tables hold, what restores have left, and what the job is given. */
class StartFoundTest {
    private static final String PLACE = "jdbc:x tidemark";
    private static final StartPoint READY = new StartPoint(2, 40, "file:///restored", List.of());

    @Test
    void emptyTablesAreBegunWithoutState() {
        assertThat(state(found(Map.of(), null, null), null)).isEqualTo(StartState.NONE);
    }

    @Test
    void emptyTablesTakeAnyCheckpoint() {
        assertThat(state(found(Map.of(), null, null), "s3://b/chk-1")).isEqualTo(new StartState("s3://b/chk-1", false));
    }

    /** A commit without rows is a commit: the sink of a job of the same id takes its first checkpoints for committed. */
    @ParameterizedTest
    @EnumSource(LakeTable.class)
    void aCommitToAnyTableOfThePipelineMakesAStartWithoutStateARefusal(LakeTable table) {
        Found found = found(Map.of(table, List.of(committed(1, 3, 0))), null, null);
        if (!table.isOfPipeline()) {
            assertThat(state(found, null)).isEqualTo(StartState.NONE);
            return;
        }
        assertThatThrownBy(() -> state(found, null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(PLACE)
                .hasMessageContaining("the job's commits, though no record yet")
                .hasMessageContaining("--from-checkpoint PATH, flink run -s PATH");
    }

    @ParameterizedTest
    @EnumSource(LakeTable.class)
    void recordsInAnOutcomeTableMakeAStartWithoutStateARefusalWhoeverWroteThem(LakeTable table) {
        Found found = found(Map.of(table, List.of(written(5))), null, null);
        if (!table.isOutcome()) {
            assertThat(state(found, null)).isEqualTo(StartState.NONE);
            return;
        }
        assertThatThrownBy(() -> state(found, null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("write every record a second time");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            file:///c/job/chk-6                | true
            file:///c/job/chk-6/               | true
            s3://c/job/chk-6/_metadata         | true
            s3://c/chk-9/job/chk-6             | true
            file:///c/job/chk-7                | false
            file:///c/job/chk-7/_metadata      | false
            file:///c/job/chk-10               | false
            file:///c/savepoint-abc            | false
            file:///c/job/chk-6/shared         | false
            chk-6                              | false
            """)
    void aCheckpointIsOlderByTheNumberInItsPath(String path, boolean older) {
        Found found = found(Map.of(LakeTable.EVENTS, List.of(committed(1, 7, 2))), null, null);
        if (older) {
            assertThatThrownBy(() -> state(found, path))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(path)
                    .hasMessageContaining("events")
                    .hasMessageContaining("checkpoint 7");
        } else {
            assertThat(state(found, path)).isEqualTo(new StartState(path, false));
        }
    }

    @Test
    void theTableThatIsFarthestAheadDecidesWhetherACheckpointIsOlder() {
        Found found = found(
                Map.of(
                        LakeTable.EVENTS, List.of(committed(1, 7, 2)),
                        LakeTable.IDENTITIES, List.of(committed(1, 8, 2))),
                null,
                null);

        assertThatThrownBy(() -> state(found, "file:///c/chk-7"))
                .hasMessageContaining("identities")
                .hasMessageContaining("checkpoint 8");
        assertThat(state(found, "file:///c/chk-8")).isEqualTo(new StartState("file:///c/chk-8", false));
    }

    @Test
    void theNewestCommitOfTheJobCountsAndNotWhatOthersCommittedSince() {
        Found found = found(
                Map.of(LakeTable.EVENTS, List.of(written(9), committed(1, 7, 9), committed(1, 6, 4))), null, null);

        assertThatThrownBy(() -> state(found, "file:///c/chk-6")).hasMessageContaining("checkpoint 7");
        assertThat(state(found, "file:///c/chk-7").path()).isEqualTo("file:///c/chk-7");
    }

    @ParameterizedTest
    @CsvSource({"1, 40, true", "1, 99, true", "2, 39, true", "2, 40, true", "2, 41, false", "3, 1, false"})
    void whatARestoreMadeReadyIsTakenWhileNoTableHasGoneBeyondIt(int epoch, long checkpoint, boolean taken) {
        Found found = found(Map.of(LakeTable.THROTTLED, List.of(committed(epoch, checkpoint, 2))), null, READY);
        if (taken) {
            assertThat(state(found, null)).isEqualTo(new StartState("file:///restored", true));
        } else {
            assertThatThrownBy(() -> state(found, null)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void theStateThatARestoreMadeReadyIsKnownByItsPath() {
        Found found = found(Map.of(LakeTable.EVENTS, List.of(committed(1, 40, 2))), null, READY);

        assertThat(state(found, "file:///restored").restored()).isTrue();
        assertThat(state(found, "file:///c/chk-41").restored()).isFalse();
    }

    /** Up to the replay the tables are not whole; from then on only the start and the audit are left. */
    @ParameterizedTest
    @EnumSource(RestoreStep.class)
    void aRestoreThatIsCutOffBeforeItsReplayIsDoneRefusesEveryStart(RestoreStep last) {
        RestoreJournal journal = RestoreJournal.begin(plan());
        for (RestoreStep step : RestoreStep.values()) {
            if (step.compareTo(last) <= 0) {
                journal = journal.with(new RestoreJournal.Done(step, "2026-01-01T00:00:00Z", 1, "done"));
            }
        }
        Found found = found(Map.of(), journal, null);
        if (last.compareTo(RestoreStep.REPLAY) >= 0) {
            assertThat(state(found, null)).isEqualTo(StartState.NONE);
            return;
        }
        RestoreStep next = RestoreStep.values()[last.ordinal() + 1];
        for (String checkpoint : new String[] {null, "file:///c/chk-41"}) {
            assertThatThrownBy(() -> state(found, checkpoint))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("'monday'")
                    .hasMessageContaining(next.describe())
                    .hasMessageContaining("tidemark restore --execute " + plan().hash());
        }
    }

    @Test
    void aRestoreThatHasDoneNothingRefusesTheStartToo() {
        assertThatThrownBy(() -> state(found(Map.of(), RestoreJournal.begin(plan()), null), null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(RestoreStep.FENCE.describe());
    }

    @Test
    void startOfACommandIsExclusiveAndHandsOnWhatItNeeds() {
        Found found = found(Map.of(LakeTable.EVENTS, List.of(committed(1, 7, 2))), null, READY);

        assertThat(StartCheck.decide(found, "file:///c/chk-7", Starter.COMMAND, "start-1"))
                .isEqualTo(new StartDecision.Exclusive(new StartState("file:///c/chk-7", false), found, "start-1"));
    }

    @Test
    void startThatDoesNotFitIsRefusedAndHandsOnNothing() {
        Found found = found(Map.of(LakeTable.EVENTS, List.of(committed(1, 7, 2))), null, null);

        StartDecision decision = StartCheck.decide(found, "file:///c/chk-6", Starter.COMMAND, "start-1");
        assertThat(decision).isInstanceOfSatisfying(StartDecision.Refused.class, refused -> assertThat(
                        refused.refusal().code())
                .isEqualTo(RefusalCode.OLDER_CHECKPOINT));
        assertThatThrownBy(decision::require).isInstanceOf(Refusal.class);
    }

    /** It belongs to the restore that is not finished, and its checkpoints are below those of the tables. */
    @Test
    void startOfAReplayIsRefusedNothingAndItsStateCountsAsRestored() {
        Found found = found(Map.of(LakeTable.EVENTS, List.of(committed(1, 7, 2))), RestoreJournal.begin(plan()), READY);

        assertThat(StartCheck.decide(found, "file:///replay/chk-2", Starter.REPLAY, "start-1"))
                .isEqualTo(new StartDecision.Exclusive(new StartState("file:///replay/chk-2", true), found, "start-1"));
    }

    @ParameterizedTest
    @CsvSource({
        ", file:///restored, true",
        "file:///c/chk-3, file:///c/chk-3, false",
        "file:///restored, file:///restored, true"
    })
    void startThatFlinkRepeatsClaimsNothingAndIsRefusedNothing(
            @Nullable String checkpoint, String state, boolean restored) {
        Found found = found(Map.of(LakeTable.EVENTS, List.of(committed(1, 7, 2))), RestoreJournal.begin(plan()), READY);

        StartDecision.Allowed start =
                StartCheck.decide(found, checkpoint, Starter.FLINK, "start-1").require();
        assertThat(start).isEqualTo(new StartDecision.Recoverable(new StartState(state, restored), found));
        assertThat(start.claim()).isNull();
    }

    @Test
    void startThatFlinkRepeatsBeyondWhatARestoreMadeReadyBeginsWithoutState() {
        Found found = found(Map.of(LakeTable.MERGE_IDS, List.of(committed(2, 41, 0))), null, READY);

        assertThat(StartCheck.decide(found, null, Starter.FLINK, "start-1")
                        .require()
                        .state())
                .isEqualTo(StartState.NONE);
    }

    @Test
    void logIsReadFromWhereARestoreLeftItAndElseFromItsStart() {
        StartPoint ready = new StartPoint(2, 40, "file:///restored", List.of(new NextOffset(1, 3, 120)));

        assertThat(found(Map.of(), null, ready).offsets(1)).containsExactly(Map.entry(3, 120L));
        assertThat(found(Map.of(), null, ready).offsets(2)).isEmpty();
        assertThat(found(Map.of(), null, null).offsets(1)).isEmpty();
    }

    @Test
    void whatTheTablesHoldIsTheNewestOfAllAndTheOldestOfAll() {
        Heads heads = new Heads(Map.of(
                LakeTable.EVENTS, List.of(committed(2, 5, 10), committed(1, 90, 9)),
                LakeTable.DUPLICATES, List.of(committed(1, 90, 0)),
                LakeTable.THROTTLED, List.of(committed(2, 4, 0)),
                LakeTable.DEAD_LETTERS, List.of(committed(2, 5, 0)),
                LakeTable.IDENTITIES, List.of(committed(2, 5, 0)),
                LakeTable.MERGE_IDS, List.of(committed(2, 5, 0))));

        assertThat(new Found(PLACE, new WriterEpoch(2), heads, null, READY).held())
                .isEqualTo(new LakeAtStart(true, new WriterEpoch(2), position(2, 5), position(1, 90), "job-2-5", 40L));
    }

    @Test
    void aTableThatNoJobHasCommittedToIsBeforeTheFirstCheckpoint() {
        Heads heads = new Heads(Map.of(LakeTable.EVENTS, List.of(committed(1, 5, 0))));

        assertThat(new Found(PLACE, WriterEpoch.FIRST, heads, null, null).held())
                .isEqualTo(new LakeAtStart(
                        false, WriterEpoch.FIRST, position(1, 5), CheckpointPosition.NONE, "job-1-5", null));
        assertThat(found(Map.of(), null, null).held()).isEqualTo(LakeAtStart.EMPTY);
    }

    private static Found found(
            Map<LakeTable, List<SnapshotNotes>> histories,
            @Nullable RestoreJournal unfinished,
            @Nullable StartPoint ready) {
        Map<LakeTable, List<SnapshotNotes>> heads = new EnumMap<>(LakeTable.class);
        heads.putAll(histories);
        return new Found(PLACE, WriterEpoch.FIRST, new Heads(heads), unfinished, ready);
    }

    private static StartState state(Found found, @Nullable String checkpoint) {
        return StartCheck.decide(found, checkpoint, Starter.COMMAND, "start-1")
                .require()
                .state();
    }

    private static RestorePlan plan() {
        return new RestorePlan("test", 1, new Target("monday", 1, 40, Map.of(), List.of(), null), List.of(), List.of());
    }

    private static SnapshotNotes committed(int epoch, long checkpoint, long rows) {
        return new SnapshotNotes(
                epoch * 1_000L + checkpoint,
                Instant.EPOCH,
                rows,
                new CheckpointStamp(epoch, checkpoint, "job-" + epoch + "-" + checkpoint, "operator"));
    }

    private static SnapshotNotes written(long rows) {
        return new SnapshotNotes(1, Instant.EPOCH, rows, null);
    }

    private static CheckpointPosition position(int epoch, long checkpoint) {
        return new CheckpointPosition(new WriterEpoch(epoch), checkpoint);
    }
}
